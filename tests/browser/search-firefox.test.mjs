// Tests that Firefox gives the same answers as Chromium, over file://. Also tests its search page
// over file://, and on a host that declares another encoding.
import test from 'node:test';
import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';
import { catalogue, encoded, firefox, launch, open, serve, site, startFirefox } from './harness.mjs';

if (!firefox) console.log('left out: there is no Firefox here, so the search is not compared in it');

const queries = ['', '3号', '2023 3号', 'tyjr', '退役军人 星际航行', '優待證', '“三属”', 'ＱＣＤ01', '一、', '军', '姓名', '序号', '项目', '登记', '收费'];
for (const d of catalogue.filter((_, i) => i % 5 === 0)) {
  queries.push(d.title, d.title.slice(3, 8), d.index_number.toLowerCase());
  if (d.document_number) queries.push(d.document_number.replace('〔', '[').replace('〕', ']'), d.document_number.slice(-6));
}
const asking = (list) => `(async () => {
  while (!(window.mulu && window.mulu.search)) await new Promise((done) => setTimeout(done, 20));
  const out = [];
  for (const q of ${JSON.stringify(list)}) {
    const r = await window.mulu.search(q, { limit: 120 });
    const inside = await window.mulu.search(q, { limit: 120, in: 'attachments' });
    out.push([q, r.total, r.exact, ...[r, inside].map((a) => a.hits.map((h) => [h.url, h.excerpt, h.marks, h.attachment])), r.facets, r.suggestions, r.terms, r.without]);
  }
  return JSON.stringify(out);
})()`;

test('Firefox finds over file:// what Chromium finds', { skip: !firefox && 'left out: there is no Firefox here', timeout: 300000 }, async () => {
  const browser = await launch();
  const page = await open(browser, `${pathToFileURL(site)}/`);
  await page.goto(`${pathToFileURL(site)}/search.html`);
  const expected = JSON.parse(await page.evaluate(asking(queries)));
  await browser.close();
  const fox = await startFirefox();
  try {
    await fox.goto(`${pathToFileURL(site)}/search.html`);
    await fox.evaluate(`{
      Object.defineProperty(Navigator.prototype, 'hardwareConcurrency', { get: () => 8 });
      const Real = Worker;
      window.workers = [];
      window.Worker = class extends Real {
        constructor(url) {
          super(url);
          workers.push('started');
        }
        terminate() {
          workers.push('given up');
          super.terminate();
        }
      };
    }`);
    const found = JSON.parse(await fox.evaluate(asking(queries)));
    // a query that needs `more.js` replaces the worker by one with both parts
    assert.match(await fox.evaluate('workers.join()'), /^started(,given up,started)?$/, 'it works in a worker');
    assert.ok(found.length > 40 && found.filter((f) => f[1] > 0).length > 30);
    assert.ok(found.filter((f) => f[4].some((hit) => hit[3])).length >= 5, 'texts of attachments are found');
    for (const [i, one] of found.entries()) assert.deepEqual(one, expected[i], one[0]);
    await fox.goto(`${pathToFileURL(site)}/search.html?q=${encodeURIComponent('退役军人')}`);
    const shown = await fox.evaluate(`(async () => {
      for (let i = 0; i < 500 && !document.querySelector('#hits:not([aria-busy]) li mark'); i++) await new Promise((done) => setTimeout(done, 20));
      return document.querySelectorAll('#hits li').length;
    })()`);
    assert.equal(shown, 10);
    // the host declares another encoding
    const server = await serve('/portal/xxgk/', site, {}, 'gb2312');
    await fox.goto(`${server.root}search.html?q=${encodeURIComponent('退役军人')}`);
    const { set, style, hits, spoilt } = JSON.parse(await fox.evaluate(encoded));
    assert.deepEqual([set, style, hits, spoilt], ['UTF-8', '"›"', 10, false]);
    server.close();
  } finally {
    await fox.close();
  }
});
