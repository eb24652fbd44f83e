#!/bin/sh
# ReplayWeb.page 2.5.3 (npm replaywebpage): a link from an archived page to search.html?q=a leads to "Archived Page Not Found", although search.html
# is in the archive. The link works if the archive has a record for this page with any other query.
#
#   input     a WARC with index.html, which links to search.html?q=a, and search.html; then the same WARC with one more record, search.html?q=
#   expected  the search page both times: a query does not change a static page, and pywb 2.10.0 shows it both times
#   found     "Archived Page Not Found", then the search page
#
# The program compares addresses letter by letter, and answers a query from the record of another query only if there is such a record. If a crawler
# never sent a query, the search form of a static site, whose scripts read the query, does not work in its archive. Needs node 20, Chromium
# (CHROMIUM), and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm pack --silent replaywebpage@2.5.3 >log
tar xzf replaywebpage-2.5.3.tgz
npm init -y >>log
npm install --silent --no-audit --no-fund --ignore-scripts playwright-core@1.55.0 >>log
cat >ask.mjs <<'JS'
import { createServer } from 'node:http';
import fs from 'node:fs';
import { chromium } from 'playwright-core';

const record = (url, html) => {
  const http = `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${html.length}\r\n\r\n${html}`;
  const id = `<urn:uuid:00000000-0000-4000-8000-${String(url.length).padStart(12, '0')}>`;
  return `WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: ${id}\r\nWARC-Date: 2024-01-01T00:00:00Z\r\nWARC-Target-URI: ${url}\r\n`
    + `Content-Type: application/http; msgtype=response\r\nContent-Length: ${http.length}\r\n\r\n${http}\r\n\r\n`;
};
const page = (title, body = '') => `<!doctype html><title>${title}</title><p>${title}${body}`;
const site = 'https://example.org/';
const two = record(`${site}index.html`, page('home', '<a href="search.html?q=a">x</a>')) + record(`${site}search.html`, page('search'));
const archives = { '/two.warc': two, '/three.warc': two + record(`${site}search.html?q=`, page('search')) };
const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://x');
  const script = /(ui|sw)\.js$/.exec(url.pathname);
  const type = script ? 'text/javascript' : archives[url.pathname] ? 'application/warc' : 'text/html';
  const of = `replayBase="/replay/" source="/${url.searchParams.get('a')}.warc" embed="replayonly" url="${site}index.html"`;
  const body = script ? fs.readFileSync(`package/${script[0]}`) : archives[url.pathname]
    || `<!doctype html><script src="/ui.js"></script><replay-web-page style="height:90vh" ${of}></replay-web-page>`;
  if (!script && !archives[url.pathname] && url.pathname !== '/') return response.writeHead(404).end();
  const all = Buffer.from(body);
  const [, from, to] = /bytes=(\d+)-(\d*)/.exec(request.headers.range || '') || [];
  if (from === undefined) {
    response.writeHead(200, { 'content-type': type, 'content-length': all.length, 'accept-ranges': 'bytes' }).end(request.method === 'HEAD' ? '' : all);
  } else {
    const end = to ? Math.min(Number(to) + 1, all.length) : all.length;
    const range = `bytes ${from}-${end - 1}/${all.length}`;
    response.writeHead(206, { 'content-type': type, 'content-length': end - from, 'content-range': range }).end(request.method === 'HEAD' ? '' : all.subarray(from, end));
  }
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--headless=new', '--no-sandbox'] });
for (const name of ['two', 'three']) {
  const context = await browser.newContext();
  const tab = await context.newPage();
  await tab.goto(`http://127.0.0.1:${server.address().port}/?a=${name}`);
  const frame = async (is) => {
    for (let i = 0; i < 120; i++) {
      await tab.waitForTimeout(250);
      const found = tab.frames().find((f) => f.url().includes('mp_/'));
      const title = found && await found.title().catch(() => '');
      if (title && is(title)) return { found, title };
    }
    throw new Error('no page is shown');
  };
  await (await frame((title) => title === 'home')).found.click('a');
  console.log(name, (await frame((title) => title !== 'home')).title);
  await context.close();
}
await browser.close();
server.close();
JS
node ask.mjs >found
cat found
printf 'two Archived Page Not Found\nthree search\n' >recorded
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
