// Tests a site with `offline: true`. The visited pages, the home page and the search work without a
// network. A newly published site is visible at once, with its index.
//
// The folder MULU_OFFLINE has two states of one site: `one`, and `two`, which has one more document.
import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { answered, launch, open, serve } from './harness.mjs';

const states = path.resolve(process.env.MULU_OFFLINE);
const documents = (state) => JSON.parse(fs.readFileSync(path.join(states, state, 'public/catalogue.json'), 'utf8')).documents;

/** Replaces the served files by another state. */
function deploy(folder, state) {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.cpSync(path.join(states, state, 'public'), folder, { recursive: true });
}

const search = async (page, root, question) => {
  await page.goto(`${root}search.html?q=${encodeURIComponent(question)}`);
  await answered(page, { timeout: 20000 });
  return page.locator('#hits > li').allInnerTexts();
};

/** Waits until the function `holds` gives true in the page. */
async function until(page, what, holds, value) {
  for (let i = 0; i < 150; i++) {
    if (await page.evaluate(holds, value)) return;
    await page.waitForTimeout(200);
  }
  assert.fail(`${what}; there are ${await page.evaluate(() => caches.keys())}`);
}
const isKept = (page, url) => until(page, `${url} is kept`, async (u) => Boolean(await caches.match(u)), url);

test('offline, the pages visited, the home page and the search answer; a new site and its index are seen at once', { timeout: 180000 }, async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mulu-offline-'));
  deploy(folder, 'one');
  const server = await serve('/xxgk/', folder);
  const browser = await launch();
  const page = await open(browser, server.root);
  const [visited, other] = documents('one');
  const added = documents('two').find((d) => !documents('one').some((o) => o.url === d.url));
  const online = (on) => server.down(!on); // the browser's own offline mode would not affect the worker
  await page.goto(server.root);
  await page.waitForFunction(() => navigator.serviceWorker.ready.then((r) => Boolean(r.active)));
  await until(page, 'the worker is there', async () => Boolean((await caches.match('search.html')) && navigator.serviceWorker.controller));
  await page.goto(server.root + visited.url);
  await isKept(page, server.root + visited.url);
  online(false);
  page.complaints.length = 0;
  await page.goto(server.root + visited.url);
  assert.ok((await page.locator('h1').innerText()).replace(/\s/g, '').includes(visited.title.replace(/\s/g, '').slice(0, 6)), 'the page visited');
  await page.goto(server.root);
  assert.equal(await page.locator('main').count(), 1, 'the home page');
  const hits = await search(page, server.root, other.title);
  assert.ok(hits.length > 0, `the search answers: ${await page.locator('#status').innerText()} ${page.complaints}`);
  assert.deepEqual(page.complaints, []);
  const lost = await page.context().newPage();
  await assert.rejects(lost.goto(server.root + other.url), 'a page never visited is not there');
  await lost.close();

  // page and index of the new state come from the network at once
  online(true);
  deploy(folder, 'two');
  assert.ok((await search(page, server.root, added.title)).some((t) => t.replace(/\s/g, '').includes(added.title.replace(/\s/g, ''))), 'the new index');
  await page.goto(server.root + added.url);
  const version = fs.readFileSync(path.join(folder, 'mulu-sw.js'), 'utf8').match(/VERSION = "(\w+)"/)[1];
  await until(page, 'one cache, of the new state', async (v) => {
    const names = await caches.keys();
    return names.length === 1 && names[0].endsWith(v);
  }, version);
  await page.goto(server.root + added.url);
  await isKept(page, server.root + added.url);
  online(false);
  await page.goto(server.root + added.url);
  const found = await search(page, server.root, added.title);
  assert.ok(found.length > 0, `offline, the new page and the new index: ${await page.locator('#status').innerText()} ${page.complaints}`);

  // the pages end the service worker if the site no longer has one
  online(true);
  fs.rmSync(path.join(folder, 'mulu-sw.js'));
  const file = path.join(folder, visited.url);
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(/<script src="[^"]*mulu-offline\.js[^"]*" defer><\/script>/, ''));
  await page.goto(server.root + visited.url);
  await until(page, 'the worker ends', async () => !(await caches.keys()).length && !(await navigator.serviceWorker.getRegistrations()).length);
  await browser.close();
  server.close();
  fs.rmSync(folder, { recursive: true, force: true });
});
