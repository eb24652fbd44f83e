// Tests the site in old and unusual browsers. Prints a table with a row for each engine and way of
// opening the site, and columns for the pages, the search and the complaints in the console.
// scripts/old-browsers.sh installs the engines and runs this file.
//
// MULU_SITE is the built demonstration, MULU_NODE is the folder with node_modules, MULU_OLD is the
// folder with the old versions of Chromium, FIREFOX is the program of Firefox, and MULU_PICTURES is
// a folder for pictures of the pages. Arguments name the engines to test; without any, all are
// tested.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawn, spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { catalogue, require, samples, serve, site } from './harness.mjs';

const old = path.resolve(process.env.MULU_OLD || 'target/old-browsers');
const Socket = globalThis.WebSocket || require('playwright-core/lib/utilsBundle').ws;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Starts a program and waits until it prints a line. */
function start(program, args, line, env = {}) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  const said = new Promise((resolve, reject) => {
    let text = '';
    const take = (data) => {
      text += data;
      const found = line.exec(text);
      if (found) resolve(found);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('exit', () => reject(new Error(`${program} ended: ${text.slice(-400)}`)));
    child.on('error', reject);
  });
  return { child, said };
}

/** A client for a protocol of numbered JSON messages over a socket. */
async function talk(address, heard) {
  const socket = new Socket(address);
  const waiting = new Map();
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(String(data));
    const wait = waiting.get(message.id);
    if (!wait) return heard(message);
    waiting.delete(message.id);
    if (message.error) wait.reject(new Error(JSON.stringify(message.error)));
    else wait.resolve(message.result);
  };
  await new Promise((resolve, reject) => Object.assign(socket, { onopen: resolve, onerror: reject }));
  let id = 0;
  return (method, params = {}) => new Promise((resolve, reject) => {
    waiting.set(++id, { resolve, reject });
    socket.send(JSON.stringify({ id, method, params }));
  });
}

