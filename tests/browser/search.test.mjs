// Tests that `mulu.search` finds exactly the documents that a scan of the pages and attached files
// finds. Also tests filters, facets and the search page.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { inflateRawSync } from 'node:zlib';
import { answered, catalogue, files, launch, modules, open, read, require, site, ways } from './harness.mjs';

const QUERIES = 400;
let browser, routes, table;
before(async () => {
  assert.ok(fs.existsSync(path.join(site, 'search/engine.js')), 'search/engine.js is not in the site: there is no engine to test');
  browser = await launch();
  routes = await ways();
  // the simplified form of every traditional character, from OpenCC
  const dictionary = path.join(modules, 'opencc-js/dist/esm-lib/dict/TSCharacters.js');
  const text = (await import(pathToFileURL(dictionary))).default;
  table = new Map(text.split('|').map((pair) => [pair.split(' ')[0], pair.split(' ')[1]]));
});
after(async () => {
  await browser?.close();
  routes?.close();
});


function fold(text) {
  let out = Array.from(text.normalize('NFKC'), (c) => c.toLowerCase()).join('');
  out = Array.from(out, (c) => table.get(c) || c).join('');
  out = out.replace(/[〔[(（【〈﹝]/g, '(').replace(/[〕\])）】〉﹞]/g, ')').replace(/[–—－]/g, '-');
  out = out.replace(/[\u200b-\u200d\u2060\ufeff]/g, '');
  return out.replace(/(\p{Script=Han})\s+/gu, '$1').replace(/\s+(?=\p{Script=Han})/gu, '');
}

/** The files of a zip archive, by name. */
function unzip(bytes) {
  const members = new Map();
  const end = bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  let at = bytes.readUInt32LE(end + 16);
  for (let n = bytes.readUInt16LE(end + 10); n > 0; n--) {
    const [method, size, name, extra, comment, from] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32), bytes.readUInt32LE(at + 42)];
    const start = from + 30 + bytes.readUInt16LE(from + 26) + bytes.readUInt16LE(from + 28);
    const packed = bytes.subarray(start, start + size);
    members.set(bytes.toString('utf8', at + 46, at + 46 + name), method ? inflateRawSync(packed) : packed);
    at += 46 + name + extra + comment;
  }
  return members;
}

