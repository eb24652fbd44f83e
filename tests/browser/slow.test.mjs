// Tests a line of 400 kbit/s with a delay of 400 ms: painted content does not move, typed text is
// kept, and the search page says what it is waiting for.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { answered, catalogue, files, launch, open, read, samples, serve, site } from './harness.mjs';

const SHIFT = 0.02, BLOCKING = 36 * 1024;
const query = '退役军人', asked = `search.html?q=${encodeURIComponent(query)}`;

let browser, server;
before(async () => {
  browser = await launch();
  server = await serve();
});
after(async () => {
  await browser?.close();
  server?.close();
});

async function slow(options) {
  const page = await open(browser, server.root, options);
  const line = await page.context().newCDPSession(page);
  await line.send('Network.enable');
  await line.send('Network.emulateNetworkConditions', { offline: false, latency: 400, downloadThroughput: 50000, uploadThroughput: 50000 });
  return page;
}

/** Processes all items, a few at a time. */
async function few(n, all, does) {
  const done = [];
  for (let i = 0; i < all.length; i += n) done.push(...(await Promise.all(all.slice(i, i + n).map(does))));
  return done;
}

const list = files.filter((f) => /^category\/[^/]+\/index\.html$/.test(f)).sort((a, b) => fs.statSync(path.join(site, b)).size - fs.statSync(path.join(site, a)).size)[0];
const bySize = catalogue.map((d) => d.url).filter((u) => u.startsWith('doc/')).sort((a, b) => fs.statSync(path.join(site, b)).size - fs.statSync(path.join(site, a)).size);
const ended = (catalogue.find((d) => d.validity === 'repealed') || catalogue[0]).url;

test(`nothing that has been painted moves by more than ${SHIFT}`, { timeout: 120000 }, async (t) => {
  const pages = ['index.html', list, bySize[0], ended, 'search.html', asked];
  const widths = [{ viewport: { width: 360, height: 760 }, hasTouch: true, isMobile: true }, { viewport: { width: 1440, height: 900 } }];
  const shifts = await few(4, widths.flatMap((options) => pages.map((file) => [options, file])), async ([options, file]) => {
    const page = await slow(options);
    await page.addInitScript(() => {
      window.moved = [];
      const note = (entries) => entries.getEntries().filter((e) => !e.hadRecentInput).forEach((e) => window.moved.push([e.value, ...e.sources.map((s) => (s.node?.id || s.node?.className || s.node?.nodeName))]));
      new PerformanceObserver(note).observe({ type: 'layout-shift', buffered: true });
    });
    await page.goto(server.root + file, { waitUntil: 'load', timeout: 60000 });
    if (file === asked) await page.locator('#hits li').first().waitFor({ timeout: 60000 });
    await page.waitForTimeout(2500);
    const moved = await page.evaluate(() => window.moved);
    await page.context().close();
    return [`${options.viewport.width} ${file}`, moved];
  });
  for (const [name, moved] of shifts) {
    await t.test(name, () => {
      const sum = moved.reduce((all, [value]) => all + value, 0);
      assert.ok(sum <= SHIFT, `${sum.toFixed(3)}: ${JSON.stringify(moved)}`);
    });
  }
});

test(`the HTML before the text, and the styles and scripts that block the first paint, are together at most ${BLOCKING / 1024} KB uncompressed`, () => {
  for (const { kind, file } of samples().filter((s) => s.kind !== 'redirect')) {
    const html = read(file), head = html.slice(0, html.indexOf('<main'));
    const blocking = [...head.matchAll(/<link rel=stylesheet[^>]*href="([^"]+)"[^>]*>|<script[^>]*src="([^"]+)"[^>]*>/g)].filter((m) => !/\b(defer|async|media=)/.test(m[0]));
    assert.ok(blocking.length > 0, file);
    const base = /<base /.test(head) ? '' : path.posix.dirname(file);
    const sizes = blocking.map((m) => fs.statSync(path.join(site, base, (m[1] || m[2]).replace(/\?.*/, ''))).size);
    const sum = sizes.reduce((a, b) => a + b, Buffer.byteLength(head));
    assert.ok(sum <= BLOCKING, `${kind} ${file}: ${sum} bytes`);
    const late = [...html.slice(html.indexOf('<main')).matchAll(/<script[^>]*>/g)].filter((m) => !/\bdefer\b/.test(m[0]));
    assert.deepEqual(late, [], `${file}: no script stops the page while it is read`);
  }
});

test('the text is painted before the scripts of the page have come, and without any', async () => {
  for (const options of [{}, { javaScriptEnabled: false }]) {
    const page = await open(browser, server.root, options);
    await page.route(/\.js$/, (route) => (/mulu-mode/.test(route.request().url()) ? route.continue() : new Promise(() => {}))); // never answered
    await page.goto(server.root + bySize[0], { waitUntil: 'commit' });
    await page.locator('.body p').first().waitFor({ state: 'visible', timeout: 10000 });
    const box = await page.locator('.body').boundingBox();
    assert.ok(box.y < 900, `${box.y}`);
    await page.context().close();
  }
});

