// Provides Chromium and Firefox, and a site over file:// and over a small server on the loopback
// address.
//
// MULU_SITE is the built demonstration, MULU_NODE is the folder that holds node_modules, and
// CHROMIUM and FIREFOX are the programs of the browsers.
import { createRequire } from 'node:module';
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { after } from 'node:test';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const repository = fileURLToPath(new URL('../../', import.meta.url));
export const site = path.resolve(process.env.MULU_SITE || path.join(repository, 'target/demo/public'));
const nodeFolder = path.resolve(process.env.MULU_NODE || path.join(repository, 'target/node'));
export const require = createRequire(path.join(nodeFolder, 'package.json'));
export const modules = path.join(nodeFolder, 'node_modules');

if (!fs.existsSync(path.join(site, 'index.html'))) {
  throw new Error(`there is no built site in ${site}: run scripts/test.sh, or build one and set MULU_SITE`);
}

/** Every file of the site, sorted by path, with `/` between the parts of a path. */
export const files = (function list(folder, prefix = '') {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? list(path.join(folder, e.name), `${prefix}${e.name}/`) : [prefix + e.name]));
})(site).sort();

export const read = (file) => fs.readFileSync(path.join(site, file), 'utf8');
export const catalogue = JSON.parse(read('catalogue.json')).documents;

const kindOf = (file) => (read(file).match(/<body class="?is-([a-z0-9-]+)"/) || [])[1];

/**
 * Samples of the site's pages: of each kind, the largest, the middle and the smallest page by size;
 * and one redirect.
 */
export function samples() {
  const byKind = new Map();
  for (const file of files.filter((f) => f.endsWith('.html'))) {
    const kind = kindOf(file) || 'redirect';
    byKind.set(kind, [...(byKind.get(kind) || []), file]);
  }
  const chosen = [];
  for (const [kind, all] of byKind) {
    const bySize = [...all].sort((a, b) => fs.statSync(path.join(site, b)).size - fs.statSync(path.join(site, a)).size || (a < b ? -1 : 1));
    const some = kind === 'redirect' ? [bySize[0]] : [bySize[0], bySize[bySize.length >> 1], bySize[bySize.length - 1]];
    for (const file of new Set(some)) chosen.push({ kind, file });
  }
  return chosen;
}

// Closes the browsers and servers that failed tests left open, because Node would wait for them for
// ever. This may take at most 10 seconds.
const left = new Set();
after(() => Promise.race([Promise.all([...left].map((close) => close())), new Promise((done) => setTimeout(done, 10000).unref())]));

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.png': 'image/png', '.jpg': 'image/jpeg',
  '.json': 'application/json', '.xml': 'application/xml', '.csv': 'text/csv', '.pdf': 'application/pdf', '.txt': 'text/plain; charset=utf-8',
};

/**
 * Serves the site under a folder, as the host of a larger website would. Gives the address of the
 * site's root, and two functions. `close` closes the server. After `down(true)`, the server answers
 * nothing; after `down(false)`, it answers everything again. `charset` is an encoding that the host
 * declares for every text.
 */
