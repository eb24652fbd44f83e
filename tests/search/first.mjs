// Asks a built site queries that can mean only one document (titles, document numbers, unique
// pieces of text), and counts how often this document comes first. The right answer comes from the
// pages and the catalogue.
// usage: first.mjs SITE [QUERIES = 100] [SEED = 1]
import fs from "node:fs";
import path from "node:path";
import { loadEngine } from "./load_engine.mjs";

const [, , site, wanted = "100", seed = "1"] = process.argv;
const { documents } = JSON.parse(fs.readFileSync(path.join(site, "catalogue.json"), "utf8"));
let state = +seed >>> 0;
const below = (n) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * n);
};
const shuffled = documents.map((d) => [below(2 ** 31), d]).sort((a, b) => a[0] - b[0]).map((p) => p[1]);
const times = (key) => {
  const count = new Map();
  for (const d of documents) count.set(d[key], (count.get(d[key]) || 0) + 1);
  return count;
};
const titles = times("title"), numbers = times("document_number"), each = Math.ceil(wanted / 3), asked = new Map();
const take = (kind, n, query) => {
  for (const d of shuffled) {
    if (!n) break;
    const q = query(d);
    if (q && !asked.has(q)) asked.set(q, { kind, url: d.url }) && n--;
  }
};
take("title", each, (d) => titles.get(d.title) === 1 && d.title);
take("number", each, (d) => d.document_number && numbers.get(d.document_number) === 1 && d.document_number);

// Pieces of twelve characters that occur on one page only.
const text = (d) => fs.readFileSync(path.join(site, d.url), "utf8").replace(/^[^]*?<main/, "<main").replace(/<\/main>[^]*$/, "").replace(/<[^>]*>/g, "\n");
const candidates = new Map();
for (const d of shuffled.slice(0, each * 250)) {
  const runs = text(d).match(/\p{Script=Han}{12,}/gu) || [];
  const run = runs.length && runs[below(runs.length)];
  if (run) candidates.set(run.slice(0, 12), { url: d.url, pages: 0 });
}
for (const d of documents) {
  const here = new Set();
  for (const run of text(d).match(/\p{Script=Han}{12,}/gu) || [])
    for (let i = 0; i + 12 <= run.length; i++) {
      const piece = run.slice(i, i + 12);
      if (candidates.has(piece)) here.add(piece);
    }
  for (const c of here) candidates.get(c).pages++;
}
let left = wanted - asked.size;
for (const [c, { url, pages }] of candidates) if (pages === 1 && left && !asked.has(c)) asked.set(c, { kind: "phrase", url }) && left--;

const engine = loadEngine(path.join(site, "search/engine.js"), path.join(site, "search"));
const first = {}, of = {};
for (const [query, { kind, url }] of asked) {
  const r = await engine.search(query, { limit: 1 });
  of[kind] = (of[kind] || 0) + 1;
  if (r.hits.length && r.hits[0].url === url) first[kind] = (first[kind] || 0) + 1;
  else console.log(`not first: ${kind} ${query} (${url}); first of ${r.total} is ${r.hits.length && r.hits[0].url}`);
}
const sum = (o) => Object.values(o).reduce((a, b) => a + b, 0);
console.log(`${sum(first)} of ${sum(of)} distinct queries first: ${Object.keys(of).map((k) => `${k} ${first[k] || 0}/${of[k]}`).join(", ")}`);
process.exitCode = sum(of) === +wanted && sum(first) >= 0.98 * wanted ? 0 : 1;
