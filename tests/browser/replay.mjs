// Prints what replay programs find in the web archive of a package. Ends with 1 if a program misses
// an address that it must find, or a search finds nothing. scripts/replay.sh runs this file.
//
//   node replay.mjs WACZ BASE
//
// MULU_PYWB is the address of a collection in pywb; MULU_REPLAY the folder of the npm package
// replaywebpage.
import { createServer } from 'node:http';
import fs from 'node:fs';
import path from 'node:path';
import { launch } from './harness.mjs';

const [wacz, base] = process.argv.slice(2);
const replay = process.env.MULU_REPLAY;
const host = new URL(base).host;
const short = base.slice(0, -1);

/**
 * Forms of addresses: the name and an example of each, and `true` if every program must find it.
 */
const forms = [
  ['base_url', base, true],
  ['base_url without its last /', short, true],
  ['index.html', `${base}index.html`, true],
  ['a folder', `${base}category/`, true],
  ['a folder without its last /', `${base}category`, true],
  ['the search page', `${base}search.html`, true],
  ['search.html?q=', `${base}search.html?q=`, true],
  ['http', base.replace('https:', 'http:')],
  ['www.', base.replace(host, `www.${host}`)],
  ['the port', base.replace(host, `${host}:443`)],
  ['letter case of the path', `${base}CATEGORY/`],
  ['percent-encoding of a letter', `${base}%63ategory/`],
  ['search.html?q=… first', `${base}search.html?q=%E9%80%9A%E7%9F%A5`],
  ['another order of the query', `${base}search.html?sort=date&q=%E9%80%9A%E7%9F%A5`],
  ['a query on another page', `${base}index.html?from=x`],
];

/** Serves ReplayWeb.page and the web archive, with the ranges that the program asks for. */
async function serve() {
  const all = fs.readFileSync(wacz);
  const text = (response, type, body) => response.writeHead(200, { 'content-type': type }).end(body);
  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://x');
    const file = url.pathname.split('/').pop();
    if (file === 'ui.js' || file === 'sw.js') {
      text(response, 'text/javascript', fs.readFileSync(path.join(replay, file)));
    } else if (url.pathname === '/') {
      const of = `replayBase="/replay/" source="/x.wacz" embed="replayonly" ts="20251231000000" url="${encodeURI(url.searchParams.get('u')).replace(/%25/g, '%').replace(/&/g, '&amp;')}"`;
      text(response, 'text/html', `<!doctype html><script src="/ui.js"></script><replay-web-page style="height:90vh" ${of}></replay-web-page>`);
    } else if (url.pathname === '/x.wacz') {
      const [, from, to] = /bytes=(\d*)-(\d*)/.exec(request.headers.range || '') || [];
      const start = from ? Number(from) : all.length - Number(to || all.length);
      const end = from && to ? Math.min(Number(to) + 1, all.length) : all.length;
      const head = { 'content-type': 'application/wacz', 'accept-ranges': 'bytes', 'content-length': end - start, 'content-range': `bytes ${start}-${end - 1}/${all.length}` };
      response.writeHead(request.headers.range ? 206 : 200, head).end(request.method === 'HEAD' ? '' : all.subarray(start, end));
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return { root: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

const isFound = (title) => title !== '' && !/not found/i.test(title);

/** The frame that shows the archived page, and its title. Waits, because a redirection may show another page first. */
async function shown(page) {
  let last = { frame: null, title: '' };
  for (let i = 0; i < 100 && !isFound(last.title); i++) {
    await page.waitForTimeout(200);
    const frame = page.frames().find((f) => f.url().includes('mp_/'));
    const title = frame && await frame.title().catch(() => '');
    if (title) last = { frame, title };
  }
  return last;
}

/** Types a query on a page and counts the hits. */
async function search(page) {
  const { frame } = await shown(page);
  if (!frame) return 0;
  await frame.fill('input[name=q]', '通知');
  await frame.press('input[name=q]', 'Enter');
  for (let i = 0; i < 60; i++) {
    await page.waitForTimeout(250);
    const now = page.frames().find((f) => f.url().includes('mp_/') && f.url().includes('search.html'));
    const hits = now ? await now.locator('#hits:not([aria-busy]) li').count().catch(() => 0) : 0;
    if (hits) return hits;
  }
  return 0;
}

for (let i = 0; i < 120 && !await fetch(process.env.MULU_PYWB).then(() => true, () => false); i++) await new Promise((done) => setTimeout(done, 500));
const server = await serve();
const programs = [['pywb', (url) => process.env.MULU_PYWB + url], ['ReplayWeb.page', (url) => `${server.root}?u=${encodeURIComponent(url)}`]];
const browser = await launch();
let missing = 0;
const row = (cells) => console.log(`| ${cells.join(' | ')} |`);
row(['form', ...programs.map(([name]) => name)]);
row(['---', ...programs.map(() => '---')]);
for (const [name, url, isNeeded] of forms) {
  const cells = [];
  for (const [, at] of programs) {
    const page = await browser.newPage();
    await page.goto(at(url));
    const found = isFound((await shown(page)).title);
    missing += isNeeded && !found ? 1 : 0;
    cells.push(found ? 'found' : 'not found');
    await page.close();
  }
  row([name, ...cells]);
}
for (const start of ['index.html', 'search.html']) {
  const cells = [];
  for (const [, at] of programs) {
    const page = await browser.newPage();
    await page.goto(at(base + start));
    const hits = await search(page);
    missing += hits ? 0 : 1;
    cells.push(hits ? `${hits} hits shown` : 'no answer');
    await page.close();
  }
  row([`search from ${start}`, ...cells]);
}
await browser.close();
server.close();
process.exitCode = missing ? 1 : 0;
