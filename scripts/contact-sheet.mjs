// Makes one contact sheet of the demonstration for each display mode (light, dark, …), in
// target/sheet/. A sheet shows the tops of the pages in PAGES, 360, 768 and 1440 pixels wide.
// docs/design.md records the judgements.
//
//   node scripts/contact-sheet.mjs [MODE…]
//
// The script uses the site of scripts/test.sh (target/demo/public), or MULU_SITE. CHROMIUM names
// the browser.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { catalogue, files, launch, read, site } from '../tests/browser/harness.mjs';

const out = fileURLToPath(new URL('../target/sheet/', import.meta.url));
const size = (file) => fs.statSync(path.join(site, file)).size;
const documents = catalogue.map((d) => d.url).filter((u) => u.startsWith('doc/')).sort((a, b) => size(a) - size(b));
const inForce = documents.filter((u) => catalogue.find((d) => d.url === u).validity === 'effective');
const lists = files.filter((f) => /^category\/[^/]+\/index\.html$/.test(f)).sort((a, b) => size(b) - size(a));
const annual = documents.filter((u) => read(u).includes('class="form'));

const PAGES = [
  ['home', 'index.html'],
  ['list', lists[0]],
  ['short', inForce[0]],
  ['long', documents.filter((u) => !annual.includes(u) && read(u).includes('<table')).pop()],
  ['repealed', documents.find((u) => catalogue.find((d) => d.url === u).validity === 'repealed')],
  ['annual report', annual.pop()],
  ['search', `search.html?q=${encodeURIComponent('优待')}&year=2025`],
  ['nothing found', `search.html?q=${encodeURIComponent('优待金 高速公路')}`],
  ['amended', documents.find((u) => read(u).includes('<p class="was">'))],
  ['404', '404.html'],
  ['site map', 'sitemap.html'],
].filter(([, file]) => file);
const WIDTHS = [360, 768, 1440], HEIGHT = 1000, SCALE = 0.4;

const MODES = {
  light: {},
  dark: { options: { colorScheme: 'dark' } },
  'forced-colours': { options: { forcedColors: 'active' } },
  contrast: { classes: 'contrast' },
  elder: { classes: 'elder' },
  traditional: { classes: 'hant' },
  'type-200': { type: '200%' },
  'without-script': { options: { javaScriptEnabled: false } },
  print: { media: 'print' },
};

async function shot(browser, mode, kind, file, width) {
  const phone = width < 500 ? { hasTouch: true, isMobile: true } : {};
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width, height: HEIGHT }, ...phone, ...mode.options });
  const page = await context.newPage();
  if (mode.classes) await page.addInitScript((names) => localStorage.setItem('mulu-modes', names), mode.classes);
  if (mode.media) await page.emulateMedia({ media: mode.media });
  const url = new URL(file, `${pathToFileURL(site)}/`).href;
  // 404.html has a <base> with the public address; without it, the page loads the local files
  if (file === '404.html') await page.route(url, (route) => route.fulfill({ contentType: 'text/html', body: read('404.html').replace(/<base [^>]*>/, '') }));
  await page.goto(url);
  if (mode.type) await page.evaluate((type) => { document.documentElement.style.fontSize = type; }, mode.type);
  await page.waitForTimeout(file.startsWith('search') ? 1200 : 400);
  if (kind === 'annual report') await page.evaluate(() => document.querySelector('.body table').scrollIntoView({ behavior: 'instant' }));
  const png = await page.screenshot();
  await context.close();
  return png;
}

fs.mkdirSync(out, { recursive: true });
const browser = await launch();
for (const name of process.argv.length > 2 ? process.argv.slice(2) : Object.keys(MODES)) {
  const rows = [];
  for (const [kind, file] of PAGES) {
    const cells = [];
    for (const width of WIDTHS) cells.push(`<td><img width="${width * SCALE}" src="data:image/png;base64,${(await shot(browser, MODES[name], kind, file, width)).toString('base64')}"></td>`);
    rows.push(`<tr><th>${kind}</th>${cells.join('')}</tr>`);
  }
  const page = await browser.newPage({ viewport: { width: 1180, height: 800 } });
  await page.setContent(`<style>body{margin:8px;background:#888;font:14px sans-serif}th{writing-mode:vertical-rl}img{display:block;margin:4px}</style><table>${rows.join('')}</table>`);
  await page.screenshot({ path: path.join(out, `${name}.png`), fullPage: true });
  await page.close();
  console.log(path.join(out, `${name}.png`));
}
await browser.close();