export async function serve(base = '/portal/xxgk/', folder = site, headers = {}, charset = '') {
  const type = (ending) => (charset && /^text|javascript|json|xml/.test(TYPES[ending]) ? `${TYPES[ending].split(';')[0]}; charset=${charset}` : TYPES[ending]);
  let isDown = false;
  const server = createServer((request, response) => {
    if (isDown) {
      request.socket.destroy();
      return;
    }
    let address = new URL(request.url, 'http://x').pathname;
    try {
      address = decodeURIComponent(address);
    } catch { /* an address that is not UTF-8 is not found */ }
    const file = path.join(folder, address.slice(base.length) || 'index.html');
    if (!address.startsWith(base) || !file.startsWith(folder) || !fs.existsSync(file) || !fs.statSync(file).isFile()) {
      response.writeHead(404, { 'content-type': type('.html') }).end(read('404.html'));
      return;
    }
    response.writeHead(200, { 'content-type': type(path.extname(file)) || 'application/octet-stream', ...headers }).end(fs.readFileSync(file));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  left.add(close);
  return { root: `http://127.0.0.1:${server.address().port}${base}`, close, down: (now) => { isDown = now; } };
}

/** A script that gives the encoding and some texts of its page. */
export const encoded = `(async () => {
  for (let i = 0; i < 500 && !document.querySelector(document.getElementById('hits') ? '#hits:not([aria-busy]) li' : '#tool-list'); i++) await new Promise((done) => setTimeout(done, 20));
  const style = [...document.styleSheets].find((s) => s.href && s.href.includes('mulu.css'));
  const rules = [...style.cssRules].filter((r) => r.selectorText === '.crumbs li + li::before').map((r) => r.style.content);
  const hits = [...document.querySelectorAll('#hits li')].length;
  return JSON.stringify({ set: document.characterSet, title: document.title, style: rules.join(), hits, spoilt: /\\ufffd|锛|鐨/.test(document.body.textContent) });
})()`;

/** The two ways in which a visitor opens the site. */
export async function ways() {
  const server = await serve();
  return { all: [{ name: 'file://', root: `${pathToFileURL(site)}/` }, { name: 'http://', root: server.root }], close: server.close };
}

export async function launch() {
  const { chromium } = require('playwright-core');
  const candidates = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  const executablePath = candidates.find((c) => c && fs.existsSync(c));
  if (!executablePath) throw new Error('no Chromium: set CHROMIUM');
  const browser = await chromium.launch({ executablePath, headless: true, args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run'] });
  left.add(() => browser.close());
  return browser;
}

/**
 * A script that gives every visible control of its page as a list of numbers, and marks each with
 * its number. What a closed `details` holds is not visible.
 */
export const controls = `[...document.querySelectorAll('a[href],button,input,select,summary,[tabindex="0"]')]
  .filter((e) => !e.disabled && e.getClientRects().length && !e.closest('details:not([open])>:not(summary)') && getComputedStyle(e).visibility !== 'hidden')
  .map((e, i) => e.dataset.stop = String(i)).join()`;

/** A script that gives the marked control with the focus, and whether the focus can be seen. */
export const focused = `(() => {
  const e = document.activeElement, style = e && getComputedStyle(e);
  const group = e && getComputedStyle(e.closest('.find,.within div,#search-form>div') || e);
  const isSeen = [style, group].some((s) => s && s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0);
  return JSON.stringify([(e && e.dataset.stop) || '', isSeen, e ? e.outerHTML.slice(0, 80) : '']);
})()`;

/** The program of Firefox, if there is one. */
export const firefox = [process.env.FIREFOX, '/usr/bin/firefox-esr', '/usr/bin/firefox'].find((f) => f && fs.existsSync(f));

/**
 * Starts Firefox without a window and speaks WebDriver BiDi with it. `heard` gets the parameters of
 * every event of the kinds in `events`, with the name of the event as `event`. `preferences` are
 * lines of the file user.js.
 */
export async function startFirefox(events = [], preferences = '') {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'mulu-firefox-'));
  // Under remote control, Firefox loosens its policy for file://. With this preference, Firefox
  // keeps the policy that its users have.
  fs.writeFileSync(path.join(profile, 'user.js'), 'user_pref("remote.prefs.recommended", false);\n' + preferences);
  const process_ = spawn(firefox, ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0', 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const address = await new Promise((resolve, reject) => {
    let said = '';
    process_.stderr.on('data', (data) => {
      said += data;
      const found = /WebDriver BiDi listening on (ws:\S+)/.exec(said);
      if (found) resolve(found[1]);
    });
    process_.on('exit', () => reject(new Error(`Firefox ended: ${said}`)));
  });
  const Socket = globalThis.WebSocket || require('playwright-core/lib/utilsBundle').ws;
  const socket = new Socket(`${address}/session`);
  const waiting = new Map(), heard = [];
  socket.onmessage = (event) => {
    const answer = JSON.parse(String(event.data));
    if (answer.type === 'event') heard.push({ ...answer.params, event: answer.method });
    const wait = waiting.get(answer.id);
    if (!wait) return;
    waiting.delete(answer.id);
    if (answer.type === 'success') wait.resolve(answer.result);
    else wait.reject(new Error(`${answer.error}: ${answer.message}`));
  };
  await new Promise((resolve, reject) => Object.assign(socket, { onopen: resolve, onerror: reject }));
  let id = 0;
  const send = (method, params = {}) => new Promise((resolve, reject) => {
    waiting.set(++id, { resolve, reject });
    socket.send(JSON.stringify({ id, method, params }));
  });
  await send('session.new', { capabilities: {} });
  if (events.length) await send('session.subscribe', { events });
  const context = (await send('browsingContext.getTree')).contexts[0].context;
  const evaluate = async (expression) => {
    const { result, exceptionDetails } = await send('script.evaluate', { expression, target: { context }, awaitPromise: true });
    if (exceptionDetails) throw new Error(exceptionDetails.text);
    return result.value;
  };
  const close = async () => {
    process_.removeAllListeners('exit');
    const ended = new Promise((resolve) => process_.on('exit', resolve));
    socket.close();
    process_.kill();
    await ended;
    fs.rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  const command = (method, params = {}) => send(method, { context, ...params });
  return { goto: (url) => command('browsingContext.navigate', { url, wait: 'complete' }), evaluate, command, heard, close };
}

/**
 * A page that records everything about which a visitor's browser would complain, and every request
 * that leaves the site. `processors` is the number of processors that the page sees; with more than
 * two, the search runs in a worker.
 */
export async function open(browser, root, { processors, ...options } = {}) {
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  if (processors) await page.addInitScript((n) => Object.defineProperty(Navigator.prototype, 'hardwareConcurrency', { get: () => n }), processors);
  page.complaints = [];
  page.on('console', (m) => ['error', 'warning'].includes(m.type()) && page.complaints.push(`console ${m.type()}: ${m.text()}`));
  page.on('pageerror', (e) => page.complaints.push(`script: ${e.message}`));
  page.on('requestfailed', (r) => r.failure()?.errorText !== 'net::ERR_ABORTED' && page.complaints.push(`failed: ${r.url()} ${r.failure()?.errorText}`)); // leaving a page aborts its requests
  page.on('request', (r) => !r.url().startsWith(root) && !/^(data|blob):/.test(r.url()) && page.complaints.push(`leaves the site: ${r.url()}`));
  page.on('response', (r) => r.status() >= 400 && page.complaints.push(`${r.status()}: ${r.url()}`));
  return page;
}

/**
 * Waits until the search page has answered the query in its address: hits, nothing found, or an
 * error. The text of the status does not show this, because it is there from the beginning and
 * counts what is loaded.
 */
export const answered = (page, options = {}) => page.waitForFunction(() => document.querySelector('.still') && !document.getElementById('hits').hasAttribute('aria-busy'), null, options);
