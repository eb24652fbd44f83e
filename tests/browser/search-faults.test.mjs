// Tests what the search page says and offers when something goes wrong or nothing is found.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import { answered, catalogue, launch, open, serve, site, ways } from './harness.mjs';

let browser, routes;
before(async () => {
  browser = await launch();
  routes = await ways();
});
after(async () => {
  await browser?.close();
  routes?.close();
});

async function ask(page, root, query) {
  await page.goto(`${root}search.html?q=${encodeURIComponent(query)}`);
  await answered(page);
}

test('initials of pinyin lead to words of the titles', async () => {
  for (const way of routes.all) {
    const page = await open(browser, way.root);
    await ask(page, way.root, 'tyjr');
    const offered = page.locator('#suggest a', { hasText: /^退役军人$/ });
    await offered.waitFor();
    assert.equal(await page.locator('#hits li').count(), 0, 'they are not hits');
    await offered.click();
    await page.locator('#hits:not([aria-busy]) li').first().waitFor();
    assert.equal(await page.locator('#q').inputValue(), '退役军人');
    assert.equal(await page.locator('#suggest').isHidden(), true);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
});

test('a column, body or day that a query names is offered, and the link shows its documents', async () => {
  const reports = catalogue.filter((d) => d.category === 'nb').length;
  assert.ok(reports, 'annual reports');
  for (const way of routes.all) {
    const page = await open(browser, way.root);
    // each query is the end of a column's name (once after a year, once in traditional characters),
    // or a short name of a body
    for (const [query, offer] of [['年报', '栏目“政府信息公开年报”'], ['2025年年报', '栏目“政府信息公开年报”'], ['年報', '栏目“政府信息公开年报”'], ['人社局', '发布机构“清川区人力资源和社会保障局”']]) {
      await ask(page, way.root, query);
      assert.deepEqual(await page.locator('#places a').allInnerTexts(), [`${offer}的全部文件`], query);
    }
    // no offer for a text in the middle of many names, a text in no name, or a name with other
    // terms
    for (const query of ['退役军人', '星际航行', '年报 优待', '局']) {
      await ask(page, way.root, query);
      assert.equal(await page.locator('#places').isHidden(), true, query);
    }
    await ask(page, way.root, '年报');
    await page.locator('#places a').click();
    await page.waitForFunction((n) => document.getElementById('status').textContent.match(/\d+/)?.[0] === n, String(reports));
    assert.equal(await page.locator('#q').inputValue(), '');
    assert.deepEqual(await page.locator('#applied button').allInnerTexts(), ['政府信息公开年报']);
    assert.equal(await page.locator('#places').isHidden(), true);
    // a day on which documents were published, and days that no calendar has or on which there are none
    for (const query of ['2025年8月5日', '20250805', '2025.8.5号']) {
      await ask(page, way.root, query);
      await page.locator('#places a').first().waitFor();
      assert.deepEqual(await page.locator('#places a').allInnerTexts(), [`发布日期“${query}”的全部文件`], query);
    }
    for (const query of ['2025-13-05', '2025年2月30日', '2025年8月31日']) {
      await ask(page, way.root, query);
      await page.waitForTimeout(300); // the documents of a day are counted after the answer
      assert.equal(await page.locator('#places').isHidden(), true, query);
    }
    await ask(page, way.root, '20250805');
    await page.locator('#places a').waitFor();
    await page.locator('#places a').click();
    await page.locator('#hits:not([aria-busy]) li').first().waitFor();
    const days = await page.locator('#hits time').allInnerTexts();
    assert.deepEqual(days, catalogue.filter((d) => d.date_published === '2025-08-05').map((d) => d.date_published));
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
});

test('a term that is nowhere is named, and what the others find is offered', async () => {
  for (const way of routes.all) {
    const page = await open(browser, way.root);
    await ask(page, way.root, '退役军人 星际航行');
    await page.locator('#none').waitFor();
    const why = await page.locator('#why').innerText();
    assert.match(why, /星际航行/);
    assert.equal(await page.locator('#hits li').count(), 0);
    const offer = page.locator('#status a'); // within the status, so that screen readers read it
    const promised = Number((await offer.innerText()).replace(/\D/g, ''));
    await offer.click();
    await page.locator('#hits:not([aria-busy]) li').first().waitFor();
    assert.match(await page.locator('#status').innerText(), new RegExp(`(^|\\D)${promised}(\\D|$)`));
    // the page names the filter that leaves nothing, not the term
    await page.goto(`${way.root}search.html?q=${encodeURIComponent('退役军人')}&year=1901`);
    await page.locator('#why a').waitFor();
    await page.locator('#why a').click();
    await page.locator('#hits:not([aria-busy]) li').first().waitFor();
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
});

const isShard = (url) => /\/search\/(earlier|year|month)-d\//.test(url.href);

// with two processors, the search runs in the page; with eight, in a worker
const PROCESSORS = [2, 8], TIMEOUT = 60000;

for (const processors of PROCESSORS) test(`a shard that fails once is asked for again; one that stays away is said (${processors} processors)`, { timeout: TIMEOUT }, async () => {
  const way = routes.all[1];
  const page = await open(browser, way.root, { processors });
  const failed = new Set();
  await page.route(isShard, (route) => (failed.has(route.request().url()) ? route.continue() : (failed.add(route.request().url()), route.abort())));
  await ask(page, way.root, '优待证');
  await page.locator('#hits:not([aria-busy]) li').first().waitFor();
  assert.ok(failed.size > 0);
  await page.unroute(isShard);
  await page.route(isShard, (route) => route.abort());
  await ask(page, way.root, '退役军人');
  assert.equal(await page.locator('#hits li').count(), 0);
  assert.doesNotMatch(await page.locator('#status').innerText(), /\d/, 'no count is claimed');
  assert.equal(await page.locator('#none').isHidden(), true, 'it is not said that there is nothing');
  await page.context().close();
});

// Of the UTF-16 units that a payload may have, the first 2 * WIDE carry 16 bits each, and the
// others 15 (docs/search.md).
const UNITS = [];
for (let unit = 0x100; unit < 0xfe00; unit++) {
  const high = unit >> 8, low = unit & 0xff;
  if (![10, 13, 32].includes(high) && (high & 0xf8) !== 0xd8 && ![10, 13].includes(low)) UNITS.push(unit);
}
const WIDE = UNITS.length - 32768;

/** The bits that a unit of a payload carries. */
function bitsOf(unit) {
  const number = UNITS.indexOf(unit);
  return number < 2 * WIDE ? number.toString(2).padStart(16, '0') : (number - WIDE).toString(2).padStart(15, '0');
}

/** The payload that carries bits. */
function unitsOf(bits) {
  let out = '';
  for (let at = 0; at < bits.length;) {
    const short = parseInt(bits.slice(at, at + 15).padEnd(15, '0'), 2), isWide = short < WIDE;
    out += String.fromCharCode(UNITS[isWide ? parseInt(bits.slice(at, at + 16).padEnd(16, '0'), 2) : short + WIDE]);
    at += isWide ? 16 : 15;
  }
  return out;
}

/**
 * Publishes the same documents again. The shards of the families `earlier-` get other names, so the
 * old ones are gone.
 */
function publishAnew(folder) {
  const search = path.join(folder, 'search');
  const file = path.join(search, 'root.js'), whole = fs.readFileSync(file, 'utf16le'), from = whole.indexOf(',') + 2;
  const packed = Buffer.from(Array.from(whole.slice(from, -3), (c) => bitsOf(c.charCodeAt(0))).join('').match(/.{8}/g).map((b) => parseInt(b, 2)));
  const root = zlib.inflateRawSync(packed, { finishFlush: zlib.constants.Z_SYNC_FLUSH });
  const renamed = Buffer.from(root.toString('latin1').replaceAll('"name":"earlier"', '"name":"another"'), 'latin1');
  assert.notDeepEqual(renamed, root);
  const out = Array.from(zlib.deflateRawSync(renamed), (b) => b.toString(2).padStart(8, '0')).join('');
  fs.writeFileSync(file, whole.slice(0, from) + unitsOf(out) + '");', 'utf16le');
  for (const family of fs.readdirSync(search).filter((f) => f.startsWith('earlier-'))) {
    const to = path.join(search, family.replace('earlier', 'another'));
    fs.renameSync(path.join(search, family), to);
    for (const file of fs.readdirSync(to, { recursive: true }).map((f) => path.join(to, f))) {
      if (fs.statSync(file).isFile()) fs.writeFileSync(file, fs.readFileSync(file, 'utf16le').replace('mulu$("earlier-', 'mulu$("another-'), 'utf16le');
    }
  }
}

for (const processors of PROCESSORS) test(`several questions at once that all miss their shards are all answered (${processors} processors)`, { timeout: TIMEOUT }, async () => {
  const way = routes.all[1];
  const page = await open(browser, way.root, { processors });
  await page.goto(`${way.root}search.html`);
  await page.route(isShard, (route) => route.abort());
  const codes = await page.evaluate(() => Promise.all(['退役军人', '优待证', '就业创业'].map((q) => window.mulu.search(q).then(() => 'found', (e) => e.code))));
  assert.deepEqual(codes, ['shard-missing', 'shard-missing', 'shard-missing']);
  await page.unroute(isShard);
  assert.ok((await page.evaluate(() => window.mulu.search('退役军人'))).total > 0);
  await page.context().close();
});

for (const processors of PROCESSORS) test(`a root that is missing at first is asked for by the next question (${processors} processors)`, { timeout: TIMEOUT }, async () => {
  const way = routes.all[1];
  const page = await open(browser, way.root, { processors });
  await page.goto(`${way.root}search.html`);
  await page.route(/search\/root\.js/, (route) => route.abort());
  assert.equal(await page.evaluate(() => window.mulu.search('退役军人').then(() => 'found', (e) => e.code)), 'shard-missing');
  await page.unroute(/search\/root\.js/);
  assert.ok((await page.evaluate(() => window.mulu.search('退役军人'))).total > 0);
  await page.context().close();
});

test('an engine that is missing at first is loaded when the question is sent again', { timeout: TIMEOUT }, async () => {
  const way = routes.all[1];
  const page = await open(browser, way.root);
  const isEngine = (url) => /\/search\/engine\.js$/.test(url.pathname);
  await page.route(isEngine, (route) => route.abort());
  await page.goto(`${way.root}search.html`);
  await page.locator('#search-off').waitFor();
  await page.locator('#q').fill('退役军人');
  await page.unroute(isEngine);
  await page.locator('#search-form button').first().click();
  await page.locator('#hits:not([aria-busy]) li').first().waitFor();
  assert.equal(await page.locator('#q').inputValue(), '退役军人');
  assert.equal(await page.locator('#search-off').isHidden(), true);
  await page.context().close();
});

for (const processors of PROCESSORS) test(`a page that is left open while the site is published again finds on (${processors} processors)`, { timeout: TIMEOUT }, async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mulu-upload-'));
  fs.cpSync(site, folder, { recursive: true });
  const server = await serve('/xxgk/', folder, { 'cache-control': 'max-age=3600' });
  try {
    const page = await open(browser, server.root, { processors });
    await ask(page, server.root, '优待证');
    const before = await page.evaluate(() => window.mulu.search('退役', { limit: 3 }).then((r) => r.total));
    publishAnew(folder);
    const after = await page.evaluate(() => window.mulu.search('军人', { limit: 10 }).then((r) => [r.total, r.hits.length]));
    assert.ok(before > 0 && after[0] > 0 && after[1] > 0);
    await page.locator('#q').fill('就业创业');
    await page.locator('#hits li a', { hasText: '就业' }).first().waitFor();
    await page.context().close();
  } finally {
    server.close();
    fs.rmSync(folder, { recursive: true });
  }
});
