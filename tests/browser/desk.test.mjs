// Tests the preview's desk, its badge and its two forms in a browser. MULU is the path of mulu; by
// default it is target/debug/mulu.
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
  `---\n标题: 第${number}号文件\n索引号: D/2026-${number}\n发文机关: 宁州市民政局\n成文日期: 2026-01-05\n发布日期: ${published}\n组配分类: 通知公告\n${more}---\n\n${text}\n`;

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

/** The violations that axe finds on a page. */
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
  assert.match(edit, /^vscode:\/\/file\/.*\/content\/1\.md:10:\d+$/);
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

  // a document without findings has a badge without a list, even if other documents have findings
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
  await page.locator('#mulu-badge .mulu-old').waitFor();
  assert.match(await page.textContent('main'), /再次改写/);
  assert.deepEqual(await violations(page), []);
  await page.goto(root);
  assert.equal(await page.locator('#mulu-badge .mulu-old, #mulu-findings').count(), 0);
  write('2.md', document(2, '第二篇，修好了。'));
  await page.goto(root + two.url);
  await page.locator('text=修好了').waitFor();
  await page.context().close();
});

const table = { name: '申请表.docx', mimeType: 'application/octet-stream', buffer: Buffer.from('word') };

test('the form says what is wrong at its field and keeps what was chosen', async () => {
  const page = await open(browser, root);
  await page.goto(`${desk}new`);
  assert.deepEqual(await violations(page), []);
  await page.setInputFiles('#files', table);
  await page.fill('#date_created', '2026-02-27');
  await page.click('button.go');
  await page.locator('#e-title').waitFor();
  assert.equal(await page.getAttribute('#title', 'aria-invalid'), 'true');
  assert.ok(await page.evaluate(() => document.activeElement?.id === 'title'), 'the first wrong field is ready to be typed into');
  assert.equal(await page.inputValue('#date_created'), '2026-02-27');
  assert.equal(await page.evaluate(() => /** @type {HTMLInputElement} */ (document.getElementById('files')).files.length), 1);
  assert.deepEqual(await violations(page), []);

  // the title is typed and the form is sent by keyboard
  await page.focus('#title');
  await page.keyboard.type('关于报送材料的通知');
  await page.selectOption('#category', { index: 1 });
  await page.fill('#text', '各科室：\n\n请按时报送。');
  await page.focus('button.go');
  await page.keyboard.press('Enter');
  await page.waitForURL(/new\?made=/);
  const written = new URL(page.url()).searchParams.get('made');
  const text = fs.readFileSync(path.join(site, written), 'utf8');
  assert.match(text, /^---\n标题: 关于报送材料的通知\n/);
  assert.match(text, /附件:\n- 申请表\.docx\n/);
  assert.ok(fs.existsSync(path.join(path.dirname(path.join(site, written)), '申请表.docx')));
  // the preview reloads the page after it has read the new document
  await page.locator('.made .edit').first().waitFor();
  await page.locator('.made .findings').waitFor();
  assert.deepEqual(await violations(page), []);
  await page.context().close();
});

test('files can be dropped onto the form', async () => {
  const page = await open(browser, root);
  await page.goto(`${desk}new`);
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.items.add(new File(['a'], '名册.xlsx'));
    document.getElementById('of-files').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  });
  assert.equal(await page.textContent('#chosen'), '名册.xlsx');
  await page.context().close();
});

test('the form works without scripts', async () => {
  const page = await open(browser, root, { javaScriptEnabled: false });
  await page.goto(`${desk}new`);
  await page.fill('#title', '关于无脚本的通知');
  await page.click('button.go');
  // a document needs a column, because the site declares columns
  await page.locator('#e-category').waitFor();
  await page.selectOption('#category', { index: 1 });
  await page.check('input[name=draft]');
  await page.click('button.go');
  await page.waitForURL(/new\?made=/);
  assert.match(fs.readFileSync(path.join(site, new URL(page.url()).searchParams.get('made')), 'utf8'), /草稿: 是/);
  await page.context().close();
});

test('a folder without a site offers to make one', async () => {
  const empty = fs.mkdtempSync(path.join(os.tmpdir(), 'mulu-start-'));
  const other = spawn(mulu, ['--lang', 'zh', '-r', empty, 'serve', '--port', '0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  try {
    const address = await new Promise((found) => other.stderr.on('data', (data) => {
      const at = String(data).match(/http:\/\/[^/]+\//);
      if (at) found(at[0]);
    }));
    const page = await open(browser, address);
    await page.goto(address);
    await page.waitForURL(/\/-\/desk\/start$/);
    assert.deepEqual(await violations(page), []);
    assert.equal(await page.locator('[role=alert]').count(), 0);
    // the fault is shown at its field; the typed values stay
    await page.fill('#title', '甲'.repeat(101));
    await page.fill('#body', '某县民政局');
    await page.click('button.go');
    await page.locator('#e-title').waitFor();
    assert.equal(await page.inputValue('#body'), '某县民政局');
    assert.deepEqual(page.complaints.filter((c) => c.startsWith('script')), []);
    await page.fill('#title', '某县民政局目录: 试用');
    await page.fill('#body', '某县民政局');
    await page.click('button.go');
    await page.locator('.brand', { hasText: '某县民政局' }).first().waitFor();
    assert.match(fs.readFileSync(path.join(empty, 'mulu.yaml'), 'utf8'), /name: 某县民政局/);
    await page.context().close();
  } finally {
    other.kill();
    fs.rmSync(empty, { recursive: true, force: true });
  }
});
