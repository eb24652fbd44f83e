// Runs the queries of the Rust test with the engine of the page in Node, and compares its answers
// with those of the command line.
// usage: engine_test.mjs engine.js DIR fold_vectors.json
// DIR holds expected.json and search/
import assert from "node:assert";
import fs from "node:fs";
import { loadEngine } from "./load_engine.mjs";

const [, , enginePath, dir, vectorsPath] = process.argv;
const expected = JSON.parse(fs.readFileSync(`${dir}/expected.json`, "utf8"));
const plain = (v) => JSON.parse(JSON.stringify(v)); // plain values, because the engine's context has prototypes of its own

const engine = loadEngine(enginePath, `${dir}/search`);
const probe = loadEngine(enginePath, `${dir}/search`);
await probe.search("\0");
for (const [from, to] of JSON.parse(fs.readFileSync(vectorsPath, "utf8"))) assert.equal(await probe.fold(from), to, JSON.stringify(from));

let compared = 0, inside = 0;
for (const [n, e] of expected.entries()) {
  const r = plain(await engine.search(e.query, { ...e.options, filters: clean(e.options.filters), limit: Infinity }));
  const what = JSON.stringify([e.query, e.options]);
  assert.equal(r.exact, true, what);
  assert.equal(r.total, e.urls.length, what);
  assert.deepEqual(r.hits.map((h) => h.url), e.urls, what);
  assert.deepEqual(sorted(r.facets), sorted(e.facets), what);
  assert.equal(r.unfiltered, e.unfiltered, what);
  assert.deepEqual(r.terms.map((t) => [t.term, t.found]), e.terms_found, what);
  assert.deepEqual(r.without && [r.without.query, r.without.total], e.without, what);
  assert.deepEqual(r.relaxed && [r.relaxed.reason, r.relaxed.query, r.relaxed.total, r.relaxed.unfiltered || false], e.relaxed, what);
  assert.deepEqual(r.suggestions, e.suggestions.map(([text, query]) => ({ text, query })), what);
  if (e.excerpt) assert.equal(r.hits[0].excerpt, e.excerpt, what);
  for (const [i, h] of r.hits.entries()) {
    if (i >= 100) { assert.equal(h.excerpt, null); continue; }
    assert.deepEqual(h.attachment, e.attachments[i], what);
    if (h.attachment) inside++;
    if (i >= 8) continue;
    for (const [text, marks] of [[h.excerpt, h.marks], [h.title, h.title_marks]]) {
      let last = 0;
      for (const [from, to] of marks) {
        assert(from >= last && to > from && to <= text.length, what + JSON.stringify(h));
        last = to;
      }
      for (const [from, to] of marks) {
        const marked = await probe.fold(text.slice(from, to));
        assert(e.terms.some((t) => marked.includes(t) || t.includes(marked)), what + JSON.stringify([text, marked]));
      }
    }
    compared++;
  }
  if (n % 8) continue;
  // The first page alone gives the same hits from fewer files, also in a browser without a decoder
  // of its own. The hits that `first` gives early are the first hits of the complete answer.
  const fresh = loadEngine(enginePath, `${dir}/search`, undefined, undefined, n % 16 === 0), options = { ...e.options, filters: clean(e.options.filters) };
  const [early, page] = plain(await Promise.all([fresh.first(e.query, options), fresh.search(e.query, { ...options, offset: 2, limit: 5 })]));
  assert.deepEqual(page.hits, r.hits.slice(2, 7), what);
  assert.deepEqual(early, r.hits.slice(0, early.length), what);
  assert(early.length <= 3 && early.length > 0 === (r.total > 0 && e.terms.length > 0 && (options.sort || "relevance") === "relevance"), what);
}

const found = expected.find((e) => e.urls.length && e.terms.length);
if (found) {
  // A missing or damaged shard ends in an error with a code.
  const { query } = found;
  const notRoot = (f) => (name, text) => (name === "root.js" ? text : f(text));
  const middle = (t) => t.length >> 1;
  const changes = [
    () => null,
    notRoot(() => null),
    notRoot(() => ""),
    notRoot((t) => t.slice(0, -20)), // no longer a valid script
    notRoot((t) => t.slice(0, -20) + '");'),
    notRoot((t) => t.slice(0, middle(t)) + (t[middle(t)] === "一" ? "丁" : "一") + t.slice(middle(t) + 1)),
  ];
  for (const change of changes)
    await assert.rejects(loadEngine(enginePath, `${dir}/search`, change).search(query), (e) => e.code === "shard-missing");
}
if (expected.length) {
  // Without checksums, damage gives an answer or an error with a code, and no query hangs.
  const unchecked = /if\(\w+!==\w+\)(?=throw new \w+\(\w+\+'\.js was changed'\))/;
  assert(unchecked.test(fs.readFileSync(enginePath, "utf8")));
  let seed = 12345;
  const below = (n) => ((seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) >>> 8) % n;
  for (let i = 0; i < 20; i++) {
    const damage = (name, text) => {
      if (name === "root.js" ? i % 7 : below(2) || name === "more.js") return text;
      const chars = Array.from(text), from = text.indexOf(",") + 2, to = text.length - 3;
      for (let n = 1 + below(4); n && to > from; n--) chars[from + below(to - from)] = String.fromCharCode(0x3000 + below(0x8200));
      if (below(4) === 0) chars.splice(from + below(to - from), to);
      return chars.join("") + (chars.length < text.length ? '");' : "");
    };
    const broken = loadEngine(enginePath, `${dir}/search`, damage, (code) => code.replace(unchecked, "if (false) "), i % 2 === 0);
    const { query } = expected[below(expected.length)];
    await broken.search(query).then((r) => assert(Array.isArray(r.hits)), (e) => assert.equal(e.code, "shard-missing", e.stack));
  }
}
console.log(`${expected.length} queries, ${compared} excerpts compared`);

function clean(filters) {
  return Object.fromEntries(Object.entries(filters).filter(([, v]) => v.length));
}
function sorted(v) {
  return Object.fromEntries(Object.entries(v).map(([k, m]) => [k, Object.fromEntries(Object.entries(m).sort())]));
}
