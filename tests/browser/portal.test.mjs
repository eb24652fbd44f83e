// Tests a portal in a browser, over http:// and from a folder with its members beside it.
//
// MULU_PROVINCE is a folder with the portal in `portal` and each member in a folder beside it. The
// portal has a page of changes, because `portal.yaml` names earlier versions of the members.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { launch, open, require, serve } from './harness.mjs';

const province = path.resolve(process.env.MULU_PROVINCE);
const rows = JSON.parse(fs.readFileSync(path.join(province, 'portal/catalogue.json'), 'utf8')).documents;
const members = [...new Set(rows.map((row) => row.member))].sort();
const PAGES = ['index.html', 'members.html', 'stale.html', 'changes.html', 'relations.html', 'category/index.html', 'search.html?q=%E9%80%9A%E7%9F%A5'];

let browser, server, ways;
before(async () => {
  browser = await launch();
  server = await serve('/gkml/', province);
  ways = [{ name: 'file://', root: `${pathToFileURL(province)}/` }, { name: 'http://', root: server.root }];
});
after(async () => {
  await browser?.close();
  server?.close();
});

const opened = (page) => page.locator('#hits:not([aria-busy]) li').first().waitFor();
/** How many documents were found, as the status says. */
const found = async (page) => Number((await page.locator('#status').innerText()).match(/\d+/)[0]);

for (const at of [0, 1]) {
  test(`${at ? 'http' : 'file'}: home, members and search lead to the members' own pages`, { timeout: 60000 }, async () => {
    const way = ways[at], page = await open(browser, way.root);
    await page.goto(`${way.root}portal/index.html`);
    assert.deepEqual((await page.locator('.offices a').allInnerTexts()).sort(), members);
    assert.ok((await page.locator('.sum').innerText()).replace(/\s/g, '').includes(`${rows.length}件`));
    const years = await page.locator('.years a').allInnerTexts();
    await page.locator('.offices a').first().click();
    await page.waitForURL((url) => !url.href.includes('/portal/'));
    assert.equal(await page.locator('main').count(), 1, "the member's home page");

    await page.goto(`${way.root}portal/search.html?q=%E9%80%9A%E7%9F%A5`);
    await opened(page);
    assert.equal(await found(page), rows.filter((row) => row.title.includes('通知')).length);
    assert.deepEqual(await page.locator('#facets input[name=year]').evaluateAll((all) => all.map((e) => e.value)), years, 'the years have the same names on the home page');
    // a click on a member leaves only its documents; the address keeps the member
    const member = members[1], own = rows.filter((row) => row.member === member && row.title.includes('通知')).length;
    await page.locator('#facet-member label', { hasText: member }).click();
    await page.waitForFunction((n) => document.getElementById('status').textContent.match(/\d+/)?.[0] === n, String(own));
    assert.ok(new URL(page.url()).searchParams.getAll('member').includes(member));
    await page.locator('#hits li a').first().click();
    await page.waitForURL((url) => /\/doc\//.test(url.href) && !url.href.includes('/portal/'));
    assert.equal(await page.locator('#text').count(), 1, "the document's page");

    // the index has spare numbers for new documents (docs/portal.md); the search finds none of them
    await page.goto(`${way.root}portal/search.html?q=&sort=date`);
    await opened(page);
    assert.ok(await found(page) >= rows.length, 'the documents, and the pages of the members');
    const titles = await page.locator('#hits li a').allInnerTexts();
    assert.ok(titles.every((title) => title.trim()), titles.join());

    await page.goto(`${way.root}portal/stale.html`);
    assert.equal(await page.locator('svg.months').count(), members.length, 'a chart for each member');
    await page.goto(`${way.root}portal/changes.html`);
    assert.ok((await page.locator('main table tbody tr').count()) > 0, 'members with changes');
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
}

test('axe finds nothing on the pages of a portal, and none is wider than the window', { timeout: 60000 }, async () => {
  const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'), wrong = [];
  for (const width of [360, 1440]) {
    const page = await open(browser, ways[1].root, { viewport: { width, height: 900 }, bypassCSP: true });
    for (const file of PAGES) {
      await page.goto(`${ways[1].root}portal/${file}`);
      if (file.startsWith('search')) await opened(page);
      await page.addScriptTag({ content: axe });
      const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
      wrong.push(...violations.map((v) => `${width} ${file}: ${v.impact} ${v.id}: ${v.nodes[0].html.slice(0, 120)}`));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      if (wide > width) wrong.push(`${width} ${file}: ${wide} pixels wide`);
    }
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
  assert.deepEqual(wrong, []);
});
