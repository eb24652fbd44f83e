// Tests a site that is published anew. A page that was left open finds new documents after about
// three seconds, and a page from a cache at once. After a reload, a page has the new scripts and
// styles.
//
// Also tests `mulu-search.js`, the script with which pages outside the site use the search.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL, fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { answered, launch, open } from './harness.mjs';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const mulu = path.resolve(process.env.MULU || path.join(repository, 'target/debug/mulu'));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mulu-fresh-'));
const site = path.join(folder, 'site');
let browser;
before(async () => {
  browser = await launch();
});
after(async () => {
  await browser?.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

/** Publishes the site with this text in each of its documents; `style` is the site's own style sheet. */
function publish(text, style) {
  fs.mkdirSync(path.join(site, 'content/a'), { recursive: true });
  fs.mkdirSync(path.join(site, 'themes/default/static'), { recursive: true });
  fs.writeFileSync(path.join(site, 'mulu.yaml'), 'title: 目录\nagency: {name: 甲局}\n');
  fs.writeFileSync(path.join(site, 'themes/default/static/own.css'), style);
  for (let i = 1; i < 40; i++) fs.writeFileSync(path.join(site, `content/a/${i}.md`), `---\ntitle: 文件${i}\nindex_number: N/2020-${i}\ndate_created: 2020-01-01\n---\n\n${text}，第${i}件。\n`);
  execFileSync(mulu, ['-r', site, '--as-of', '2026-01-01', 'build'], { stdio: 'pipe' });
}

/**
 * Serves the site, compressed, with a caching policy, and docs/embed under /portal/: a page outside
 * the site that embeds the search. The text `before` is put before every script.
 */
async function host(policy, before = '') {
  const asked = [];
  const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
  const server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url, 'http://x');
    asked.push(pathname + search);
    const isText = /\.(html|js|css|svg)$/.test(pathname), zip = isText && /gzip/.test(request.headers['accept-encoding']);
    const own = pathname.startsWith('/portal/') ? path.join(repository, 'docs/embed', pathname.slice(8)) : path.join(site, 'public', decodeURIComponent(pathname).replace('/zfxxgk/', '/'));
    if (!fs.existsSync(own) || !fs.statSync(own).isFile()) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': types[path.extname(own)] || 'application/octet-stream', ...(zip && { 'content-encoding': 'gzip' }), ...policy });
    const bytes = Buffer.concat([Buffer.from(own.endsWith('.js') ? before : ''), fs.readFileSync(own)]);
    response.end(zip ? gzipSync(bytes) : bytes);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${server.address().port}/`;
  return { asked, origin, root: `${origin}zfxxgk/`, close: () => server.close() };
}

const total = (page, query) => page.evaluate(async (q) => (await window.mulu.search(q)).total, query);
const ready = (page) => page.waitForFunction(() => typeof window.mulu?.search === 'function');
const policies = { 'no policy': {}, 'no-cache': { 'cache-control': 'no-cache' }, 'a month': { 'cache-control': 'public, max-age=2592000, immutable' } };

for (const [name, policy] of Object.entries(policies)) {
  test(`published anew, ${name}`, async () => {
    publish('旧的正文甲', 'body{--probe:1}');
    const server = await host(policy);
    const page = await open(browser, server.root);
    await page.goto(`${server.root}search.html`);
    await ready(page);
    assert.deepEqual([await total(page, '旧的正文甲'), await total(page, '新的正文乙')], [39, 0]);
    const before = await page.evaluate(() => [...document.scripts].map((s) => s.src));
    // a link with a query, whose page may come from the cache the next time
    const link = `${server.root}search.html?q=${encodeURIComponent('新的正文乙')}`, linked = await page.context().newPage();
    linked.on('console', (m) => m.type() === 'error' && page.complaints.push(m.text()));
    await linked.goto(link);
    await answered(linked);
    assert.equal(await linked.locator('#hits li').count(), 0);
    publish('新的正文乙', 'body{--probe:2}');
    await page.waitForTimeout(3200);
    // the page that was left open has the new text
    assert.deepEqual([await total(page, '新的正文乙'), await total(page, '旧的正文甲')], [39, 0]);
    // on another visit, the page may come from the cache
    const other = await page.context().newPage();
    other.on('console', (m) => m.type() === 'error' && page.complaints.push(m.text()));
    await other.goto(`${server.root}search.html`);
    await ready(other);
    assert.equal(await total(other, '新的正文乙'), 39);
    await linked.goto('about:blank');
    await linked.goto(link);
    await answered(linked);
    assert.equal(await linked.locator('#hits li').count(), 10);
    // a new page has the new style sheet and scripts
    await other.reload();
    await ready(other);
    const fresh = await other.evaluate(() => [...document.scripts].map((s) => s.src));
    assert.ok(fresh.filter((s) => s.includes('/static/')).every((s) => /\?[0-9a-f]{8}$/.test(s) && !before.includes(s)), String(fresh));
    assert.deepEqual(page.complaints, []);
    await page.context().close();
    server.close();
  });
}

test('published anew, over file://', async () => {
  publish('旧的正文甲', '');
  const root = `${pathToFileURL(path.join(site, 'public'))}/`;
  const page = await open(browser, root);
  await page.goto(`${root}search.html`);
  await ready(page);
  assert.equal(await total(page, '旧的正文甲'), 39);
  publish('新的正文乙', '');
  await page.waitForTimeout(3200);
  assert.deepEqual([await total(page, '新的正文乙'), await total(page, '旧的正文甲')], [39, 0]);
  await page.reload();
  await ready(page);
  assert.equal(await total(page, '新的正文乙'), 39);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a page that comes before its root asks past the cache', async () => {
  publish('旧的正文甲', '');
  const stale = fs.readFileSync(path.join(site, 'public/search/root.js'));
  publish('新的正文乙', '');
  const server = await host({});
  const page = await open(browser, server.root);
  // a cache on the way answers the first request with the old root
  let stuck = 1;
  await page.route('**/search/root.js?*', (route) => (stuck-- > 0 ? route.fulfill({ contentType: 'text/javascript', body: stale }) : route.continue()));
  await page.goto(`${server.root}search.html`);
  await ready(page);
  assert.equal(await total(page, '新的正文乙'), 39);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
  server.close();
});

test('a page of the portal asks the catalogue in another folder', async () => {
  publish('旧的正文甲', '');
  const server = await host({ 'cache-control': 'public, max-age=2592000' });
  const context = await browser.newContext();
  const ask = async (query) => {
    const page = await context.newPage();
    const errors = [];
    page.on('console', (m) => m.type() === 'error' && !/favicon/.test(m.location().url) && errors.push(m.text()));
    await page.goto(`${server.origin}portal/portal.html`);
    await page.fill('input', query);
    await page.click('button');
    await page.waitForFunction(() => /件|未能/.test(document.getElementById('zfxxgk-status').textContent));
    const status = await page.textContent('#zfxxgk-status');
    const link = await page.locator('#zfxxgk-hits a').first().getAttribute('href').catch(() => '');
    assert.deepEqual(errors, []);
    await page.close();
    return [status, link];
  };
  const [status, link] = await ask('旧的正文甲');
  assert.equal(status, '找到39件。');
  assert.ok(link.startsWith(`${server.root}doc/`), link);
  publish('新的正文乙', '');
  assert.equal((await ask('新的正文乙'))[0], '找到39件。', 'the entry comes from the cache, the index does not');
  assert.equal(server.asked.filter((a) => a === '/zfxxgk/search/mulu-search.js').length, 1);
  await context.close();
  server.close();
});

for (const line of ['/* replayed */\n', 'var _____WB$wombat = {}; // 重放\n', '\u{feff}//x\n'])
  test(`a host that puts ${JSON.stringify(line)} before every script`, async () => {
    publish('旧的正文甲', '');
    const server = await host({}, line);
    for (const processors of [2, 8]) {
      const page = await open(browser, server.root, { processors });
      await page.goto(`${server.root}search.html`);
      await ready(page);
      assert.deepEqual([await total(page, '旧的正文甲'), await total(page, '第7件'), await total(page, '没有')], [39, 1, 0]);
      const others = page.complaints.filter((c) => !/^script: Invalid or unexpected token/.test(c));
      assert.deepEqual(others, [], 'the only complaints are about files that are no valid scripts');
      await page.context().close();
    }
    server.close();
  });