/** Records everything that the search page says and shows until it is left. */
async function watched(options) {
  const page = await slow(options);
  await page.addInitScript(() => {
    window.said = [];
    setInterval(() => {
      const status = document.getElementById('status'), off = document.getElementById('search-off');
      if (!status) return;
      const now = `${off.offsetHeight ? 'OFF ' : ''}${status.textContent}`;
      if (window.said[window.said.length - 1] !== now) window.said.push(now);
    }, 20);
  });
  return page;
}

test('the search page: says what is loading and how far, and never that the search has failed', { timeout: 60000 }, async () => {
  await few(2, [2, 8], async (processors) => {
    const page = await watched({ processors }), asks = [], roots = new Set();
    page.on('request', (request) => asks.push(request.url()) && request.url().includes('search/root.js') && roots.add(request.url()));
    await page.goto(server.root + asked, { waitUntil: 'commit' });
    await page.waitForFunction(() => document.getElementById('q')?.value, null, { timeout: 20000 });
    assert.equal(await page.locator('#q').inputValue(), query, 'what the address asks for is in the box');
    await page.locator('#hits li').first().waitFor({ timeout: 40000 });
    await answered(page);
    await page.waitForTimeout(100); // until the last message is recorded
    const said = await page.evaluate(() => window.said);
    assert.ok(said.some((s) => s.includes('载入检索程序')), said.join('\n'));
    assert.ok(said.some((s) => s.includes('载入索引') || /已收到\d+\/\d+个/.test(s)), said.join('\n'));
    assert.deepEqual(said.filter((s) => /OFF|未能|没有找到/.test(s)), []);
    assert.match(said[said.length - 1], /^找到\d+件/);
    assert.equal(roots.size, 1, `the root of the index is loaded once: ${[...roots]}`);
    const lists = asks.findIndex((url) => /-d\//.test(url)), present = asks.filter((url) => url.includes('search/now.js'));
    assert.ok(lists > 0 && new Set(present).size === 1, `the current root is asked for once: ${present}`);
    assert.ok(asks.indexOf(present[0]) < lists, 'no list waits for this answer');
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
});

test('the first hits are shown before the answer is complete, and stay', { timeout: 60000 }, async () => {
  const page = await open(browser, server.root, { processors: 8 });
  let texts = 0, release;
  const later = new Promise((go) => { release = go; });
  await page.route(/-t\//, async (route) => {
    if (++texts > 3) await later;
    await route.continue();
  });
  await page.goto(server.root + asked);
  await page.locator('#hits li').first().waitFor({ timeout: 20000 });
  const early = await page.locator('#hits li').allTextContents();
  const [busy, status] = await page.evaluate(() => [document.getElementById('hits').hasAttribute('aria-busy'), document.getElementById('status').textContent]);
  assert.deepEqual([early.length, busy, /找到/.test(status)], [3, true, false], status);
  await page.evaluate(() => { document.querySelector('#hits li').dataset.mine = 'yes'; });
  release();
  await answered(page, { timeout: 20000 });
  assert.deepEqual((await page.locator('#hits li').allTextContents()).slice(0, 3), early);
  assert.equal(await page.locator('#hits li').count(), 10);
  assert.equal(await page.locator('#hits li[data-mine]').count(), 1, 'a hit that was there is not replaced');
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('what is typed and sent before the scripts are there is kept and answered', { timeout: 60000 }, async () => {
  await few(2, [false, true], async (sent) => {
    const page = await watched({ viewport: { width: 360, height: 760 } });
    await page.goto(`${server.root}search.html`, { waitUntil: 'commit' });
    await page.locator('#q').waitFor({ timeout: 20000 });
    assert.equal(await page.evaluate(() => typeof window.mulu), 'undefined', 'the engine is not there yet');
    await page.locator('#q').pressSequentially('优待证');
    if (sent) await page.keyboard.press('Enter');
    await page.locator('#hits li').first().waitFor({ timeout: 40000 });
    assert.equal(await page.locator('#q').inputValue(), '优待证');
    assert.ok(decodeURIComponent(page.url()).includes('q=优待证'), page.url());
    assert.deepEqual((await page.evaluate(() => window.said)).filter((s) => /OFF|未能/.test(s)), []);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
});

test('if a script of the search does not load, the page says so and shows the other ways to a document', async () => {
  for (const missing of ['search/engine.js', 'static/mulu-ui.js']) {
    const page = await open(browser, server.root);
    await page.route(`${server.root}${missing}?*`, (route) => route.abort());
    await page.goto(server.root + asked);
    await page.locator('#search-off').waitFor({ state: 'visible', timeout: 5000 });
    assert.equal(await page.locator('#search-ui').isVisible(), false, missing);
    await page.context().close();
  }
});

test('the scripts of tools are loaded on their first use, and none by the search page', async () => {
  const tools = /mulu-(?!mode|page|words|ui|search)[a-z]+\.js|hant/;
  const page = await open(browser, server.root);
  const loaded = [];
  page.on('request', (r) => tools.test(r.url()) && loaded.push(path.posix.basename(new URL(r.url()).pathname)));
  await page.goto(server.root + asked);
  await page.locator('#hits li').first().waitFor();
  await page.waitForTimeout(500);
  assert.deepEqual(loaded, []);
  await page.goto(server.root + bySize[0]);
  await page.waitForTimeout(1000);
  assert.deepEqual(loaded.filter((f) => f !== 'mulu-qr.js'), [], 'only the script of the QR code is loaded, because this code is part of the page');
  await page.context().close();
});
