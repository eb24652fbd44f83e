// Compares two builds of one site on a slow line (400 kbit/s, 400 milliseconds for each request, no
// compression, nothing cached), in Chromium. Prints a table with rows for the home page, a
// document, a list and a search. The table says when the text, the search box and the first titles
// are there, and how much the painted content moves. The builds take turns, and each figure is the
// median of the runs.
//
//   node scripts/slow-line.mjs SITE-BEFORE SITE-NOW [RUNS = 5] [PAGE]
//
// PAGE, such as search, limits the table to some pages. In each run, both builds get the same
// query; the next run has another one. scripts/test.sh installs what this needs (MULU_NODE,
// CHROMIUM).
import fs from 'node:fs';
import path from 'node:path';

const [, , ...args] = process.argv;
const folders = args.slice(0, 2).map((folder) => path.resolve(folder)), runs = Number(args[2] || 5);
process.env.MULU_SITE = folders[1];
const { catalogue, files, launch, open, read, serve } = await import('../tests/browser/harness.mjs');

const both = (file) => folders.every((folder) => fs.existsSync(path.join(folder, file)));
const byPath = catalogue.filter((d) => both(d.url)).sort((a, b) => (a.index_number < b.index_number ? -1 : 1));
const someDocuments = Array.from({ length: runs }, (_, i) => byPath[Math.floor(((i + 0.5) * byPath.length) / runs)]);
const lists = files.filter((f) => /^category\/[^/]+\/index\.html$/.test(f) && both(f));
/** A title, a document number, a piece of a text, a piece of a title, and two words. */
const queryOf = (d, i) => {
  const words = read(d.url).replace(/^[^]*?<main/, '').replace(/<[^>]*>/g, '\n').match(/\p{Script=Han}{8,}/gu);
  const last = words[words.length - 1];
  return [d.title, d.document_number, last.slice(0, 6), d.title.slice(-9, -3), `${last.slice(0, 2)} ${d.title.slice(-2)}`][i % 5];
};

const box = '#q, #hq, .find input'; // on a phone, a document's page has no box in its head
const PAGES = [
  ['home page', () => 'index.html', '.items li, main li a'],
  ['document', (i) => someDocuments[i].url, '.body p'],
  ['list', (i) => lists[i % lists.length], '.items li, main li a'],
  ['search with a query', (i) => `search.html?q=${encodeURIComponent(queryOf(someDocuments[i], i))}`, 'h1', '#hits li'],
];

/**
 * Runs in the page: records when an element of each selector is first visible, and every move of
 * painted content.
 */
function watch([text, field, titles]) {
  window.seen = { moved: 0 };
  new PerformanceObserver((list) => list.getEntries().forEach((e) => { if (!e.hadRecentInput) window.seen.moved += e.value; })).observe({ type: 'layout-shift', buffered: true });
  const asked = new URL(location).searchParams.get('q');
  const visible = (e) => e && e.getClientRects().length > 0;
  const look = () => {
    const painted = performance.getEntriesByName('first-contentful-paint')[0];
    if (painted) {
      const now = performance.now(), input = [...document.querySelectorAll(field)].find(visible);
      window.seen.paint = painted.startTime;
      if (!window.seen.text && visible(document.querySelector(text))) window.seen.text = now;
      // the box of the search page is usable when it holds the query of the address
      if (!window.seen.box && input && !input.disabled && (!asked || input.value === asked)) window.seen.box = now;
      if (titles && !window.seen.titles && visible(document.querySelector(titles))) window.seen.titles = now;
    }
    requestAnimationFrame(look);
  };
  look();
}

async function measure(browser, root, file, text, titles, options) {
  const page = await open(browser, root, options);
  const line = await page.context().newCDPSession(page);
  await line.send('Network.enable');
  await line.send('Network.emulateNetworkConditions', { offline: false, latency: 400, downloadThroughput: 50000, uploadThroughput: 50000 });
  await page.addInitScript(watch, [text, box, titles || '']);
  await page.goto(root + file, { waitUntil: 'load', timeout: 120000 });
  if (titles) await page.locator(titles).first().waitFor({ timeout: 120000 });
  await page.waitForTimeout(1500);
  const seen = await page.evaluate(() => window.seen);
  await page.context().close();
  return seen;
}

const median = (all) => [...all].sort((a, b) => a - b)[all.length >> 1];
const servers = [await serve('/a/', folders[0]), await serve('/a/', folders[1])];
const browser = await launch();
const seconds = (all) => (all.some((v) => v === undefined) ? 'never' : `${(median(all) / 1000).toFixed(1)} s`);
console.log(`${catalogue.length} documents, ${browser.version()}, median of ${runs}, before / now`);
console.log('| page | width | first paint | text | search box | first titles | now ÷ before | layout shift, largest |\n|---|--:|--:|--:|--:|--:|--:|--:|');
for (const [name, fileOf, text, titles] of PAGES.filter(([name]) => name.includes(args[3] || ''))) {
  for (const options of [{ viewport: { width: 360, height: 760 }, hasTouch: true, isMobile: true }, { viewport: { width: 1440, height: 900 } }]) {
    const all = [[], []];
    for (let i = 0; i < runs; i++) for (const n of i % 2 ? [1, 0] : [0, 1]) all[n].push(await measure(browser, servers[n].root, fileOf(i), text, titles, options));
    const cell = (key) => all.map((some) => seconds(some.map((s) => s[key]))).join(' / ');
    const ratio = (key) => (median(all[1].map((s) => s[key])) / median(all[0].map((s) => s[key]))).toFixed(2);
    console.log(`| ${name} | ${options.viewport.width} | ${cell('paint')} | ${cell('text')} | ${cell('box')} | ${titles ? cell('titles') : ''} | ${ratio(titles ? 'titles' : 'text')} | ${all.map((some) => Math.max(...some.map((s) => s.moved)).toFixed(3)).join(' / ')} |`);
  }
}
await browser.close();
for (const server of servers) server.close();
