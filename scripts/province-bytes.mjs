// Measures how much a browser loads from sites or portals of the offices in examples/province:
//
//     node scripts/province-bytes.mjs SITE…
//
// Prints the bytes of the first load of each site: the search page's scripts, the engine and the
// root of the index. Also prints the bytes that an answer then loads: the average, the median and
// the largest of 32 queries. Every query is put to a new engine. The queries are words, numbers and
// pieces of sentences of offices.py, the script that makes the offices.
import fs from 'node:fs';
import path from 'node:path';
import { loadEngine } from '../tests/search/load_engine.mjs';

const TOPICS = ['就业补助', '义务教育', '河道治理', '公共卫生', '养老服务', '城乡供水', '防汛抗旱', '市场准入'];
const PIECES = ['出具凭证', '专款专用', '审计监督', '复核申请', '登记、核实', '不得重复报送', '保存期限', '依法追究'];
const NUMBERS = [7, 19, 123, 250, 321, 404, 411, 499];
const queries = [
  ...TOPICS,
  ...PIECES,
  ...NUMBERS.map((n) => `〔${2012 + (n % 14)}〕${n}号`),
  ...TOPICS.map((topic, i) => `${topic} ${PIECES[i]}`),
];

for (const site of process.argv.slice(2)) {
  const folder = path.join(site, 'search');
  const engine = () => loadEngine(path.join(folder, 'engine.js'), folder);
  const page = fs.readFileSync(path.join(site, 'search.html'), 'utf8');
  const scripts = [...page.matchAll(/<script[^>]*\ssrc="([^"?]+)/g)].map((found) => path.join(site, found[1]));
  const size = (file) => fs.statSync(file).size, root = size(path.join(folder, 'root.js'));
  const first = new Set([...scripts, path.join(folder, 'engine.js'), path.join(folder, 'root.js')]);
  const loads = [];
  let found = 0;
  for (const query of queries) {
    const asked = engine(), { total } = await asked.search(query, { limit: 10 });
    found += total;
    loads.push(asked.loaded.filter(({ name }) => !/^root\.js/.test(name)).reduce((sum, { bytes }) => sum + bytes, 0));
  }
  const kib = (bytes) => (bytes / 1024).toFixed(0), sorted = [...loads].sort((a, b) => a - b);
  console.log(`${site}: first load ${kib([...first].reduce((sum, file) => sum + size(file), 0))} KiB (root ${kib(root)} KiB)`);
  console.log(`  ${queries.length} queries, ${found} documents found: an answer loads ${kib(loads.reduce((a, b) => a + b) / loads.length)} KiB on average, ` +
    `${kib(sorted[loads.length >> 1])} KiB in the middle, ${kib(sorted.at(-1))} KiB at most`);
}
