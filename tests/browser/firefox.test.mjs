// Tests the pages in Firefox, over file:// and HTTP: the console is silent, nothing is asked of
// another host, every control is reached by the keyboard, choices are kept from page to page, and
// the pages can be read without scripts.
import test from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { controls, firefox, focused, read, samples, startFirefox, ways } from './harness.mjs';

const options = { skip: !firefox && 'left out: there is no Firefox here', timeout: 300000 };
const kinds = samples().filter(({ kind }, i, all) => kind !== 'redirect' && all.findIndex((s) => s.kind === kind) === i);
const routes = await ways();
test.after(routes.close);

/** Waits until the scripts of the page have added their controls. */
const ready = `(async () => {
  const has = () => document.querySelectorAll('.util button').length && (!document.getElementById('hits') || document.querySelector('.still'));
  for (let i = 0; i < 250 && !has(); i++) await new Promise((done) => setTimeout(done, 20));
})()`;

const TAB = '\uE004';
const press = (fox, value) => fox.command('input.performActions', { actions: [{ type: 'key', id: 'keys', actions: [{ type: 'keyDown', value }, { type: 'keyUp', value }] }] });

test('Firefox: the console is silent, nothing leaves the site, and Tab reaches every control', options, async (t) => {
  const fox = await startFirefox(['log.entryAdded', 'network.beforeRequestSent']);
  try {
    for (const { name, root } of routes.all) {
      for (const { kind, file } of kinds) {
        if (kind === '404' && name === 'file://') continue; // only a server sends it
        await t.test(`${name} ${kind} ${file}`, async () => {
          fox.heard.length = 0;
          await fox.goto(root + file);
          await fox.evaluate(ready);
          const all = (await fox.evaluate(controls)).split(',').filter(Boolean);
          const reached = new Set();
          for (let i = 0; i < 2 * all.length + 9 && all.some((stop) => !reached.has(stop)); i++) {
            await press(fox, TAB);
            reached.add(JSON.parse(await fox.evaluate(focused))[0]); // a window without a screen never shows the focus
          }
          assert.deepEqual(all.filter((stop) => !reached.has(stop)), []);
          const said = fox.heard.filter((e) => e.event === 'log.entryAdded' && ['error', 'warn'].includes(e.level)).map((e) => e.text);
          const asked = fox.heard.filter((e) => e.request && !e.request.url.startsWith(root) && !/^(data|blob):/.test(e.request.url)).map((e) => e.request.url);
          assert.deepEqual([said, asked], [[], []]);
        });
      }
    }
  } finally {
    await fox.close();
  }
});

test('Firefox: large type and the size of the text are kept, and are left again', options, async () => {
  const fox = await startFirefox();
  const first = samples().find((s) => s.kind === 'document' && /class="?near/.test(read(s.file)));
  const goOn = async (selector) => {
    const before = await fox.evaluate('location.pathname');
    await fox.evaluate(`document.querySelector('${selector}').click()`);
    for (let i = 0; i < 100 && (await fox.evaluate('location.pathname').catch(() => before)) === before; i++) await new Promise((done) => setTimeout(done, 50));
    await fox.evaluate(ready);
  };
  const sizes = async () => JSON.parse(await fox.evaluate(`JSON.stringify(['html', '.body'].map((s) => parseFloat(getComputedStyle(document.querySelector(s)).fontSize)))`));
  try {
    for (const { root } of routes.all) {
      await fox.goto(root + first.file);
      await fox.evaluate(ready);
      assert.deepEqual(await sizes(), [16, 18]);
      await fox.evaluate(`document.querySelector('.util a[href$="#elder"]').focus(), document.querySelector('#tool-list button').click()`);
      await press(fox, '\uE007'); // Enter
      const chosen = await sizes();
      assert.ok(chosen[0] === 24 && chosen[1] > 27, `${chosen}`);
      await goOn('.near a');
      assert.deepEqual(await sizes(), chosen);
      await fox.evaluate(`document.querySelector('.util a[href$="#elder"]').click(), [1, 2].forEach(() => document.querySelector('#tool-list button').click())`);
      assert.deepEqual(await sizes(), [16, 18]);
      await goOn('.near a');
      assert.deepEqual(await sizes(), [16, 18]);
    }
  } finally {
    await fox.close();
  }
});

const hasPdftotext = !spawnSync('pdftotext', ['-v']).error;

test('Firefox: without scripts, every page prints its heading and its text, and the search page the other ways', { ...options, skip: options.skip || (!hasPdftotext && 'left out: there is no pdftotext here') }, async () => {
  const fox = await startFirefox([], 'user_pref("javascript.enabled", false);\n');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mulu-printed-')), bare = (text) => text.replace(/&amp;/g, '&').replace(/\s+/g, '');
  try {
    for (const { name, root } of routes.all) {
      for (const { kind, file } of kinds.filter((k) => k.kind !== '404')) {
        await fox.goto(root + file);
        const pdf = path.join(folder, 'page.pdf');
        fs.writeFileSync(pdf, Buffer.from((await fox.command('browsingContext.print')).data, 'base64'));
        const printed = bare(execFileSync('pdftotext', [pdf, '-'], { encoding: 'utf8' }));
        for (const part of ['h1', { search: 'strong', document: 'div class="?body"?', page: 'div class="?body"?' }[kind]].filter(Boolean)) {
          const [, html] = read(file).split(new RegExp(`<main[^]*?<${part}[^>]*>`));
          const first = bare(html.slice(0, 999).split(/<\/(?:h1|strong)>/)[0].replace(/<[^>]*>/g, '')).slice(0, 12);
          assert.ok(first && printed.includes(first), `${name} ${file}: ${part} ${first}: ${printed.slice(0, 200)}`);
        }
      }
    }
  } finally {
    await fox.close();
    fs.rmSync(folder, { recursive: true });
  }
});
