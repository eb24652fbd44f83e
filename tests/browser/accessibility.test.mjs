// axe on one page of every kind, in every mode: nothing at all. And targets that a finger can hit.
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
        // axe is put in from outside; only the check of the test itself goes past the policy of the page
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
