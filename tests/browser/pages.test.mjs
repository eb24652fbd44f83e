// Tests the pages as a visitor sees them: they cause no message of the browser, fit a small screen
// and paper, can be used by keyboard, and need no script. Also tests old addresses and the tools of
// a page.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { catalogue, controls, encoded, files, focused, launch, open, read, samples, serve, site, ways } from './harness.mjs';

let browser, routes;
before(async () => {
  browser = await launch();
  routes = await ways();
});
after(async () => {
  await browser?.close();
  routes?.close();
});

test('every kind of page loads without a complaint, and nothing leaves the site', async (t) => {
  for (const way of routes.all) {
    for (const { kind, file } of samples().filter((s) => !['redirect', '404'].includes(s.kind))) {
      await t.test(`${way.name} ${kind} ${file}`, async () => {
        const page = await open(browser, way.root);
        await page.goto(way.root + file, { waitUntil: 'load' });
        assert.ok((await page.locator('h1').count()) === 1, 'one h1');
        assert.ok((await page.locator('main').innerText()).trim().length > 0, 'there is something to read');
        assert.deepEqual(page.complaints, []);
        await page.context().close();
      });
    }
  }
});

test('404.html serves any address below the site\'s own, under every name of the host', async (t) => {
  const base = (read('404.html').match(/<base href="([^"]+)"/) || [])[1];
  assert.match(base || '', /^\/[^/]?/, 'the demonstration is built with a base_url, so 404.html has a base, which names no host');
  const server = await serve(base);
  t.after(server.close);
  for (const host of ['127.0.0.1', 'localhost']) {
    const root = server.root.replace('127.0.0.1', host);
    for (const address of ['no/such/folder/page.html', `doc/${encodeURIComponent('没有')}/x.html?id=1`]) {
      const page = await open(browser, root);
      await page.goto(root + address);
      assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--paper').trim() !== ''), true, `${host} ${address}: the style sheet is used`);
      await page.locator('.util button').first().waitFor(); // made by the script
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.waitForURL(/#main$/);
      assert.ok(page.url().startsWith(root), page.url());
      await page.goto(root + address);
      await page.locator('nav.cols a').first().click();
      await page.waitForURL(`${root}index.html`);
      // the browser complains only about the expected status 404
      assert.deepEqual(page.complaints.filter((c) => !c.endsWith(root + address) && !/status of 404/.test(c)), [], `${host} ${address}`);
      await page.context().close();
    }
  }
});

test('the page for an unknown address offers a search for what the address says', async (t) => {
  const base = read('404.html').match(/<base href="([^"]+)"/)[1];
  const server = await serve(base);
  t.after(server.close);
  const number = catalogue.find((d) => /\d{4}-\d{3,}$/.test(d.index_number)).index_number;
  const page = await open(browser, server.root);
  const cases = [
    [`doc/00/${number.toLowerCase().replace('/', '-')}.htm`, number.match(/\d{4}-\d+$/)[0]],
    [`art/${encodeURIComponent('优待证管理办法')}/art_12_3456.html`, '优待证管理办法'],
    ['%D3%C5%B4%FD%D6%A4.shtml', '优待证'], // GB 18030, as old sites have it
    [`view.jsp?t=${encodeURIComponent('困难帮扶')}&n=7`, '困难帮扶'],
    ['tyjrj-zwgk/', 'tyjrj zwgk'],
    ['art/2023/5/6/art_1234_567890.html', ''],
    ['index.php', ''],
  ];
  for (const [address, words] of cases) {
    await page.goto(server.root + address);
    await page.locator('.util button').first().waitFor();
    await page.waitForTimeout(50);
    assert.equal(await page.locator('#q').inputValue(), words, address);
    assert.equal(await page.locator('main [role=status]').count(), words ? 1 : 0, address);
  }
  await page.goto(server.root + cases[1][0]);
  await page.locator('main form button').click();
  await page.waitForURL(/search\.html\?q=/);
  await page.context().close();
});

test('old addresses lead to the document', async () => {
  const { file } = samples().find((s) => s.kind === 'redirect');
  const target = read(file).match(/http-equiv=refresh content="0; url=([^"]+)"/)[1];
  for (const way of routes.all) {
    const page = await open(browser, way.root);
    await page.goto(way.root + file, { waitUntil: 'commit' });
    await page.waitForURL(new URL(target, way.root + file).href, { timeout: 10000 });
    assert.ok((await page.locator('h1').innerText()).length > 0);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
});

