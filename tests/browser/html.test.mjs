// Tests that the Nu checker finds no errors on pages of every kind, and, if xmllint is installed,
// that all XML files of the site are well-formed.
import test from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { files, modules, samples, site } from './harness.mjs';

test('the Nu checker finds no error on any kind of page', { timeout: 300000 }, async (t) => {
  const jar = path.join(modules, 'vnu-jar/build/dist/vnu.jar');
  const chosen = samples();
  const run = spawnSync('java', ['-jar', jar, '--errors-only', '--exit-zero-always', '--format', 'json', ...chosen.map((s) => path.join(site, s.file))], { encoding: 'utf8', maxBuffer: 1 << 26 });
  assert.equal(run.error, undefined, 'java cannot be run');
  const report = JSON.parse(run.stderr);
  for (const { kind, file } of chosen) {
    await t.test(`${kind} ${file}`, () => {
      const own = report.messages.filter((m) => (m.url || '').endsWith(encodeURI(file)) || (m.url || '').endsWith(file));
      assert.deepEqual(own.map((m) => `${m.lastLine}: ${m.message} ${m.extract || ''}`).slice(0, 5), []);
    });
  }
  assert.equal(report.messages.length, 0, JSON.stringify(report.messages.slice(0, 3)));
});

test('feed and sitemap are well-formed', (t) => {
  if (spawnSync('xmllint', ['--version']).error) return t.skip('no xmllint; the Rust tests parse them too');
  const xml = files.filter((f) => f.endsWith('.xml'));
  assert.ok(xml.includes('feed.xml') && xml.includes('sitemap.xml'), xml.join());
  const run = spawnSync('xmllint', ['--noout', '--nonet', ...xml.map((f) => path.join(site, f))], { encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
});
