// Asks a built site queries drawn from its pages, in Chromium and in Firefox, over HTTP and over
// file://, and compares all hits with a scan of the pages. The right answer comes from the pages
// and the catalogue, never from the index. Attachments are not scanned: use a site without them.
//
//   node tests/search/exact.mjs SITE [QUERIES = 60] [SEED = 1]
//
// scripts/test.sh installs what this needs (MULU_NODE, CHROMIUM, FIREFOX).
import path from "node:path";
import { pathToFileURL } from "node:url";

const [, , folder, wanted = "60", seed = "1"] = process.argv;
process.env.MULU_SITE = path.resolve(folder);
const { catalogue, firefox, launch, open, read, serve, site, startFirefox } = await import("../browser/harness.mjs");
let state = +seed >>> 0;
const below = (n) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * n);
};

// The texts have only characters whose folded form is plain: NFKC, lower case, and brackets and
// dashes of one form. White space beside a Chinese character does not count.
const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/[〔[【〈]/g, "(").replace(/[〕\]】〉]/g, ")").replace(/[–—－]/g, "-")
  .replace(/(?<=\p{Script=Han})\s+|\s+(?=\p{Script=Han})/gu, "");
const plain = (html) => html.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&amp;/g, "&");
/** The blocks of a document's body: what is between the tags of paragraphs, cells and headings. */
function blocksOf(html) {
  const from = html.indexOf('<div class=body'), to = ["<section", "<nav", "<aside"].map((tag) => html.indexOf(tag, from)).filter((at) => at > 0);
  const body = html.slice(html.indexOf(">", from) + 1, Math.min(...to));
  return body.replace(/<\/?(p|h\d|li|ul|ol|td|th|tr|table|thead|tbody|div|blockquote|pre|br|hr|dl|dt|dd)\b[^>]*>/g, "\0").replace(/<[^>]*>/g, "").split("\0");
}
const documents = catalogue.map((d) => {
  const html = read(d.url), bodies = [d.issuing_body, ...(d.joint_issuing_bodies || [])];
  const fields = [d.title, d.index_number, d.document_number, d.registration_number, ...bodies, ...(d.keywords || []), d.summary];
  return { url: d.url, own: d, blocks: blocksOf(html), fields: fields.filter(Boolean).concat(blocksOf(html).map(plain)).map(fold) };
});

const of = (all) => all[below(all.length)];
/** A random piece of a text: `length` Chinese characters in a row. */
const piece = (length) => {
  for (;;) {
    const runs = of(of(documents).blocks).match(/\p{Script=Han}+/gu) || [], run = runs.length ? of(runs) : "";
    if (run.length >= length) return run.slice(below(run.length - length + 1)).slice(0, length);
  }
};
const wide = (text) => text.replace(/[0-9]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
const numbered = documents.filter(({ own }) => own.document_number);
const number = () => (numbered.length ? of(numbered).own.document_number : of(documents).own.index_number);
const KINDS = [
  () => piece(2), () => piece(3), () => piece(4), () => piece(6 + below(5)), () => `${piece(2)} ${piece(2)}`, () => of(documents).own.title,
  () => of(documents).own.title.slice(-6), () => of(documents).own.index_number, () => wide(number()),
  () => number().replace("〔", "[").replace("〕", "]"), () => piece(1), () => `${piece(3)} ${number()}`,
];
const queries = Array.from({ length: +wanted }, (_, i) => KINDS[i % KINDS.length]());
const right = queries.map((query) => {
  const terms = query.split(/\s+/).map(fold);
  return new Set(documents.filter(({ fields }) => terms.every((term) => fields.some((field) => field.includes(term)))).map(({ url }) => url));
});

const asking = `(async () => {
  while (!(window.mulu && window.mulu.search)) await new Promise((done) => setTimeout(done, 20));
  const out = [];
  for (const q of ${JSON.stringify(queries)}) {
    const { total, hits } = await window.mulu.search(q, { limit: Infinity });
    out.push([total, hits.map((hit) => hit.url)]);
  }
  return JSON.stringify(out);
})()`;
let isWrong = false;
/** Compares the answers in one browser with the scan. */
function judge(name, answers) {
  let found = 0, good = 0, expected = 0;
  JSON.parse(answers).forEach(([total, urls], i) => {
    const hits = new Set(urls), both = urls.filter((url) => right[i].has(url)).length;
    found += hits.size;
    good += both;
    expected += right[i].size;
    if (total === right[i].size && hits.size === total && both === total) return;
    isWrong = true;
    console.log(`differs: ${queries[i]}: scan ${right[i].size}, ${name} ${total}`);
  });
  console.log(`${name}: ${documents.length} documents, ${queries.length} queries, ${expected} documents to find: recall ${(good / expected).toFixed(3)}, precision ${(good / found).toFixed(3)}`);
}

const server = await serve(), ways = [server.root, `${pathToFileURL(site)}/`];
const chromium = await launch(), fox = firefox && (await startFirefox());
for (const root of ways) {
  const page = await open(chromium, root), way = root.slice(0, 5);
  await page.goto(`${root}search.html`);
  judge(`Chromium, ${way}`, await page.evaluate(asking));
  if (page.complaints.length) {
    isWrong = true;
    console.log(page.complaints);
  }
  if (!fox) continue;
  await fox.goto(`${root}search.html`);
  judge(`Firefox, ${way}`, await fox.evaluate(asking));
}
await chromium.close();
if (fox) await fox.close();
server.close();
process.exitCode = isWrong ? 1 : 0;