const xmlText = (xml) => xml.replace(/<(w:tab|w:br|w:cr)\b[^>]*>/g, ' ').replace(/<[^>]*>/g, '').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&apos;/g, "'").replace(/&#(\d+);/g, (_, n) => String.fromCodePoint(n)).replace(/&amp;/g, '&').replace(/\s+/g, ' ').trim();
const inside = new Map();

/**
 * The paragraphs of a Word file or the cells of a workbook; nothing for a PDF (see `isInPdf`) or a
 * missing file.
 */
function textsIn(file) {
  if (!inside.has(file)) inside.set(file, file.endsWith('.pdf') || !fs.existsSync(file) ? [] : read(file));
  return inside.get(file);
  function read() {
    const members = unzip(fs.readFileSync(file));
    const xml = (name) => (members.has(name) ? members.get(name).toString('utf8') : '');
    if (file.endsWith('.docx')) return [...members.keys()].filter((name) => /^word\/(document|footnotes|endnotes|header\d*|footer\d*)\.xml$/.test(name)).flatMap((name) => xml(name).split(/<\/w:p>/).map(xmlText)).filter(Boolean);
    const shared = xml('xl/sharedStrings.xml').split('</si>').map(xmlText);
    const cells = [...members.keys()].filter((name) => name.startsWith('xl/worksheets/')).flatMap((name) => xml(name).match(/<c\b[^>]*>.*?<\/c>/gs) || []);
    return cells.map((cell) => (/\bt="s"/.test(cell) ? shared[Number(xmlText(cell))] : xmlText(cell))).filter(Boolean);
  }
}

/**
 * Whether a hit that the scan lacks may be right because of a PDF, which the scan cannot read. The
 * excerpt must show one of the terms.
 */
function isInPdf(hit, query) {
  if (!hit?.attachment || !/\.pdf(#page=\d+)?$/.test(hit.attachment.url)) return false;
  return query.split(/\s+/).map(fold).filter(Boolean).some((term) => fold(hit.excerpt).includes(term));
}

/**
 * The address and all searched fields of each document and page, read from the catalogue, the pages
 * and the attached files.
 */
async function scan(page) {
  const documents = new Map();
  const byUrl = new Map(catalogue.map((d) => [d.url, d]));
  for (const file of files.filter((f) => f.endsWith('.html'))) {
    const kind = (read(file).match(/<body class="?is-([a-z0-9-]+)"/) || [])[1];
    if (kind !== 'document' && kind !== 'page') continue;
    await page.goto(pathToFileURL(path.join(site, file)).href);
    const seen = await page.evaluate(() => {
      const BLOCK = new Set(['P', 'LI', 'UL', 'OL', 'TD', 'TH', 'TR', 'TABLE', 'THEAD', 'TBODY', 'PRE', 'H2', 'H3', 'H4', 'H5', 'H6', 'BLOCKQUOTE', 'DIV', 'SECTION', 'HR']);
      const blocks = [];
      let text = '';
      const flush = () => {
        if (text.trim()) blocks.push(text.trim());
        text = '';
      };
      const walk = (node) => {
        for (const child of node.childNodes) {
          if (child.nodeType === Node.TEXT_NODE) text += child.data;
          if (child.nodeType !== Node.ELEMENT_NODE) continue;
          if (child.matches('.footnote-ref, [role="doc-backlink"], p.was')) continue;
          if (child.tagName === 'IMG') text += child.alt;
          else if (child.tagName === 'BR') text += ' ';
          else if (BLOCK.has(child.tagName)) {
            flush();
            walk(child);
            flush();
          } else walk(child);
        }
      };
      walk(document.querySelector('.body'));
      flush();
      const description = document.querySelector('meta[name="Description"]')?.content;
      return {
        blocks,
        title: document.querySelector('h1').textContent,
        files: [...document.querySelectorAll('#attachments ul.files a')].map((a) => a.textContent),
        inside: [...document.querySelectorAll('#attachments ul.files a, .body a[href]')].map((a) => a.href.replace(/#.*/, '')),
        description: description && !description.endsWith('…') ? description : null,
      };
    });
    const d = byUrl.get(file);
    const fields = d
      ? [d.title, d.index_number, d.document_number, d.registration_number, d.issuing_body, ...(d.joint_issuing_bodies || []), ...(d.keywords || []), d.summary]
      : [seen.title, seen.description];
    const inside = [...new Set(seen.inside)].filter((address) => address.startsWith('file:') && /\.(docx|xlsx|pdf)$/.test(address)).flatMap((address) => textsIn(fileURLToPath(address)));
    documents.set(file, [...fields, ...seen.files, ...seen.blocks, ...inside].filter(Boolean).map(fold));
  }
  return documents;
}

/** The addresses of the documents that have every term, by a scan of all documents. */
function expected(documents, query) {
  const terms = query.split(/\s+/).map(fold).filter(Boolean);
  return [...documents].filter(([, fields]) => terms.every((t) => fields.some((f) => f.includes(t)))).map(([url]) => url).sort();
}

/** Repeatable random numbers. */
function chance(seed) {
  let s = seed;
  return (n) => {
    s = (Math.imul(s, 1664525) + 1013904223) >>> 0;
    return Math.floor((s / 4294967296) * n);
  };
}

function queries(documents) {
  const { Converter } = require('opencc-js');
  const traditional = Converter({ from: 'cn', to: 'tw' });
  const random = chance(20261121);
  const texts = [...documents.values()].flat().filter((f) => f.length >= 2);
  const piece = (most = 10) => {
    for (;;) {
      const chars = Array.from(texts[random(texts.length)]);
      const length = Math.min(chars.length, 2 + random(most - 1));
      const found = chars.slice(random(chars.length - length + 1)).slice(0, length).join('');
      if (found.trim() === found && !/\s/.test(found)) return found;
    }
  };
  const all = [];
  for (let i = 0; i < QUERIES * 0.4; i++) all.push(piece());
  for (const d of catalogue.slice(0, 40)) {
    const number = d.document_number;
    all.push(d.title, d.index_number, d.index_number.toLowerCase());
    if (number) all.push(number, number.replace('〔', '[').replace('〕', ']'), number.replace('〔', '（').replace('〕', '）'), number.replace('〔', '【').replace('〕', '】').replace(/\d/g, (n) => String.fromCharCode(n.charCodeAt(0) + 0xfee0)));
  }
  for (let i = 0; i < QUERIES * 0.15; i++) all.push(traditional(piece()));
  for (let i = 0; i < QUERIES * 0.25; i++) all.push(`${piece(5)} ${piece(5)}`);
  for (let i = 0; i < QUERIES * 0.1; i++) all.push(`${piece(4)}　${piece(4)} ${piece(3)}`);
  for (let i = 0; i < QUERIES * 0.1; i++) {
    // two joined pieces mostly find nothing
    const chars = Array.from(piece(4) + piece(4));
    all.push(chars.slice(0, 10).join(''));
  }
  for (let i = 0; i < 20; i++) all.push(Array.from(piece(2))[0]);
  all.push('退役军人', '退役軍人', '优待证 申领', 'ＱＣＤ01', '没有这样的文件', '2023', '  ', '一、', '“三属”', 'PDF');
  return [...new Set(all)];
}

test('mulu.search finds exactly what a plain scan finds', { timeout: 600000 }, async (t) => {
  const reader = await open(browser, routes.all[0].root, { javaScriptEnabled: true });
  const documents = await scan(reader);
  await reader.context().close();
  assert.ok(documents.size >= catalogue.length && catalogue.length > 50);
  const asked = queries(documents);
  assert.ok(asked.length >= 200);
  for (const [way, processors] of routes.all.flatMap((way) => [[way, 2], [way, 8]])) {
    await t.test(`${way.name}, ${processors} processors: ${asked.length} queries`, async () => {
      const page = await open(browser, way.root, { processors });
      await page.goto(`${way.root}search.html`);
      await page.waitForFunction(() => typeof window.mulu?.search === 'function');
      const results = await page.evaluate(async (asked) => {
        const out = [];
        for (const q of asked) {
          const r = await window.mulu.search(q, { limit: Infinity });
          out.push({ total: r.total, exact: r.exact, hits: r.hits.map(({ url, excerpt, attachment }) => ({ url, excerpt, attachment })) });
        }
        return out;
      }, asked);
      const wrong = [];
      let [found, missed, extra, inPdf] = [0, 0, 0, 0];
      asked.forEach((query, i) => {
        const want = expected(documents, query);
        const hits = results[i].hits.filter((h) => want.includes(h.url) || !isInPdf(h, query));
        inPdf += results[i].hits.length - hits.length;
        const got = hits.map((h) => h.url).sort();
        const missing = want.filter((u) => !got.includes(u)), more = got.filter((u) => !want.includes(u));
        found += want.length;
        missed += missing.length;
        extra += more.length;
        if (missing.length || more.length || results[i].total !== results[i].hits.length || results[i].exact !== true || new Set(got).size !== got.length) {
          wrong.push({ query, want: want.length, total: results[i].total, exact: results[i].exact, missing: missing.slice(0, 3), more: more.slice(0, 3) });
        }
      });
      t.diagnostic(`${way.name}, ${page.workers().length ? 'in a worker' : 'in the page'}, ${asked.length} queries, ${found} results, ${inPdf} more in PDFs: recall ${((found - missed) / found).toFixed(3)}, precision ${((found - missed) / (found - missed + extra)).toFixed(3)}`);
      assert.equal(page.workers().length, processors > 2 ? 1 : 0);
      assert.deepEqual(wrong.slice(0, 10), [], `${wrong.length} of ${asked.length} queries`);
      assert.deepEqual(page.complaints, []);
      await page.context().close();
    });
  }
});

test('no excerpt divides a number', async () => {
  const page = await open(browser, routes.all[0].root);
  await page.goto(`${routes.all[0].root}search.html`);
  await page.waitForFunction(() => typeof window.mulu?.search === 'function');
  const hits = await page.evaluate(async () => (await Promise.all(['优待', '资金', '预算', '报告'].map((q) => window.mulu.search(q, { limit: 100 })))).flatMap((r) => r.hits));
  let cut = 0;
  for (const { url, excerpt } of hits.filter((h) => h.excerpt && !h.attachment)) {
    const text = read(url).replace(/<[^>]*>/g, ''), shown = excerpt.replace(/^…|…$/g, ''), from = text.indexOf(shown), to = from + shown.length;
    if (from < 0) continue;
    cut++;
    assert.ok(!/^\d\d$/.test(text.slice(from - 1, from + 1)) && !/^\d\d$/.test(text.slice(to - 1, to + 1)), `${url}: ${excerpt}`);
  }
  assert.ok(cut > 50, `${cut} excerpts`);
  await page.context().close();
});

test('filters, order and facets agree with the catalogue', async () => {
  for (const way of routes.all) {
    const page = await open(browser, way.root);
    await page.goto(`${way.root}search.html`);
    await page.waitForFunction(() => typeof window.mulu?.search === 'function');
    const ask = (query, options) => page.evaluate(async ([q, o]) => window.mulu.search(q, { ...o, limit: Infinity }), [query, options]);
    const numbers = (r) => r.hits.map((h) => h.index_number).filter(Boolean).sort();
    const body = catalogue[0].issuing_body;
    assert.deepEqual(numbers(await ask('', { filters: { issuing_body: body } })), catalogue.filter((d) => d.issuing_body === body || d.joint_issuing_bodies?.includes(body)).map((d) => d.index_number).sort());
    for (const validity of new Set(catalogue.map((d) => d.validity))) {
      assert.deepEqual(numbers(await ask('', { filters: { validity } })), catalogue.filter((d) => d.validity === validity).map((d) => d.index_number).sort(), validity);
    }
    for (const year of new Set(catalogue.map((d) => d.date_published.slice(0, 4)))) {
      assert.deepEqual(numbers(await ask('', { filters: { year } })), catalogue.filter((d) => d.date_published.startsWith(year)).map((d) => d.index_number).sort(), year);
    }
    const category = catalogue[0].category.split('/')[0];
    const below = await ask('', { filters: { category } });
    assert.deepEqual(numbers(below), catalogue.filter((d) => d.category === category || d.category.startsWith(`${category}/`)).map((d) => d.index_number).sort());
    const two = [...new Set(catalogue.map((d) => d.date_published.slice(0, 4)))].slice(0, 2);
    assert.equal((await ask('', { filters: { year: two, validity: ['repealed', 'expired'] } })).total, catalogue.filter((d) => two.includes(d.date_published.slice(0, 4)) && ['repealed', 'expired'].includes(d.validity)).length);
    const byDate = (await ask('退役军人', { sort: 'date' })).hits.filter((h) => h.date_published).map((h) => h.date_published);
    assert.deepEqual(byDate, [...byDate].sort().reverse());
    const all = await ask('', {});
    // a missing query counts as an empty one, and a filter without values as no filter
    for (const nothing of [undefined, null, '']) {
      for (const filters of [undefined, {}, { year: [], category: [], validity: [], issuing_body: [] }]) {
        assert.equal((await page.evaluate(async ([q, f]) => (await window.mulu.search(q, { filters: f })).total, [nothing, filters])), all.total, `${nothing} ${JSON.stringify(filters)}`);
      }
    }
    const named = await page.evaluate(() => window.mulu.facets());
    assert.deepEqual(named.map((f) => f.name), Object.keys(all.facets), 'the index says which facets there are');
    assert.deepEqual(named.slice(0, 4).map((f) => [f.name, f.nests]), [['category', true], ['issuing_body', false], ['year', false], ['validity', false]]);
    for (const [year, n] of Object.entries(all.facets.year)) assert.equal(n, catalogue.filter((d) => d.date_published.startsWith(year)).length, year);
    const pages = await page.evaluate(async () => {
      const [a, b, whole] = [await window.mulu.search('退役军人', { limit: 5 }), await window.mulu.search('退役军人', { offset: 5, limit: 5 }), await window.mulu.search('退役军人', { limit: 10 })];
      return [[...a.hits, ...b.hits].map((h) => h.url), whole.hits.map((h) => h.url)];
    });
    assert.deepEqual(pages[0], pages[1]);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
});

test('what a visitor types is found, and the address keeps it', async () => {
  const document = catalogue.find((d) => d.document_number);
  for (const way of routes.all) {
    const page = await open(browser, way.root);
    await page.goto(`${way.root}index.html`);
    await page.locator('input[name="q"]').first().fill(document.document_number.replace('〔', '[').replace('〕', ']'));
    await page.keyboard.press('Enter');
    await page.waitForURL(/search\.html\?q=/);
    await page.locator('#hits:not([aria-busy]) li').first().waitFor();
    assert.ok((await page.locator('#hits').innerText()).includes(document.title));
    assert.match(await page.locator('#status').innerText(), /\d/);
    await page.locator('#q').fill('没有这样的文件没有这样的文件');
    await page.locator('#none').waitFor();
    // an empty panel of filters leaves no gap beside the answer
    assert.equal(await page.locator('details.facets').isVisible(), false);
    assert.equal((await page.locator('#none').boundingBox()).x, (await page.locator('#search-form').boundingBox()).x);
    await page.locator('#q').fill('优待证');
    await page.locator('#hits:not([aria-busy]) li a').first().waitFor();
    await page.waitForURL((url) => url.searchParams.get('q') === '优待证');
    assert.ok((await page.locator('#hits mark').count()) > 0, 'what was found is marked');
    await page.locator('#hits li a').first().click();
    await page.waitForURL(/\/doc\//);
    await page.goBack();
    await page.locator('#hits:not([aria-busy]) li').first().waitFor();
    assert.equal(await page.locator('#q').inputValue(), '优待证');
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
});

test('the search box of a list finds the documents of this list', async () => {
  const way = routes.all[0], page = await open(browser, way.root);
  const kinds = [/^year\//, /^validity\/effective/, /^validity\/partly-repealed/, /^validity\/not-yet-effective/, /^issuing-body\//, /^category\/zcwj\/index/, /^category\/zcwj\/no-longer-in-force\//];
  const hasBox = (file) => file.endsWith('/index.html') && / id="?lq\b/.test(read(file));
  const lists = kinds.map((kind) => files.find((file) => kind.test(file) && hasBox(file))).filter(Boolean);
  assert.ok(lists.length > 4, 'an archived year may lack a validity');
  for (const list of lists) {
    await page.goto(way.root + list);
    const count = (await page.locator('.within label').innerText()).match(/\d+/)[0];
    await page.locator('.within button').click();
    await answered(page);
    assert.equal((await page.locator('#status').innerText()).match(/\d+/)[0], count, list);
  }
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('on a phone a filter shows how many there are and leads to them', async () => {
  const way = routes.all[0];
  const page = await open(browser, way.root, { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true });
  await page.goto(`${way.root}search.html?q=%E9%80%80%E5%BD%B9%E5%86%9B%E4%BA%BA`);
  await page.locator('#hits:not([aria-busy]) li').first().waitFor();
  await page.locator('.facets summary').tap();
  const before = await page.locator('#apply').innerText();
  await page.locator('#facets label').first().tap();
  await page.waitForFunction((text) => document.getElementById('apply').innerText !== text, before);
  const [n] = (await page.locator('#apply').innerText()).match(/\d+/);
  await page.locator('#apply').tap();
  await page.waitForFunction(() => document.activeElement?.id === 'results-h');
  assert.ok(!(await page.locator('.facets').evaluate((e) => e.open)));
  assert.ok((await page.locator('#status').innerText()).includes(n));
  const top = await page.locator('#status').evaluate((e) => e.getBoundingClientRect().top);
  assert.ok(top >= 0 && top < 640, `the results are in view (${top})`);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a name is marked where the term stands in it, and whole where it stands there in another form', async () => {
  const way = routes.all[0];
  const document = catalogue.find((d) => d.document_number);
  const page = await open(browser, way.root);
  for (const [query, marked] of [[document.document_number, document.document_number], [document.document_number.slice(0, 2), document.document_number.slice(0, 2)], [document.document_number.replace('〔', '[').replace('〕', ']'), document.document_number]]) {
    await page.goto(`${way.root}search.html?q=${encodeURIComponent(query)}`);
    await page.locator('#hits:not([aria-busy]) li').first().waitFor();
    const marks = await page.locator('#hits li > p:not(.excerpt) mark').allInnerTexts();
    assert.ok(marks.includes(marked), `${query}: ${marks.slice(0, 5)}`);
  }
  await page.context().close();
});

test('a query is text: nothing in it becomes part of the page', async () => {
  const attacks = ['<img src=x onerror=alert(1)>', '"><script>alert(1)</script>', "javascript:alert(1)", '{{7*7}}', '${alert(1)}'];
  for (const way of routes.all) {
    const page = await open(browser, way.root);
    let alerts = 0;
    page.on('dialog', (d) => (alerts++, d.dismiss()));
    for (const attack of attacks) {
      await page.goto(`${way.root}search.html?q=${encodeURIComponent(attack)}&category=${encodeURIComponent(attack)}`);
      await answered(page);
      assert.equal(await page.locator('#q').inputValue(), attack);
      assert.equal(await page.locator('main img, main script').count(), 0);
    }
    assert.equal(alerts, 0);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
});

test('a facet that only the index knows has a control, and the address keeps it', async () => {
  // The index of this site has a facet that the theme does not know.
  const more = `
    (({ search, facets }) => Object.assign(window.mulu, {
      facets: async () => [...(await facets()), { name: 'probe', label: ['试验', 'Probe'], nests: false, order: 'count' }],
      search: async (query, options) => {
        const answer = await search(query, options);
        window.wanted = options.filters.probe;
        return { ...answer, facets: { ...answer.facets, probe: { 通知: 1, 公告: 2 } } };
      },
    }))({ ...window.mulu });`;
  const page = await open(browser, routes.all[1].root);
  await page.route(/\/search\/engine\.js(\?|$)/, (route) => route.fulfill({ contentType: 'text/javascript', body: read('search/engine.js') + more }));
  await page.goto(`${routes.all[1].root}search.html?q=`);
  await page.locator('#facet-probe').waitFor();
  assert.equal(await page.locator('fieldset:has(#facet-probe) legend').innerText(), '试验');
  assert.deepEqual(await page.locator('#facet-probe input').evaluateAll((all) => all.map((box) => box.value)), ['公告', '通知'], 'the most frequent first');
  await page.locator('#facet-probe label').first().click();
  await page.waitForURL((url) => url.searchParams.get('probe') === '公告');
  await page.reload();
  await page.locator('#facet-probe input:checked').waitFor();
  await page.waitForFunction(() => window.wanted);
  assert.deepEqual(await page.evaluate(() => window.wanted), ['公告']);
  // the facets of the theme come first, with the theme's names
  assert.deepEqual((await page.locator('#facets legend').allInnerTexts()).slice(0, 4), ['有效性', '栏目', '发布机构', '发布年份']);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('search.html loads at most the engine before something is asked', async () => {
  const way = routes.all[1];
  const page = await open(browser, way.root);
  const asked = [];
  page.on('request', (r) => asked.push(r.url().slice(way.root.length)));
  await page.goto(`${way.root}search.html`, { waitUntil: 'networkidle' });
  assert.deepEqual(asked.filter((u) => u.startsWith('search/')).map((u) => u.replace(/\?[0-9a-f]{10}$/, '')), ['search/engine.js']);
  // the page loads the root while a person still uses an input method
  const root = page.waitForRequest(/\/search\/root\.js/, { timeout: 5000 });
  await page.locator('#q').dispatchEvent('input', { isComposing: true });
  await root;
  await page.context().close();
});

test('a range of years ticks the years between, stands in the address, and one button drops it', async () => {
  const page = await open(browser, routes.all[0].root);
  await page.goto(`${routes.all[0].root}search.html?q=`);
  await page.locator('#hits:not([aria-busy]) li').first().waitFor();
  const [from, to] = [page.locator('.range select').first(), page.locator('.range select').last()];
  await from.selectOption('2023');
  await page.locator('#applied button').waitFor();
  await to.selectOption('2024');
  await page.waitForFunction(() => document.querySelector('#applied').innerText.startsWith('2023—2024'));
  const count = catalogue.filter((d) => /^202[34]/.test(d.date_published)).length;
  await page.waitForFunction((n) => new RegExp(`(^|\\D)${n}(\\D|$)`).test(document.querySelector('#status').innerText), count);
  assert.deepEqual(new URL(page.url()).searchParams.getAll('year').sort(), ['2023', '2024']);
  assert.equal(await page.locator('.hist .on').count() > 0, true, 'the years are drawn');
  await page.locator('#applied button').click();
  await page.waitForFunction(() => !location.search.includes('year'));
  assert.equal(await page.locator('#applied').isHidden(), true);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('what differs only in marks is offered in the status, and the link finds it', async () => {
  const titled = catalogue.filter((d) => /[《“（]/.test(d.title)).slice(0, 3);
  assert.ok(titled.length, 'a title with marks');
  for (const way of routes.all) {
    const page = await open(browser, way.root);
    for (const document of titled) {
      const typed = document.title.replace(/[\p{P}\p{S}\s]/gu, '');
      await page.goto(`${way.root}search.html?q=${encodeURIComponent(typed)}`);
      await page.locator('#status a').waitFor();
      const said = await page.locator('#status').innerText();
      assert.match(said, /^没有找到完全符合条件的文件。 不计标点，检索“.+”，可找到\d+件$/);
      await page.locator('#status a').click();
      await page.locator('#hits:not([aria-busy]) li').first().waitFor();
      assert.ok((await page.locator('#hits').innerText()).includes(document.title), `${typed}: ${said}`);
      const [total] = said.match(/\d+(?=件$)/);
      assert.ok((await page.locator('#status').innerText()).includes(`找到${total}件`));
    }
    await page.goto(`${way.root}search.html?q=${encodeURIComponent('退役军仁')}`);
    await page.locator('#suggest a').first().waitFor();
    assert.deepEqual(await page.locator('#suggest a').allInnerTexts(), ['退役军人']);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
});

test('a search is limited by day, part and word; the address and the call agree', async () => {
  const page = await open(browser, routes.all[0].root);
  const found = catalogue.filter((d) => d.title.includes('退役军人') && d.date_published >= '2024-01-01' && d.date_published <= '2025-06-30' && !d.title.includes('工作'));
  await page.goto(`${routes.all[0].root}search.html?q=${encodeURIComponent('退役军人')}&in=title&from=2024-01-01&to=2025-06-30&sort=number`);
  await page.locator('#hits:not([aria-busy]) li').first().waitFor();
  assert.ok(await page.locator('#asking').evaluate((e) => e.open), 'what limits the search is shown');
  assert.deepEqual(await page.locator('#applied button').allInnerTexts(), ['自2024-01-01', '至2025-06-30', '仅标题']);
  const call = (more) => page.evaluate((more) => window.mulu.search('退役军人', { in: 'title', from: '2024-01-01', to: '2025-06-30', limit: Infinity, ...more }), more);
  const titles = (await call({})).hits.map((h) => h.title);
  assert.deepEqual(titles.filter((t) => !t.includes('工作')).sort(), found.map((d) => d.title).sort());
  const without = (await call({ not: '工作' })).hits;
  assert.ok(without.length < titles.length && without.every((h) => !h.title.includes('工作')));
  const numbers = (await call({ sort: 'number' })).hits.map((h) => h.document_number);
  assert.ok(numbers.some(Boolean));
  assert.equal(numbers.lastIndexOf(null) === numbers.length - 1 || !numbers.includes(null), true, 'those without a number come last');
  assert.equal(await page.evaluate(() => window.mulu.search('x', { from: '1.3.2024' }).catch((e) => e.code)), 'bad-option');
  await page.locator('#applied button').last().click();
  await page.waitForURL((url) => !url.searchParams.has('in') && url.searchParams.get('from') === '2024-01-01');
  await page.locator('#l-not').fill('优待');
  await page.keyboard.press('Tab');
  await page.waitForURL((url) => url.searchParams.get('not') === '优待');
  await page.locator('#clear').click();
  await page.waitForURL((url) => !url.searchParams.has('from') && !url.searchParams.has('not'));
  // the parts of a document number are typed separately
  const document = catalogue.find((d) => /〔\d{4}〕[1-9]号$/.test(d.document_number || ''));
  const [, prefix, year, serial] = document.document_number.match(/^(.*)〔(\d{4})〕(\d+)号$/);
  await page.locator('#n-year').fill(year);
  await page.locator('#n-serial').fill(serial);
  await page.locator('#n-prefix').fill(prefix);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.searchParams.get('in') === 'number');
  // the hits of the previous query stay until the new ones arrive
  await page.locator('#hits li:first-child', { hasText: document.title }).waitFor({ timeout: 5000 });
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a hit opens its page at the passage, with the terms marked, with and without the script', async () => {
  for (const way of routes.all) {
    const page = await open(browser, way.root, { viewport: { width: 1000, height: 500 } });
    await page.goto(`${way.root}search.html?q=${encodeURIComponent('不超过')}`);
    await page.locator('#hits:not([aria-busy]) li a').first().waitFor();
    const addresses = await page.locator('#hits li a').evaluateAll((all) => all.map((a) => a.href));
    const tall = [];
    for (const address of addresses.slice(0, 4)) {
      await page.goto(address);
      await page.locator('.finder').waitFor();
      assert.equal(await page.locator('mark.hit.now').innerText(), '不超过');
      const top = await page.locator('mark.hit.now').evaluate((e) => e.getBoundingClientRect().top);
      assert.ok(top > 0 && top < 500, `in view: ${top}`);
      if (await page.evaluate(() => window.scrollY > 600)) tall.push(address);
      const marks = await page.locator('mark.hit').count(), said = () => page.locator('.finder span').innerText();
      const before = await said();
      await page.keyboard.press('n');
      if (marks > 1) assert.notEqual(await said(), before);
      await page.keyboard.press('p');
      assert.equal(await said(), before);
      await page.keyboard.press('Escape');
      assert.equal(await page.locator('mark.hit, .finder').count(), 0);
    }
    assert.deepEqual(page.complaints, []);
    await page.context().close();
    const plain = await open(browser, way.root, { javaScriptEnabled: false, viewport: { width: 1000, height: 500 } });
    await plain.goto(tall[0]);
    await plain.waitForTimeout(500);
    const shown = await plain.locator('#text').boundingBox();
    assert.ok(tall.length && shown.y < -100, `the browser itself goes to the passage: ${shown?.y}`);
    await plain.context().close();
  }
});
