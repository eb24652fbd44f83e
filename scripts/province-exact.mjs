// Measures how exact the search of a portal is. The members (three by default, one for each of
// SIZES) have the articles of real laws:
//
//     node scripts/province-exact.mjs LAWS WORK --mulu target/release/mulu [--sizes 1000,5000,10000] [--queries 200]
//
// LAWS is a folder of Markdown files, one law each, whose first line is `# title` and whose
// articles begin with 第…条. Each article becomes a document. WORK is a new folder for the sites.
// The queries are drawn from titles, numbers and texts with a fixed seed, and are put to the engine
// of the pages. The answers must be those of a scan of all texts, and those of one site with all
// documents. The portal must have the same bytes for every order of its members. The exceptions are
// three pages that show the members in the order of the portal's file, and the manifest with the
// digests of these pages. Exits with 1 if anything differs.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { loadEngine } from '../tests/search/load_engine.mjs';

const { values: options, positionals: [laws, work] } = parseArgs({
  allowPositionals: true,
  options: { mulu: { type: 'string', default: 'mulu' }, sizes: { type: 'string', default: '1000,5000,10000' }, queries: { type: 'string', default: '200' } },
});
if (!laws || !work) throw new Error('usage: province-exact.mjs LAWS WORK [--mulu PROGRAM] [--sizes 1000,5000,10000] [--queries 200]');
const sizes = options.sizes.split(',').map(Number), AS_OF = '2026-11-29', ALL = sizes.length;
const IN_FILE_ORDER = ['index.html', 'members.html', 'search.html', '.mulu-manifest'];

let state = 20261129;
/** A whole number from 0 to `n` - 1. */
const draw = (n) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 4294967296) * n);
};