test('from home to a list to a document and back', async () => {
  for (const way of routes.all) {
    const page = await open(browser, way.root);
    await page.goto(`${way.root}index.html`);
    await page.locator('nav.cols a').nth(1).click();
    await page.waitForLoadState();
    await page.locator('main a[href*="doc/"]').first().click();
    await page.waitForURL(/\/doc\//);
    const title = await page.locator('h1').innerText();
    assert.ok(catalogue.some((d) => d.title.replace(/\s/g, '') === title.replace(/\s/g, '')), title);
    await page.locator('nav.crumbs a').first().click();
    await page.waitForURL(/index\.html$/);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
});

test('no page is wider than a small screen', async () => {
  const way = routes.all[0];
  const page = await open(browser, way.root, { viewport: { width: 320, height: 640 } });
  for (const { file } of samples().filter((s) => s.kind !== 'redirect')) {
    await page.goto(way.root + file);
    const [wide, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    assert.ok(wide <= screen, `${file}: ${wide} of ${screen} pixels`);
    // a narrow link would show a column of single characters
    const squeezed = await page.evaluate(() => [...document.querySelectorAll('main a')].filter((a) => a.offsetWidth > 0 && a.offsetWidth < 80 && a.textContent.trim().length > 8).map((a) => a.textContent));
    assert.deepEqual(squeezed, [], file);
  }
  await page.context().close();
});

test('with letters of twice the size, no page is wider than a phone and the search box has room', async () => {
  // over HTTP, because the `<base>` of 404.html is a path below the root of a host
  const way = routes.all[1];
  const page = await open(browser, way.root, { viewport: { width: 320, height: 640 } });
  for (const { file } of samples().filter((s) => s.kind !== 'redirect')) {
    await page.goto(way.root + file);
    const [wide, screen, box] = await page.evaluate(() => {
      document.documentElement.style.fontSize = '200%';
      return [document.documentElement.scrollWidth, document.documentElement.clientWidth, document.querySelector('input[name="q"]').offsetWidth];
    });
    assert.ok(wide <= screen, `${file}: ${wide} of ${screen} pixels`);
    assert.ok(box === 0 || box > 200, `${file}: a search box of ${box} pixels`);
  }
  await page.context().close();
});

test('on a phone a list begins on the first screen; the columns and many sub-columns stand behind their names', async () => {
  const way = routes.all[1], archived = !read('index.html').includes('.css?'); // an archived site says so in a band, and its addresses have no tokens
  for (const javaScriptEnabled of [true, false]) {
    const page = await open(browser, way.root, { viewport: { width: 360, height: 760 }, hasTouch: true, isMobile: true, javaScriptEnabled });
    for (const file of files.filter((f) => /^category\/[^/]+\/index\.html$/.test(f) && read(f).includes('class=items'))) {
      await page.goto(way.root + file);
      const box = await page.locator('.found .items>li').first().boundingBox();
      assert.ok(box.y < (archived ? 750 : 700), `${file}: the first document stands ${box.y} pixels down`);
      assert.equal(await page.locator('nav.cols').isVisible(), false);
      await page.locator('.to-cols a').click();
      const current = await page.locator('nav.cols [aria-current]').boundingBox();
      assert.ok(current.x >= 0 && current.x + current.width <= 360, file);
      const many = page.locator('.many .open');
      if (!(await many.count())) continue;
      assert.equal(await page.locator('.many li').first().isVisible(), false, file);
      await many.press('Enter'); // by keyboard, because a click waits until the link stops moving, which for an unknown reason never happens here
      await page.locator('.many li').last().waitFor({ state: 'visible', timeout: 5000 });
    }
    await page.context().close();
  }
});

const band = /<aside class="?archived/.test(read('index.html')) ? 100 : 0; // an archived site says so in up to three lines

test('the text of every document begins on the first screen, and no labels of the line of validity overlap, also in large type', { timeout: 300000 }, async () => {
  const way = routes.all[0];
  // a screen of half the width stands for letters of twice the size
  for (const [width, height, aim, mode] of [[1440, 900, 650, ''], [360, 760, 560, ''], [360, 760, Infinity, 'elder'], [180, 380, Infinity, 'half']]) {
    const page = await open(browser, way.root, { viewport: { width, height }, hasTouch: width < 500, isMobile: width < 500 });
    await page.addInitScript((name) => localStorage.setItem('mulu-modes', name), mode);
    for (const { url } of catalogue.filter((d) => d.url.startsWith('doc/') && read(d.url).includes(mode ? 'class="life' : 'id=text'))) {
      await page.goto(way.root + url);
      const [top, together] = await page.evaluate(() => {
        const labels = [...document.querySelectorAll('.life text')].filter((e) => e.getClientRects().length).map((e) => [e.textContent, e.getBoundingClientRect()]);
        const meet = ([a, p], [b, q]) => (a !== b && p.left < q.right - 1 && q.left < p.right - 1 && p.top < q.bottom - 3 && q.top < p.bottom - 3 ? [`${a} ${b}`] : []);
        return [document.querySelector('#text').getBoundingClientRect().top + scrollY, labels.flatMap((a, i) => labels.slice(i + 1).flatMap((b) => meet(a, b)))];
      });
      assert.ok(top <= aim + band, `${url}: the text begins at ${Math.round(top)} of ${aim} pixels, at ${width}`);
      assert.deepEqual(together, [], `${url} at ${width} ${mode}`);
    }
    await page.context().close();
  }
});

test('on a phone the columns begin on the first screen of the home page', async () => {
  const page = await open(browser, routes.all[0].root, { viewport: { width: 360, height: 760 }, hasTouch: true, isMobile: true });
  await page.goto(`${routes.all[0].root}index.html`);
  const { y } = await page.locator('.columns').boundingBox();
  assert.ok(y <= 760 + band, `${y} pixels`);
  assert.equal(await page.locator('.standing a').count(), new Set(catalogue.map((d) => d.validity)).size, 'every validity is named with its number');
  await page.context().close();
});

test('the table of contents leads to what follows the text', () => {
  let sections = 0;
  for (const { url } of catalogue.filter((d) => d.url.startsWith('doc/'))) {
    const html = read(url);
    for (const id of ['attachments', 'relations']) {
      const isLink = html.includes(`<li><a href=#${id}>`);
      assert.equal(isLink, /<nav class=toc\b/.test(html) && html.includes(` id=${id}`), `${url}: ${id}`);
      if (isLink) sections++;
    }
  }
  assert.ok(sections > 5, `${sections} sections`);
});

test('a note under an amended article leads to the document that amends it', async () => {
  const way = routes.all[0], page = await open(browser, way.root);
  const file = catalogue.map((d) => d.url).find((u) => read(u).includes('<p class="was">'));
  assert.ok(file, 'the demonstration has an amended article');
  await page.goto(way.root + file);
  const note = page.locator('.body .was').first();
  assert.match(await note.innerText(), /第.*条.*修改，自\d{4}\s*年/);
  const above = await note.evaluate((e) => e.previousElementSibling.textContent);
  assert.ok(above.length > 10, 'it stands below the article');
  await note.locator('a').click();
  await page.waitForURL(/\/doc\//);
  assert.notEqual(page.url(), way.root + file);
  await page.context().close();
});

test('keyboard: the skip link comes first and works, Tab reaches every control, and the focus can be seen', { timeout: 300000 }, async () => {
  const way = routes.all[1];
  const page = await open(browser, way.root);
  for (const { file } of samples().filter((s) => s.kind !== 'redirect')) {
    await page.goto(way.root + file);
    await page.keyboard.press('Tab');
    const skip = await page.evaluate(() => {
      const a = document.activeElement, box = a.getBoundingClientRect();
      return { text: a.textContent, href: a.getAttribute('href'), seen: box.width > 1 && box.height > 1 && box.top >= 0 && box.left >= 0 };
    });
    assert.match(skip.href || '', /#main$/, `${file}: the first stop is ${skip.text}`);
    assert.ok(skip.seen, `${file}: the skip link cannot be seen when it has the focus`);
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.id === 'main' || location.hash === '#main');
    if (file === 'search.html') {
      await page.locator('#start').waitFor(); // the search has started
      const next = page.locator('a.skip[href="#results-h"]');
      await next.focus();
      assert.ok((await next.boundingBox()).height > 20, 'the link to the results can be seen when it has the focus');
      await page.keyboard.press('Enter');
      await page.waitForFunction(() => document.activeElement?.id === 'results-h');
    }
    await page.locator('.util button').first().waitFor(); // the scripts have added their controls
    const all = (await page.evaluate(controls)).split(',').filter(Boolean), reached = new Set();
    for (let i = 0; i < all.length + 5 && reached.size < all.length; i++) {
      await page.keyboard.press('Tab');
      const [stop, isSeen, what] = JSON.parse(await page.evaluate(focused));
      if (!stop) continue;
      reached.add(stop);
      assert.ok(isSeen, `${file}: the focus on ${what} cannot be seen`);
    }
    assert.deepEqual(all.filter((stop) => !reached.has(stop)), [], file);
  }
  await page.context().close();
});

test('without script: lists and documents are all there, and the search page says so', async () => {
  for (const way of routes.all) {
    const page = await open(browser, way.root, { javaScriptEnabled: false });
    await page.goto(`${way.root}index.html`);
    await page.locator('nav.cols a').nth(1).click();
    await page.waitForURL(/category\//);
    await page.locator('main a[href*="doc/"]').first().click();
    await page.waitForURL(/\/doc\//);
    assert.ok((await page.locator('.body').innerText()).length > 50);
    await page.goto(`${way.root}search.html`);
    for (const width of [360, 768, 1440]) {
      await page.setViewportSize({ width, height: 800 });
      assert.deepEqual([await page.locator('#search-off').isVisible(), await page.locator('#search-ui').isVisible()], [true, false], `${width}`);
    }
    assert.ok((await page.locator('#search-off a').count()) > 3, 'there are other ways to a document');
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
});

test('the text has three sizes, and the size is kept from page to page', async () => {
  const way = routes.all[0], page = await open(browser, way.root);
  const [first, second] = samples().filter((s) => s.kind === 'document');
  const size = () => page.locator('.body').evaluate((e) => parseFloat(getComputedStyle(e).fontSize));
  await page.goto(way.root + first.file);
  // the text of the button is 字号 before the first click, and then the name of the size
  const button = page.locator('#tool-list button').first();
  await button.click();
  const middle = await size();
  await button.click();
  const large = await size();
  assert.ok(large > middle && middle > 18, `${middle}, ${large}`);
  await page.goto(way.root + second.file);
  await button.waitFor();
  assert.equal(await size(), large, 'kept on the next page');
  await button.click();
  assert.equal(await size(), 18, 'the first size again');
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('printed, a document keeps its record and text; the text comes first, on screen and on paper', async () => {
  const way = routes.all[0];
  const page = await open(browser, way.root);
  await page.emulateMedia({ media: 'print' });
  await page.goto(way.root + catalogue[0].url);
  assert.ok(await page.locator('h1').isVisible());
  assert.ok(await page.locator('dl.record').isVisible());
  assert.ok(await page.locator('.body').isVisible());
  const [inSource, onPaper] = await page.evaluate(() => {
    const [text, record] = [document.querySelector('.body'), document.querySelector('dl.record')];
    return [Boolean(text.compareDocumentPosition(record) & Node.DOCUMENT_POSITION_FOLLOWING), text.getBoundingClientRect().bottom <= record.getBoundingClientRect().top];
  });
  assert.deepEqual([inSource, onPaper], [true, true], 'the text comes before the record');
  // every sheet states that the document is out of force
  for (const validity of ['effective', 'repealed', 'expired']) {
    const document = catalogue.find((d) => d.validity === validity);
    if (!document) continue;
    await page.goto(way.root + document.url);
    assert.equal(await page.evaluate(() => getComputedStyle(window.document.body).page), validity === 'effective' ? 'auto' : `${validity}-zh`, document.url);
  }
  await page.context().close();
});

/** Tables that may be wider than a sheet: with many columns, and with text that cannot be broken. */
const WIDE = [
  [['企业名称', '统一社会信用代码', '索引号', '网址', '邮箱'], ['某市某某有限责任公司', '00000000XXXXXXXXXX', '00000000XX00000000/2024-00131', `https://www.example.gov.cn/${'a1b2'.repeat(20)}.html`, 'office_2024@mail.example.com']],
  [Array.from({ length: 30 }, (_, i) => `列${i}`), Array.from({ length: 30 }, () => '1,234,567.89')],
  [['甲', '乙'], ['9'.repeat(200), `https://www.example.gov.cn/?${'x'.repeat(300)}`]],
];

test('on paper nothing is wider than the sheet, and its foot has number, address and page', async () => {
  const way = routes.all[0], sheet = Math.floor((210 - 44) / 25.4 * 96); // A4 without its margins, in pixels
  const page = await open(browser, way.root, { viewport: { width: sheet, height: 1000 } });
  await page.emulateMedia({ media: 'print' });
  const file = catalogue.find((d) => d.document_number).url;
  for (const wide of [null, ...WIDE]) {
    for (const url of wide ? [file] : samples().filter((s) => ['document', 'page'].includes(s.kind)).map((s) => s.file)) {
      await page.goto(way.root + url);
      const out = await page.evaluate((rows) => {
        if (rows) {
          const body = document.querySelector('.body'), row = (tag, cells) => `<tr>${cells.map((c) => `<${tag}>${c}</${tag}>`).join('')}</tr>`;
          body.innerHTML = `<div class="table-scroll"><table><thead>${row('th', rows[0])}</thead><tbody>${rows.slice(1).map((r) => row('td', r)).join('')}</tbody></table></div>` +
            `<pre><code>${'x'.repeat(400)}</code></pre><p>${'字'.repeat(9)}<code>${'y'.repeat(400)}</code></p><ul><li>${'z'.repeat(400)}</li></ul><h2>${'H'.repeat(200)}</h2>`;
        }
        const limit = document.documentElement.clientWidth + 1;
        // the text of a cell may be wider than the cell, so it is measured too
        return [...document.querySelectorAll('main *')].filter((e) => e.getClientRects().length && (e.getBoundingClientRect().right > limit || (/^T[HD]$/.test(e.tagName) && e.scrollWidth > e.clientWidth + 1)))
          .map((e) => `${e.tagName} ${e.className} ${Math.round(e.getBoundingClientRect().right)} ${e.scrollWidth}>${e.clientWidth}`).slice(0, 5);
      }, wide);
      assert.deepEqual(out, [], `${url} ${wide ? wide[0].join(' ') : ''}`);
      for (const shown of ['.util', '.mast', '.cols', '.crumbs', '.rail', '.foot', '.near']) assert.equal(await page.locator(shown).filter({ visible: true }).count(), 0, shown);
    }
  }
  await page.goto(way.root + file);
  await page.locator('#tool-list').waitFor({ state: 'attached' });
  const foot = await page.evaluate(() => document.adoptedStyleSheets.map((s) => [...s.cssRules].map((r) => r.cssText).join()).join());
  for (const part of [catalogue.find((d) => d.url === file).document_number, file, 'counter(page)', 'counter(pages)']) assert.ok(foot.includes(part), `${part}: ${foot}`);
  // first the text, then files and relations, then the record, which must not be split
  const order = await page.evaluate(() => ['.body', '#attachments', '#relations', '.side'].map((s) => document.querySelector(s)).filter(Boolean).map((e) => e.getBoundingClientRect().top));
  assert.deepEqual(order, [...order].sort((a, b) => a - b));
  await page.context().close();
});

function hasPdftotext() {
  try {
    execFileSync('pdftotext', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

test('on paper without a script each sheet has number and address, too', { skip: !hasPdftotext() && 'left out: there is no pdftotext here' }, async () => {
  const way = routes.all[0], file = samples().find((s) => s.kind === 'document').file; // the longest
  const page = await open(browser, way.root, { javaScriptEnabled: false });
  await page.goto(way.root + file);
  const pdf = path.join(os.tmpdir(), `mulu-foot-${process.pid}.pdf`);
  fs.writeFileSync(pdf, await page.pdf({ preferCSSPageSize: true }));
  const sheets = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' }).split('\f').filter((sheet) => sheet.trim());
  fs.rmSync(pdf);
  assert.ok(sheets.length > 2, `${sheets.length} sheets`);
  const name = path.posix.basename(file, '.html');
  sheets.forEach((sheet, i) => assert.ok(sheet.replace(/\s/g, '').includes(name), `sheet ${i + 1} of ${sheets.length}: ${sheet.slice(-300)}`));
  await page.context().close();
});

test('a document says how it is cited: title and number, or title, body and day', async () => {
  const page = await open(browser, routes.all[0].root);
  for (const document of [catalogue.find((d) => d.document_number && d.title.includes('《')), catalogue.find((d) => !d.document_number)]) {
    await page.goto(routes.all[0].root + document.url);
    const cited = await page.locator('.cite p').innerText();
    assert.ok(cited.startsWith(`《${document.title.replaceAll('《', '〈').replaceAll('》', '〉')}》（`), cited);
    const [, y, m, d] = document.date_created.match(/(\d+)-0?(\d+)-0?(\d+)/);
    assert.ok(cited.endsWith(document.document_number ? `（${document.document_number}）` : `，${y}年${m}月${d}日）`), cited);
  }
  await page.context().close();
});

test('citations for programs name every body of a document that several issued', async () => {
  const file = files.find((f) => f.startsWith('doc/') && f.endsWith('.html') && /class="?joint/.test(read(f)));
  const page = await open(browser, routes.all[0].root);
  await page.addInitScript(() => {
    window.copied = '';
    Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => { window.copied = text; } } });
    Object.defineProperty(window, 'isSecureContext', { value: true });
  });
  await page.goto(routes.all[0].root + file);
  const joint = await page.locator('.record .joint').allInnerTexts();
  const gbt = 'GB/T 7714';
  for (const [name, form] of [[gbt, (b) => `, ${b}`], ['BibTeX', (b) => ` and {${b}}`], ['RIS', (b) => `\nAU  - ${b}\n`]]) {
    await page.getByRole('button', { name }).click();
    const text = await page.evaluate('copied');
    for (const body of joint.slice(0, 2)) assert.ok(text.includes(form(body)), `${name}: ${text}`);
    assert.equal(text.includes(', 等. '), name === gbt && joint.length > 2, text);
  }
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a status flips on its day, by the clock of the visitor and in the time zone of the site', async () => {
  const file = files.find((f) => f.startsWith('doc/') && /class="v v-effective" data-until="/.test(read(f)));
  assert.ok(file, 'a document of the demonstration is in force until a day');
  const [, day, next] = read(file).match(/class="v v-effective" data-until="([^"]+)"[^]*?data-from="\1" hidden[^>]*>(?:<i>[^<]*<\/i>)?([^<]+)/);
  // an archived site stays as it was on its day
  const archived = /<aside class=archived/.test(read('index.html'));
  const then = archived ? '有效' : next;
  for (const way of routes.all) {
    for (const [time, label] of [[`${day}T00:00:00+08:00`, then], [new Date(Date.parse(`${day}T00:00:00+08:00`) - 60000), '有效']]) {
      const page = await open(browser, way.root);
      await page.clock.setFixedTime(time);
      await page.goto(way.root + file);
      assert.equal(await page.locator('dl.record .v:visible').innerText(), label, `${way.name} ${time}`);
      assert.equal(await page.locator('.banner:visible strong').innerText(), label);
      assert.deepEqual(page.complaints, []);
      await page.context().close();
    }
  }
});

test('an error of a page is reported to the form of the site or, without one, by a letter that names the page', async () => {
  const page = await open(browser, routes.all[0].root);
  await page.goto(routes.all[0].root + catalogue[0].url);
  const button = page.locator('#tools button', { hasText: '纠错' });
  await button.waitFor();
  const letter = await page.locator('.foot a[href^="mailto:"]').getAttribute('href');
  const session = await page.context().newCDPSession(page);
  await session.send('Page.enable');
  const asked = new Promise((done) => session.on('Page.frameRequestedNavigation', (e) => done(e.url)));
  await button.click();
  const url = await asked;
  assert.ok(url.startsWith(`${letter}?subject=`), url);
  assert.ok(decodeURIComponent(url).includes(catalogue[0].title) && decodeURIComponent(url).includes(catalogue[0].url.split('/').pop()), decodeURIComponent(url));
  await page.context().close();
});

test('traditional characters on demand: phrase by phrase, on every page until they are left, and never a name or a number', async () => {
  for (const way of routes.all) {
    const page = await open(browser, way.root, { viewport: { width: 360, height: 760 } });
    const asked = [];
    page.on('request', (r) => /hant/.test(r.url()) && asked.push(r.url()));
    await page.goto(`${way.root}${catalogue[0].url}`);
    const number = await page.locator('.record .take').first().innerText();
    assert.deepEqual(asked, [], 'nothing is loaded before it is used');
    await page.evaluate(() => { document.querySelector('.body').insertAdjacentHTML('beforeend', '<p id="probe">理发后发展，干部干净，规范；于某某、范某某同志：于某日发布；任命于*为科长；皇后之后。<code>发展</code></p>'); });
    const button = page.locator('.util button', { hasText: '繁體' });
    await button.click();
    await page.waitForFunction(() => document.documentElement.lang === 'zh-Hant');
    assert.equal(await page.locator('#probe').innerText(), '理髮後發展，幹部乾淨，規範；于某某、范某某同志：於某日發佈；任命于*爲科長；皇后之後。发展');
    assert.equal(await page.locator('.record .take').first().innerText(), number);
    assert.match(await page.evaluate(() => getComputedStyle(document.querySelector('main'), '::before').content), /簡體原文為準/);
    // content that appears later, and the next page, are also converted
    await page.goto(`${way.root}search.html?q=${encodeURIComponent('优待证')}`);
    await page.locator('#hits:not([aria-busy]) li').first().waitFor();
    await page.waitForFunction(() => document.querySelector('#hits').innerText.includes('優待證'));
    assert.equal(await page.locator('#q').inputValue(), '优待证');
    await page.locator('.util button', { hasText: '简体' }).click();
    await page.waitForFunction(() => document.documentElement.lang === 'zh-Hans' && document.querySelector('.util button'));
    assert.match(await page.locator('h1').innerText(), /检索/);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
});

test('reading aloud: block after block with a Chinese voice, and plain words where there is none', async () => {
  const way = routes.all[0];
  const document = catalogue.find((d) => d.validity === 'repealed') || catalogue[0];
  for (const voices of [[{ lang: 'en-GB', localService: true }, { lang: 'zh-CN', localService: true }], [{ lang: 'en-GB', localService: true }]]) {
    const page = await open(browser, way.root);
    await page.addInitScript((list) => {
      window.spoken = [];
      window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
      Object.defineProperty(window, 'speechSynthesis', { value: {
        getVoices: () => list, cancel: () => {}, addEventListener: () => {}, removeEventListener: () => {},
        speak: (u) => {
          window.spoken.push([u.text, u.voice.lang, window.document.querySelectorAll('.reading').length]);
          setTimeout(() => { u.onstart(); if (window.spoken.length < 3) u.onend(); }, 5);
        },
      } });
    }, voices);
    await page.goto(way.root + document.url);
    const button = page.locator('#tools button', { hasText: '朗读' });
    await button.click();
    if (voices.length === 2) {
      await page.waitForFunction(() => window.spoken.length === 3);
      for (const [text, lang, marked] of await page.evaluate(() => window.spoken)) assert.ok(text && lang === 'zh-CN' && marked === 1);
      assert.equal(await button.innerText(), '停止朗读');
      await button.click();
    } else {
      await page.locator('.no-voice').waitFor();
    }
    assert.equal(await button.innerText(), '朗读');
    assert.equal(await page.locator('.reading').count(), 0);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
});

test('a host that declares gb2312 for everything spoils neither pages, styles, words nor search', async () => {
  const server = await serve('/portal/xxgk/', site, {}, 'gb2312');
  const document = samples().find((s) => s.kind === 'document');
  const { title } = catalogue.find((d) => d.url.endsWith(document.file));
  const page = await open(browser, server.root);
  await page.goto(server.root + document.file);
  const found = JSON.parse(await page.evaluate(encoded));
  assert.ok(found.title.startsWith(title), found.title);
  assert.deepEqual([found.set, found.style, found.spoilt], ['UTF-8', '"›"', false]);
  await page.goto(`${server.root}search.html?q=${encodeURIComponent(title.slice(0, 8))}`);
  const search = JSON.parse(await page.evaluate(encoded));
  assert.ok(search.hits > 0 && !search.spoilt, JSON.stringify(search));
  assert.deepEqual(page.complaints, []);
  await page.context().close();
  server.close();
});
