// Tests that catalogue.xlsx, as LibreOffice reads it, equals catalogue.csv. Without LibreOffice the
// test is skipped with a note.
//
//   MULU_SITE=<folder of the built site> node tests/office/xlsx.mjs
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import assert from 'node:assert/strict';

/** Rows of a CSV text (RFC 4180). */
function rows(text) {
  const out = [[]];
  for (const [, quoted, plain, end] of text.replace(/^\ufeff/, '').matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    out[out.length - 1].push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== ',') out.push([]);
  }
  return out.filter((r) => r.length > 1);
}

const site = process.env.MULU_SITE;
if (spawnSync('soffice', ['--version']).error) {
  console.log('left out: no LibreOffice here (soffice) to open catalogue.xlsx with');
  process.exit(0);
}
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mulu-office-'));
try {
  // tokens: comma, quote, UTF-8, from line 1, no formats, text quoted, ... cells as shown, ... every sheet
  const filter = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,false,false,-1';
  const profile = `-env:UserInstallation=file://${folder}/profile`;
  const run = spawnSync('soffice', [profile, '--headless', '--convert-to', filter, '--outdir', folder, path.join(site, 'catalogue.xlsx')], { encoding: 'utf8' });
  const file = fs.readdirSync(folder).find((f) => f.endsWith('.csv'));
  assert.ok(file, run.stdout + run.stderr);
  const office = rows(fs.readFileSync(path.join(folder, file), 'utf8'));
  const own = rows(fs.readFileSync(path.join(site, 'catalogue.csv'), 'utf8'));
  assert.ok(own.length > 50);
  assert.deepEqual(office, own);
  console.log(`LibreOffice reads the ${own.length} rows of catalogue.csv in catalogue.xlsx`);
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}