/** The title and the paragraphs of each article, without the articles that have Markdown in a paragraph. */
function articles() {
  const found = [], files = fs.readdirSync(laws, { recursive: true }).filter((file) => file.endsWith('.md')).sort();
  for (const file of files) {
    const lines = fs.readFileSync(path.join(laws, file), 'utf8').split('\n').map((line) => line.trim()).filter(Boolean);
    const law = lines[0].replace(/^#+\s*/, '').replace(/[:"'[\]{}#&*!|>%@`]/g, '');
    let article = null;
    for (const line of lines.slice(1)) {
      if (/^[#<]/.test(line)) article = null;
      else if (/^第[一二三四五六七八九十百千零]+条/.test(line)) found.push((article = { title: `${law}${line.match(/^第.+?条(之[一二三四五六七八九十]+)?/)[0]}`, text: [line] }));
      else if (article) article.text.push(line);
    }
  }
  const plain = ({ text }) => text.every((line) => !/[\\*_`~<>[\]|#&$^]|^\s*([-+]|\d+[.)])\s|https?:|www\./.test(line));
  return found.filter(plain);
}

function mulu(...args) {
  const began = process.hrtime.bigint();
  execFileSync(options.mulu, ['-q', '--as-of', AS_OF, ...args], { stdio: ['ignore', 'ignore', 'pipe'], maxBuffer: 1 << 28 });
  return Number(process.hrtime.bigint() - began) / 1e9;
}

const all = articles(), documents = [];
const wanted = sizes.reduce((a, b) => a + b, 0);
if (all.length < wanted) throw new Error(`${laws} has ${all.length} articles, and ${wanted} are needed`);
for (let i = all.length - 1; i > 0; i--) { // shuffled, so that every member has articles of many laws
  const j = draw(i + 1);
  [all[i], all[j]] = [all[j], all[i]];
}
fs.mkdirSync(work, { recursive: true });
const folder = (name) => path.join(work, name);
const names = [...sizes.keys()].map((m) => `m${m}`);
for (const name of [...names, 'all']) {
  fs.mkdirSync(path.join(folder(name), 'content'), { recursive: true });
  fs.writeFileSync(path.join(folder(name), 'mulu.yaml'), `title: ${name}信息公开\nagency: {name: 某市某局}\n`);
}
for (const [m, size] of sizes.entries()) {
  for (let n = 0; n < size; n++) {
    const { title, text } = all[documents.length], year = 1990 + draw(36);
    const day = `${year}-${String(1 + draw(12)).padStart(2, '0')}-${String(1 + draw(28)).padStart(2, '0')}`;
    const document = { number: `L${m}/${year}-${String(n).padStart(5, '0')}`, official: `某${m}发〔${year}〕${n}号`, title, text };
    const front = `---\ntitle: ${title}\nindex_number: ${document.number}\ndocument_number: ${document.official}\ncategory: c${draw(6)}\ndate_created: ${day}\n---\n\n`;
    for (const name of [`m${m}`, 'all']) fs.writeFileSync(path.join(folder(name), 'content', `${m}-${n}.md`), `${front}${text.join('\n\n')}\n`);
    documents.push(document);
  }
}
const times = [...names, 'all'].map((name) => mulu('-r', folder(name), 'build'));

/** Makes the portal with its members in this order; gives its folder and the seconds. */
function portal(order) {
  const name = `portal-${order.join('')}`, file = folder(`${name}.yaml`);
  fs.writeFileSync(file, `title: 门户\nmembers:\n${order.map((m) => `- {path: m${m}/public, title: 第${m}单位, address: ../m${m}/}`).join('\n')}\n`);
  fs.rmSync(folder('.mulu'), { recursive: true, force: true });
  return { folder: folder(name), seconds: mulu('join', file, '-o', folder(name)) };
}

function digest(root) {
  const hash = createHash('sha256');
  const files = fs.readdirSync(root, { recursive: true, withFileTypes: true }).filter((e) => e.isFile());
  for (const file of files.map((e) => path.join(e.parentPath, e.name)).sort()) {
    const name = path.relative(root, file);
    if (!IN_FILE_ORDER.includes(name)) hash.update(name).update('\0').update(fs.readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

const orders = (rest) => (rest.length ? rest.flatMap((first) => orders(rest.filter((m) => m !== first)).map((order) => [first, ...order])) : [[]]);
const made = orders([...names.keys()]).map(portal);
const digests = new Set(made.map((one) => digest(one.folder)));

const engines = [made[0].folder, path.join(folder('all'), 'public')].map((root) => loadEngine(path.join(root, 'search/engine.js'), path.join(root, 'search')));
const folded = [];
for (const { number, official, title, text } of documents) {
  folded.push(await Promise.all([number, official, title, '某市某局', ...text].map((part) => engines[0].fold(part))));
}

/** A query of one of five kinds, drawn from some document. */
function query(kind) {
  const { official, title, text } = documents[draw(documents.length)];
  const piece = (from, length) => {
    const letters = Array.from(from.replace(/[\s，。；：、“”（）《》〈〉？！—…·,.;:"'()?!-]/g, ' ')).join('');
    const words = letters.split(' ').filter((word) => word.length >= 2), word = words[draw(words.length)] || title;
    const at = draw(Math.max(1, word.length - length + 1));
    return word.slice(at, at + length);
  };
  const paragraph = text[draw(text.length)];
  return [() => piece(paragraph, 2), () => piece(paragraph, 4 + draw(6)), () => `${piece(paragraph, 2)} ${piece(paragraph, 2)}`, () => official, () => piece(title, 3)][kind]();
}

let wrong = 0, found = 0, right = 0, expected = 0;
for (let i = 0; i < Number(options.queries); i++) {
  const asked = query(i % 5), terms = await Promise.all(asked.split(' ').map((term) => engines[0].fold(term)));
  const scan = new Set(documents.filter((_, d) => terms.every((term) => folded[d].some((part) => part.includes(term)))).map(({ number }) => number));
  const answers = await Promise.all(engines.map((engine) => engine.search(asked, { limit: Infinity })));
  const sets = answers.map(({ hits }) => new Set(hits.map((hit) => hit.index_number)));
  const same = (a, b) => a.size === b.size && [...a].every((one) => b.has(one));
  found += sets[0].size;
  right += [...sets[0]].filter((one) => scan.has(one)).length;
  expected += scan.size;
  if (!same(sets[0], scan) || !same(sets[0], sets[1]) || answers[0].total !== scan.size) {
    wrong++;
    console.log(`differs: ${asked}: scan ${scan.size}, portal ${sets[0].size}, one site ${sets[1].size}`);
  }
}
const percent = (part, whole) => (whole ? part / whole : 1).toFixed(3);
console.log(`${documents.length} documents of ${ALL} members (${sizes.join(', ')}), ${options.queries} queries, ${expected} documents to find:`);
console.log(`recall ${percent(right, expected)}, precision ${percent(right, found)}; ${wrong} queries differ from the scan or from one site of all documents`);
console.log(`${made.length} orders of the members: ${digests.size === 1 ? 'the same bytes' : 'DIFFERENT bytes'}`);
console.log(`seconds: builds ${times.slice(0, ALL).map((s) => s.toFixed(1)).join(' + ')}, one site of all ${times[ALL].toFixed(1)}, join ${made.map((one) => one.seconds.toFixed(1)).join(', ')}`);
process.exit(wrong || digests.size !== 1 ? 1 : 0);