/** Chromium without a window, driven by the protocol that all versions since 2018 support. */
async function chromium(program) {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'mulu-old-'));
  const { child, said } = start(program, ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-zygote', '--allow-file-access-from-files=false', `--user-data-dir=${profile}`, '--remote-debugging-port=0', 'about:blank'], /DevTools listening on ws:\/\/([^/]+)/);
  const host = (await said)[1];
  const version = (await (await fetch(`http://${host}/json/version`)).json()).Browser;
  const page = (await (await fetch(`http://${host}/json/list`)).json()).find((t) => t.type === 'page');
  const complaints = [];
  let loaded = () => {};
  const send = await talk(page.webSocketDebuggerUrl, ({ method, params }) => {
    if (method === 'Page.loadEventFired') loaded();
    if (method === 'Runtime.exceptionThrown') complaints.push(params.exceptionDetails.exception?.description || params.exceptionDetails.text);
    if (method === 'Runtime.consoleAPICalled' && ['error', 'warning'].includes(params.type)) complaints.push(params.args.map((a) => a.value).join(' '));
    if (method === 'Log.entryAdded' && ['error', 'warning'].includes(params.entry.level)) complaints.push(params.entry.text);
  });
  for (const domain of ['Page', 'Runtime', 'Log']) await send(`${domain}.enable`);
  return {
    version,
    complaints,
    width: (width) => send('Emulation.setDeviceMetricsOverride', { width, height: 900, deviceScaleFactor: 1, mobile: false }),
    goto: async (url) => {
      const done = new Promise((resolve) => { loaded = resolve; });
      await send('Page.navigate', { url });
      await Promise.race([done, pause(15000)]);
      await pause(200);
    },
    evaluate: async (expression) => {
      const { result, exceptionDetails } = await send('Runtime.evaluate', { expression, returnByValue: true });
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description || exceptionDetails.text);
      return result.value;
    },
    picture: async (file) => fs.writeFileSync(file, Buffer.from((await send('Page.captureScreenshot')).data, 'base64')),
    close: async () => {
      child.removeAllListeners('exit');
      child.kill('SIGKILL');
      await pause(200);
      fs.rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** WebKit driven by WebDriver, in a virtual screen. The page records its faults, because the console cannot be read. */
async function webkit(driver) {
  const display = `:${100 + (process.pid % 400)}`;
  const screen = spawn('Xvfb', [display, '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'], { stdio: 'ignore' });
  await pause(2000);
  const port = 20000 + (process.pid % 20000);
  const env = { DISPLAY: display, GDK_BACKEND: 'x11', WEBKIT_DISABLE_COMPOSITING_MODE: '1', WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' };
  // GTK waits for a session bus; without one, no window ever opens
  const bus = spawnSync('dbus-run-session', ['--version']).error ? [] : ['dbus-run-session', '--'];
  const command = [...bus, driver, `--port=${port}`];
  const driven = spawn(command[0], command.slice(1), { stdio: 'ignore', env: { ...process.env, ...env } });
  const ask = async (method, where, body) => {
    const answer = await (await fetch(`http://127.0.0.1:${port}${where}`, { method, body: body && JSON.stringify(body), headers: { 'content-type': 'application/json' } })).json();
    if (answer.value?.error) throw new Error(answer.value.message || answer.value.error);
    return answer.value;
  };
  const binary = ['4.1', '6.0', '4.0'].map((v) => `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu/webkit2gtk-${v}/MiniBrowser`).find((f) => fs.existsSync(f));
  const chosen = binary ? { 'webkitgtk:browserOptions': { binary, args: ['--automation'] } } : {};
  let session;
  for (let i = 0; !session; i++) {
    await pause(300);
    session = await ask('POST', '/session', { capabilities: { alwaysMatch: { timeouts: { pageLoad: 30000 }, ...chosen } } }).catch((e) => { if (i > 30) throw e; });
  }
  const here = `/session/${session.sessionId}`;
  return {
    version: `WebKit ${session.capabilities.browserName} ${session.capabilities.browserVersion}`,
    complaints: [],
    // the page learns the new size of the window a moment later
    width: async (width) => {
      await ask('POST', `${here}/window/rect`, { x: 0, y: 0, width, height: 900 });
      for (let i = 0; i < 50 && Math.abs((await ask('POST', `${here}/execute/sync`, { script: 'return innerWidth', args: [] })) - width) > 40; i++) await pause(100);
    },
    goto: (url) => ask('POST', `${here}/url`, { url }),
    evaluate: (expression) => ask('POST', `${here}/execute/sync`, { script: `return (${expression})`, args: [] }),
    picture: async (file) => fs.writeFileSync(file, Buffer.from(await ask('GET', `${here}/screenshot`), 'base64')),
    close: async () => {
      await ask('DELETE', here).catch(() => null);
      driven.kill();
      screen.kill();
    },
  };
}

/** Firefox driven by WebDriver BiDi. */
async function firefox(program) {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'mulu-old-'));
  const { child, said } = start(program, ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0', 'about:blank'], /WebDriver BiDi listening on (ws:\S+)/);
  const complaints = [];
  const send = await talk(`${(await said)[1]}/session`, ({ method, params }) => {
    if (method === 'log.entryAdded' && ['error', 'warn'].includes(params.level)) complaints.push(params.text);
  });
  const { capabilities } = await send('session.new', { capabilities: {} });
  await send('session.subscribe', { events: ['log.entryAdded'] });
  const { context } = (await send('browsingContext.getTree')).contexts[0];
  return {
    version: `Firefox ${capabilities.browserVersion}`,
    complaints,
    width: (width) => send('browsingContext.setViewport', { context, viewport: { width, height: 900 } }),
    goto: (url) => send('browsingContext.navigate', { context, url, wait: 'complete' }),
    evaluate: async (expression) => {
      const { result, exceptionDetails } = await send('script.evaluate', { expression: `JSON.stringify(${expression})`, target: { context }, awaitPromise: false });
      if (exceptionDetails) throw new Error(exceptionDetails.text);
      return result.value === undefined ? undefined : JSON.parse(result.value);
    },
    picture: async (file) => fs.writeFileSync(file, Buffer.from((await send('browsingContext.captureScreenshot', { context })).data, 'base64')),
    close: async () => {
      child.removeAllListeners('exit');
      child.kill();
      await pause(500);
      fs.rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/**
 * A script that describes the look of the page in which it runs. It is written for the oldest
 * engine.
 */
const LOOK = `(function () {
  var seen = function (e) { var r = e.getBoundingClientRect(); return r.width > 1 && r.height > 1; };
  var all = function (s) { return [].slice.call(document.querySelectorAll(s)).filter(seen); };
  var main = document.querySelector('main'), h1 = all('h1')[0], r = main && main.getBoundingClientRect(), w = document.documentElement.clientWidth;
  var rgb = function (c) { return (c.match(/[0-9.]+/g) || []).map(Number); };
  var light = function (c) { return rgb(c).slice(0, 3).map(function (v) { v /= 255; return v <= 0.03928 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4); }); };
  var lum = function (c) { var l = light(c); return 0.2126 * l[0] + 0.7152 * l[1] + 0.0722 * l[2]; };
  var ground = getComputedStyle(document.body).backgroundColor; if (rgb(ground)[3] === 0) ground = 'rgb(255,255,255)';
  var ink = h1 ? getComputedStyle(h1).color : ground, a = lum(ink), b = lum(ground);
  return {
    centred: main ? Math.abs(r.left - (w - r.right)) <= 1 && (w < 1400 || r.left > 50) : true,
    over: document.documentElement.scrollWidth - w,
    h1: h1 ? h1.textContent.length : 0,
    spoilt: /\\ufffd|锛|鐨/.test(document.body.textContent),
    contrast: (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05),
    states: all('.state .banner').length,
    text: main ? main.textContent.length : document.body.textContent.length,
    column: all('.body p, .items > li, .record, h1').reduce(function (m, e) { return Math.max(m, e.getBoundingClientRect().width); }, 0)
  };
})()`;

const faults = (kind, at, look) => [
  !look.centred && `not centred at ${at}`,
  look.spoilt && 'its letters are spoilt',
  look.over > 0 && `${look.over} px too wide at ${at}`,
  (!look.h1 || look.text < 20 || look.column < 150) && `no readable text at ${at}`,
  look.contrast < 4.5 && `contrast ${look.contrast.toFixed(1)}`,
  kind === 'document' && look.states !== 1 && `${look.states} statuses shown`,
].filter(Boolean);

async function searched(engine, root, question) {
  await engine.goto(`${root}search.html?q=${encodeURIComponent(question)}`);
  for (let i = 0; i < 50; i++) {
    const hits = await engine.evaluate('document.querySelectorAll("#hits > li").length');
    if (hits) return true;
    await pause(200);
  }
  return false;
}

const server = await serve('/portal/xxgk/');
const chinese = await serve('/portal/xxgk/', site, {}, 'gb2312');
const ways = { 'file://': `${pathToFileURL(site)}/`, 'http://': server.root, 'http:// (gb2312)': chinese.root };
const question = catalogue[0].title.slice(0, 6);
const pages = samples();
let failed = 0;
const row = (...cells) => console.log(`| ${cells.join(' | ')} |`);

/**
 * Tests one engine: every sample except redirects, and a search, over file://, over HTTP, and over
 * HTTP from a host that declares gb2312. `isOlder`: the engine is older than those that mulu
 * supports, so only the text must be readable.
 */
async function examine(name, open, isOlder = false) {
  let engine;
  try {
    engine = await open();
  } catch (e) {
    failed++;
    return row(name, '–', `FAILED: does not start: ${e.message.split('\n')[0]}`, '', '', '');
  }
  for (const [way, root] of Object.entries(ways)) {
    const byKind = new Map();
    for (const { kind, file } of pages.filter((p) => p.kind !== 'redirect')) {
      if (kind === '404' && way === 'file://') continue; // only a server sends 404.html
      const found = byKind.get(kind) || new Set();
      byKind.set(kind, found);
      for (const width of [1440, 500]) {
        await engine.width(width);
        await engine.goto(root + file);
        faults(kind, width, await engine.evaluate(LOOK)).forEach((f) => found.add(f));
      }
      if (process.env.MULU_PICTURES) {
        await engine.width(1440);
        await engine.picture(path.join(process.env.MULU_PICTURES, `${name}-${way.slice(0, 4)}-${kind}.png`));
      }
    }
    const shown = [...byKind].map(([kind, found]) => (found.size ? `${kind}: ${[...found].join(', ')}` : kind));
    const bad = [...byKind.values()].some((f) => f.size);
    const answered = await searched(engine, root, question).catch((e) => e.message);
    // `<base>` of 404.html differs from the address of this test
    const complaints = [...new Set(engine.complaints.splice(0))].filter((c) => !/base.uri/i.test(c)).map((c) => c.trim());
    const wrong = bad || (!isOlder && (answered !== true || complaints.length > 0));
    if (wrong) failed++;
    row(name, `${engine.version}, ${way}`, `${bad ? 'FAILED: ' : 'right: '}${shown.join('; ')}`, answered === true ? 'answered' : isOlder ? 'no answer' : 'FAILED: no answer', complaints.length ? complaints.join('; ').slice(0, 300) : 'none');
  }
  await engine.close();
}

/**
 * Tests a text browser: whether the heading of each page is there, and the day of each later
 * status.
 */
function textOnly(name, command) {
  const document = pages.find((p) => p.kind === 'document' && /data-from=/.test(fs.readFileSync(path.join(site, p.file), 'utf8'))) || pages.find((p) => p.kind === 'document');
  const wrong = [];
  for (const { kind, file } of [...pages.filter((p) => p.kind !== 'redirect'), document]) {
    const html = fs.readFileSync(path.join(site, file), 'utf8');
    const shown = spawnSync(command[0], [...command.slice(1), path.join(site, file)], { encoding: 'utf8', env: { ...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' } });
    if (shown.error) return row(name, '–', `left out: ${shown.error.message}`, '', '');
    const text = shown.stdout.replace(/\s+/g, '');
    const h1 = (html.match(/<h1[^>]*>([\s\S]*?)<\/h1>/) || ['', ''])[1].replace(/<[^>]+>|\s+/g, '').replace(/&amp;/g, '&');
    if (!text.includes(h1)) wrong.push(`${kind}: no heading`);
    if (text.includes('\u{feff}')) wrong.push(`${kind}: a mark that nobody should see`);
    // each later status states the day on which it begins
    const later = html.match(/<(?:div|span)[^>]*data-from="[^"]*" hidden/g) || [];
    const dated = text.match(/此后：|自\d{4}-\d\d-\d\d起/g) || [];
    if (later.length > dated.length) wrong.push(`${file}: ${later.length} later statuses, ${dated.length} with their day`);
  }
  if (wrong.length) failed++;
  row(name, 'text', wrong.length ? `FAILED: ${wrong.slice(0, 5).join('; ')}` : 'right: every kind', '–', '–');
}

row('engine', 'version, way', 'pages', 'search', 'console');
row('---', '---', '---', '---', '---');
const wanted = process.argv.slice(2);
const isWanted = (name) => !wanted.length || wanted.includes(name);
for (const name of fs.readdirSync(old).filter((n) => /^chromium-\d+$/.test(n)).sort()) {
  if (isWanted(name)) await examine(name, () => chromium(path.join(old, name, 'chrome')), Number(name.slice(9)) < 69);
}
const driver = '/usr/bin/WebKitWebDriver';
if (isWanted('webkit') && fs.existsSync(driver)) await examine('webkit', () => webkit(driver));
const fox = [process.env.FIREFOX, '/usr/bin/firefox-esr', '/usr/bin/firefox'].find((f) => f && fs.existsSync(f));
if (isWanted('firefox') && fox) await examine('firefox', () => firefox(fox));
if (isWanted('lynx')) textOnly('lynx', ['lynx', '-dump', '-nolist', '-width=200', '-display_charset=utf-8', '-force_html']);
if (isWanted('w3m')) textOnly('w3m', ['w3m', '-dump', '-T', 'text/html', '-cols', '200', '-O', 'UTF-8']);
server.close();
chinese.close();
console.log(failed ? `${failed} rows failed` : 'all right');
process.exit(failed ? 1 : 0);
