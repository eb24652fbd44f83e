// The preview's desk, its badge and its form in a browser, on a site of the test's own. MULU names the program.
import test from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch, open, require } from './harness.mjs';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const mulu = process.env.MULU || path.join(repository, 'target/debug/mulu');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mulu-desk-'));
const site = path.join(folder, 'site');
const file = (name) => path.join(site, 'content', name);
const write = (name, text) => fs.writeFileSync(file(name), text);
const run = (...args) => execFileSync(mulu, ['-q', '--as-of', '2026-03-01', '-r', site, ...args], { stdio: 'pipe' });
const document = (number, text, more = '', published = '2026-01-06') =>
  `---\n标题: 第${number}号文件\n索引号: D/2026-${number}\n发文机关: 宁州市民政局\n成文日期: 2026-01-05\n发布日期: ${published}\n${more}---\n\n${text}\n`;

execFileSync(mulu, ['-q', 'init', site]);
fs.appendFileSync(path.join(site, 'mulu.yaml'), '\neditor: vscode\n');
write('1.md', document(1, '各街道要把走访慰问作为关健环节。'));
write('2.md', document(2, '第二篇。'));
write('3.md', document(3, '第三篇。'));
run('build');
write('2.md', document(2, '第二篇，已经改写。'));
fs.rmSync(file('3.md'));
write('4.md', document(4, '草稿一篇。', '草稿: 是\n'));
write('6.md', document(6, '以后的一篇。', '', '2026-04-01'));

const server = spawn(mulu, ['--lang', 'zh', '--as-of', '2026-03-01', '-r', site, 'serve', '--port', '0'], { stdio: ['ignore', 'ignore', 'pipe'] });
const root = await new Promise((found) => {
  let address = '';
  let said = '';
  server.stderr.on('data', (data) => {
    said += data;
    address = address || (said.match(/http:\/\/[^/]+\//) || [''])[0];
    if (address && said.includes('篇文档的预览')) found(address);
  });
});
const browser = await launch();
test.after(async () => {
  await browser.close();
  server.kill();
  fs.rmSync(folder, { recursive: true, force: true });
});

/** What axe has to say about a page. */
async function violations(page) {
  await page.evaluate(axe);
  const { violations: all } = await page.evaluate(() => window.axe.run());
  return all.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join('; ')}`);
}

const desk = `${root}-/desk/`;

for (const width of [1440, 768]) {
  test(`every page of the desk is accessible at ${width} and nothing runs out of it`, async () => {
    const page = await open(browser, root, { viewport: { width, height: 900 } });
    for (const name of ['', 'findings', 'findings?by=code&severity=warning', 'documents', 'documents?q=无此文件', 'changes']) {
      await page.goto(desk + name);
      assert.deepEqual(await violations(page), [], name);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(over <= 0, `${name}: ${over} px too wide`);
    }
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
}

test('the desk says what visitors will see changed, what is gone, and what was left out', async () => {
  const page = await open(browser, root);
  await page.goto(desk);
  const text = await page.textContent('main');
  for (const part of ['第3号文件', '下列文档已经公布过', '第4号文件', '第6号文件', '2026-04-01']) assert.ok(text.includes(part), part);
  await page.goto(`${desk}changes`);
  assert.equal(await page.textContent('ins'), '，已经改写');
  await page.goto(`${desk}findings`);
  const edit = await page.getAttribute('.finding .edit', 'href');
  assert.match(edit, /^vscode:\/\/file\/.*\/content\/1\.md:9:\d+$/);
  await page.context().close();
});

test('the desk works without scripts', async () => {
  const page = await open(browser, root, { javaScriptEnabled: false });
  await page.goto(desk);
  await page.click('nav a[href$="documents"]');
  await page.fill('#q', '第2号');
  await page.click('.find button');
  assert.match(await page.textContent('tbody'), /第2号文件/);
  assert.equal(await page.locator('tbody tr').count(), 1);
  await page.context().close();
});

test('the badge lists this document’s findings and shows the place', async () => {
  const page = await open(browser, root);
  const [one] = (await (await page.request.get(`${root}catalogue.json`)).json()).documents.filter((d) => d.title === '第1号文件');
  await page.goto(root + one.url);
  const badge = page.locator('#mulu-badge');
  assert.match(await badge.locator('summary').textContent(), /警告 1/);
  await badge.locator('summary').click();
  await badge.locator('li button').click();
  const mark = page.locator('mark.mulu-mark');
  assert.equal(await mark.textContent(), '关健');
  assert.ok(await mark.evaluate((m) => m === document.activeElement));
  assert.deepEqual(await violations(page), []);

  // a document without findings has a badge without a list, whatever is wrong elsewhere
  await page.goto(root);
  assert.equal(await page.locator('#mulu-badge li').count(), 0);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a draft is seen with its band, and a save leads to it when asked', async () => {
  const page = await open(browser, root);
  await page.goto(desk);
  await page.click('text=第4号文件');
  assert.match(page.url(), /\/-\/drafts\//);
  assert.match(await page.textContent('#mulu-band'), /草稿/);
  assert.deepEqual(await violations(page), []);
  await page.goto(desk);
  await page.check('#mulu-follow');
  await page.reload();
  assert.ok(await page.isChecked('#mulu-follow'), 'the switch is kept');
  write('2.md', document(2, '第二篇，再次改写。'));
  await page.waitForURL(/d-2026-2\.html$/);
  await page.locator('text=再次改写').waitFor();
  write('4.md', document(4, '草稿一篇，改过。', '草稿: 是\n'));
  await page.waitForURL(/\/-\/drafts\/.*d-2026-4\.html$/);
  await page.locator('text=草稿一篇，改过').waitFor();
  await page.context().close();
});

test('the error of a document keeps its last good page and leaves the others alone', async () => {
  const page = await open(browser, root);
  const [two] = (await (await page.request.get(`${root}catalogue.json`)).json()).documents.filter((d) => d.title === '第2号文件');
  await page.goto(root + two.url);
  write('2.md', document(2, '坏了。').replace('2026-01-05', '某日'));
  await page.locator('#mulu-badge .old').waitFor();
  assert.match(await page.textContent('main'), /再次改写/);
  assert.deepEqual(await violations(page), []);
  await page.goto(root);
  assert.equal(await page.locator('#mulu-badge .old, #mulu-findings').count(), 0);
  write('2.md', document(2, '第二篇，修好了。'));
  await page.goto(root + two.url);
  await page.locator('text=修好了').waitFor();
  await page.context().close();
});
