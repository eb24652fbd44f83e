// axe on one page of every kind, on a small and a large screen: nothing serious or critical.
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

for (const width of [360, 1440]) {
  test(`axe finds nothing serious at ${width} pixels`, { timeout: 300000 }, async (t) => {
    const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
    const way = routes.all[1];
    for (const { kind, file } of samples().filter((s) => s.kind !== 'redirect')) {
      await t.test(`${kind} ${file}`, async () => {
        // axe is put in from outside; only the check of the test itself goes past the policy of the page
        const page = await open(browser, way.root, { viewport: { width, height: 900 }, bypassCSP: true });
        await page.goto(way.root + file + (kind === 'search' ? '?q=%E4%BC%98%E5%BE%85%E8%AF%81' : ''));
        if (kind === 'search') await page.waitForTimeout(1000);
        await page.addScriptTag({ content: axe });
        const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
        const grave = found.violations.filter((v) => ['serious', 'critical'].includes(v.impact)).map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 120)).slice(0, 3).join(' | ')}`);
        assert.deepEqual(grave, []);
        await page.context().close();
      });
    }
  });
}
