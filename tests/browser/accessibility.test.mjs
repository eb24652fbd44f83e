// Tests that axe finds nothing on one page of every kind, in every mode, and that targets are large
// enough for a finger.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { launch, open, require, samples, ways } from './harness.mjs';

let browser, routes;
before(async () => {
  browser = await launch();
  routes = await ways();
});
after(async () => {
  await browser?.close();
  routes?.close();
});

const modes = [
  { name: 'phone', width: 360 },
  { name: 'wide', width: 1440 },
  { name: 'dark', width: 1440, options: { colorScheme: 'dark' } },
  { name: 'forced colours', width: 1440, options: { forcedColors: 'active' } },
  { name: 'large type', width: 360, fragment: '#elder' },
  { name: 'high contrast', width: 1440, fragment: '#contrast' },
];

for (const { name, width, options, fragment } of modes) {
  test(`axe finds nothing: ${name}`, { timeout: 300000 }, async (t) => {
    const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
    const way = routes.all[1];
    for (const { kind, file } of samples().filter((s) => s.kind !== 'redirect')) {
      await t.test(`${kind} ${file}`, async () => {
        // axe is injected, so the page's policy is bypassed for this check only
        const page = await open(browser, way.root, { viewport: { width, height: 900 }, bypassCSP: true, ...options });
        await page.goto(way.root + file + (kind === 'search' ? '?q=%E4%BC%98%E5%BE%85%E8%AF%81' : '') + (fragment || ''));
        await page.waitForTimeout(kind === 'search' ? 1000 : 200);
        await page.addScriptTag({ content: axe });
        const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
        assert.deepEqual(found.violations.map((v) => `${v.impact} ${v.id}: ${v.nodes.map((n) => n.html.slice(0, 120)).slice(0, 3).join(' | ')}`), []);
        await page.context().close();
      });
    }
  });
}

test('large type: letters of 24 pixels (18 points) at least, targets of 48, lines that are not close, kept from page to page, and left again', async () => {
  const way = routes.all[0]; // kept from a folder, too
  for (const width of [360, 1440]) {
    const page = await open(browser, way.root, { viewport: { width, height: 800 }, hasTouch: width < 500 });
    await page.goto(`${way.root}index.html`);
    await page.locator('.util a[href$="#elder"]').click();
    for (const { kind, file } of samples().filter((s) => !['redirect', '404'].includes(s.kind))) {
      await page.goto(way.root + file + (kind === 'search' ? '?q=%E4%BC%98%E5%BE%85%E8%AF%81' : ''));
      if (kind === 'search') await page.locator('#hits li').first().waitFor();
      await page.locator('.util button').first().waitFor();
      const wrong = await page.evaluate(() => {
        const out = [], shown = (e) => e.getClientRects().length > 0 && !e.closest('.vh,.skip,script,template,sup');
        if (!document.documentElement.classList.contains('elder')) out.push('it is not kept');
        if (!/^url\(/.test(getComputedStyle(document.querySelector('main a')).cursor)) out.push('the pointer is small');
        if (document.documentElement.scrollWidth > window.innerWidth) out.push(`${document.documentElement.scrollWidth} pixels wide`);
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
          const e = texts.currentNode.parentElement, size = parseFloat(getComputedStyle(e).fontSize);
          if (texts.currentNode.nodeValue.trim() && shown(e) && size < 24) out.push(`${size} pixels: ${e.tagName} ${e.className}`);
        }
        for (const e of document.querySelectorAll('a[href],button,input,select,summary')) {
          if (!shown(e) || e.closest('.body')) continue; // links within a sentence
          const box = (e.type === 'checkbox' ? e.closest('label') : e).getBoundingClientRect();
          if (box.width > 1 && (box.height < 47.5 || box.width < 43)) out.push(`${Math.round(box.width)}×${Math.round(box.height)}: ${e.tagName} ${e.className} ${e.textContent.slice(0, 20)}`);
        }
        for (const p of document.querySelectorAll('.body p')) {
          const style = getComputedStyle(p), line = parseFloat(style.lineHeight) / parseFloat(style.fontSize);
          if (line < 1.3) out.push(`lines of ${line}`);
          const next = p.nextElementSibling;
          if (p.className || !next || next.tagName !== 'P' || next.className) continue;
          const apart = (next.getBoundingClientRect().top - p.getBoundingClientRect().bottom + parseFloat(style.lineHeight)) / parseFloat(style.lineHeight);
          if (apart < 1.3) out.push(`paragraphs ${apart} lines apart`);
        }
        return [...new Set(out)];
      });
      assert.deepEqual(wrong, [], `${width} ${file}`);
      assert.deepEqual(page.complaints, []);
    }
    await page.locator('.util a[href$="#elder"]').click();
    await page.goto(`${way.root}index.html`);
    assert.equal(await page.evaluate(() => document.documentElement.classList.contains('elder')), false);
    await page.context().close();
  }
});
