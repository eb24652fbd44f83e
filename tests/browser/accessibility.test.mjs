// Tests that axe, a checker of accessibility, finds nothing on pages of every kind except
// redirects, in every mode. Also tests what axe does not check in full: contrast, wide spacing, the
// focus, large type, the size of controls, that all pages have the same columns and foot, and that
// nothing moves.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { catalogue, files, launch, open, read, require, samples, ways } from './harness.mjs';

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
        // the content security policy is bypassed, because axe is injected into the page
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

/** Each colour, the background on which it must be visible, and the required contrast ratio. */
const PAIRS = [
  ...['ink', 'soft', 'red', 'link', 'visited', 'good', 'warn'].flatMap((c) => ['paper', 'card', 'tint'].map((on) => [c, on, 4.5])),
  ['ink', 'mark', 4.5], ['paper', 'off', 4.5],
  ...['rule', 'focus'].flatMap((c) => ['paper', 'card', 'tint'].map((on) => [c, on, 3])),
];

test('contrast of texts, of borders and of the focus in every mode', async () => {
  const way = routes.all[0], page = await open(browser, way.root);
  await page.goto(`${way.root}index.html`);
  for (const [media, name] of [[{}, ''], [{}, 'dark'], [{}, 'contrast'], [{}, 'elder'], [{ colorScheme: 'dark' }, ''], [{ colorScheme: 'dark' }, 'contrast'], [{ colorScheme: 'light', contrast: 'more' }, '']]) {
    await page.emulateMedia(media);
    const low = await page.evaluate(([pairs, mode]) => {
      document.documentElement.className = mode;
      const probe = document.body.appendChild(document.createElement('i'));
      const light = (token) => {
        probe.style.color = `var(--${token})`;
        const [r, g, b] = getComputedStyle(probe).color.match(/[\d.]+/g).map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
      return pairs.filter(([a, b, least]) => ratio(a, b) < least).map(([a, b]) => `${a} on ${b}: ${ratio(a, b).toFixed(2)}`);
    }, [PAIRS, name]);
    assert.deepEqual(low, [], `${JSON.stringify(media)} ${name}`);
  }
  await page.context().close();
});

test('the focus on the filled card of a document out of force is told apart from the card', async () => {
  const way = routes.all[0], page = await open(browser, way.root);
  const { url } = catalogue.find((d) => d.validity === 'repealed' && /b-repealed[\s\S]*?<a /.test(read(d.url)));
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    await page.goto(way.root + url);
    const contrast = await page.evaluate(() => {
      const link = document.querySelector('.b-repealed a');
      link.focus({ focusVisible: true });
      const light = (colour) => {
        const [r, g, b] = colour.match(/[\d.]+/g).map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const both = [getComputedStyle(link).outlineColor, getComputedStyle(link.closest('.banner'), '::before').backgroundColor].map(light);
      return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
    });
    assert.ok(contrast >= 3, `${colorScheme}: ${contrast.toFixed(2)}`);
  }
  await page.context().close();
});

test('text with wide spacing is neither cut nor wider than the page', async () => {
  const way = routes.all[0], page = await open(browser, way.root, { viewport: { width: 360, height: 760 } });
  for (const { file, kind } of samples().filter((s) => !['redirect', '404'].includes(s.kind))) {
    await page.goto(way.root + file + (kind === 'search' ? '?q=%E4%BC%98%E5%BE%85%E8%AF%81' : ''));
    if (kind === 'search') await page.locator('#hits:not([aria-busy]) li').first().waitFor();
    const wrong = await page.evaluate(() => {
      const spacing = new CSSStyleSheet();
      spacing.replaceSync('*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}');
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, spacing];
      const out = document.documentElement.scrollWidth > window.innerWidth ? [`${document.documentElement.scrollWidth} pixels wide`] : [];
      for (const e of document.querySelectorAll('body *')) {
        const style = getComputedStyle(e), box = e.getBoundingClientRect();
        // the digest of a file is cut on purpose
        if (box.width <= 1 || !/hidden|clip/.test(style.overflowX + style.overflowY) || e.closest('.vh,svg,select,input,.files code')) continue;
        if (e.scrollHeight > e.clientHeight + 2 || e.scrollWidth > e.clientWidth + 2) out.push(`cut: ${e.tagName} ${e.className}`);
      }
      return out;
    });
    assert.deepEqual(wrong, [], file);
  }
  await page.context().close();
});

test('a button that copies is named by what it copies, and the tools have a name', async () => {
  const page = await open(browser, routes.all[0].root);
  await page.goto(routes.all[0].root + catalogue.find((d) => d.document_number).url);
  await page.locator('#tool-list').waitFor();
  const names = await page.locator('.copy').evaluateAll((all) => all.map((b) => b.getAttribute('aria-label')));
  assert.deepEqual(names, ['复制索引号', '复制文号', '复制引用格式']);
  assert.equal(await page.locator('#tool-list').getAttribute('aria-label'), '阅读工具');
  await page.context().close();
});

test('nothing that stays in place covers the element with the focus', async () => {
  const way = routes.all[0], found = catalogue.find((d) => read(d.url).split('优待').length > 5);
  for (const [width, height, classes] of [[360, 500, ''], [360, 700, 'elder']]) {
    const page = await open(browser, way.root, { viewport: { width, height }, reducedMotion: 'reduce' });
    if (classes) await page.addInitScript((names) => localStorage.setItem('mulu-modes', names), classes);
    for (const address of [`${found.url}#find=${encodeURIComponent('优待')}`, `search.html?q=${encodeURIComponent('优待')}`]) {
      await page.goto('about:blank');
      await page.goto(way.root + address);
      await page.locator('.finder,#hits:not([aria-busy]) li').first().waitFor();
      await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
      await page.locator('#main').focus();
      for (let i = 0; i < 50; i++) {
        await page.keyboard.press('Tab');
        const hidden = await page.evaluate(async () => {
          await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))); // the browser scrolls to it
          const e = document.activeElement, box = e.getBoundingClientRect();
          if (!e.closest('main') || e.closest('iframe')) return '';
          const points = [0.1, 0.5, 0.9].flatMap((x) => [0.1, 0.5, 0.9].map((y) => document.elementFromPoint(box.left + box.width * x, box.top + box.height * y)));
          return points.some((p) => p && (e.contains(p) || p.contains(e))) ? '' : `${e.tagName} ${e.id} ${e.textContent.slice(0, 20)} ${Math.round(box.top)} below ${points.map((p) => p && p.className).join()}`;
        });
        assert.equal(hidden, '', `${width} ${classes} ${address}`);
      }
    }
    await page.context().close();
  }
});

test('every page has the same columns and the same foot, with the address of the office', () => {
  const part = (file, tag) => ((read(file).match(tag) || [])[0] || '').replace(/ aria-current=[a-z]+/g, '').replace(/href=[^ >]*/g, '');
  for (const tag of [/<nav class=cols[^]*?<\/nav>/, /<footer[^]*<\/footer>/]) {
    const common = part('index.html', tag);
    assert.ok(common.length > 100);
    for (const file of files.filter((f) => f.endsWith('.html') && /<body class="is-(?!redirect)/.test(read(f)))) assert.equal(part(file, tag), common, file);
  }
  assert.match(read('index.html'), /<footer[^]*mailto:/);
});

test('large type: letters of 24 pixels (18 points) at least, targets of 48, lines that are not close, kept from page to page, and left again', async () => {
  const way = routes.all[0]; // the choice must also be kept when the site is opened from a folder
  for (const width of [360, 1440]) {
    const page = await open(browser, way.root, { viewport: { width, height: 800 }, hasTouch: width < 500 });
    await page.goto(`${way.root}index.html`);
    await page.locator('.util a[href$="#elder"]').click();
    for (const { kind, file } of samples().filter((s) => !['redirect', '404'].includes(s.kind))) {
      await page.goto(way.root + file + (kind === 'search' ? '?q=%E4%BC%98%E5%BE%85%E8%AF%81' : ''));
      if (kind === 'search') await page.locator('#hits:not([aria-busy]) li').first().waitFor();
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
          if (!shown(e) || e.closest('.body')) continue; // links within a sentence may be smaller
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

test('for a finger every control is at least 44 pixels high', async () => {
  // over HTTP, because the `<base>` of 404.html is a path below the root of a host
  const way = routes.all[1];
  for (const width of [360, 768]) {
    const page = await open(browser, way.root, { viewport: { width, height: 800 }, hasTouch: true, isMobile: true });
    for (const { kind, file } of samples().filter((s) => s.kind !== 'redirect')) {
      await page.goto(way.root + file + (kind === 'search' ? '?q=%E4%BC%98%E5%BE%85%E8%AF%81' : ''));
      if (kind === 'search') await page.locator('#hits:not([aria-busy]) li').first().waitFor();
      await page.locator('.util button').first().waitFor();
      const low = await page.evaluate(() => {
        document.querySelectorAll('details').forEach((d) => { d.open = true; });
        document.querySelectorAll('.tools .more').forEach((b) => b.click());
        return [...document.querySelectorAll('a[href],button,input,select,summary')]
          .filter((e) => e.getClientRects().length && !e.closest('.vh,.skip,.body')) // in the text, links are within sentences
          .map((e) => [e, (e.type === 'checkbox' ? e.closest('label') : e).getBoundingClientRect()])
          .filter(([, box]) => box.width > 1 && box.height < 43.5)
          .map(([e, box]) => `${box.height.toFixed(1)}: ${e.tagName} ${e.className} in ${e.parentElement.className} ${e.textContent.slice(0, 20)}`);
      });
      assert.deepEqual([...new Set(low)], [], `${width} ${file}`);
    }
    await page.context().close();
  }
});

test('no page asks for an orientation, a gesture, a drag or a motion; nothing flashes; hovering adds no content; no link text depends on its surroundings', () => {
  const texts = (ending) => files.filter((f) => f.startsWith('static/') && f.endsWith(ending)).map((f) => [f, read(f)]);
  assert.ok(texts('.css').length && texts('.js').length);
  for (const [file, css] of texts('.css')) {
    assert.doesNotMatch(css, /orientation\s*:|@keyframes|animation(-name)?\s*:/, file);
    for (const [, time] of css.matchAll(/transition\s*:\s*\S+\s+(\S+)/g)) assert.match(time, /^0m?s$/, `${file}: something moves`);
    for (const [, selectors, block] of css.matchAll(/([^{}]*:hover[^{}]*)\{([^{}]*)\}/g)) {
      const other = block.split(';').map((d) => d.split(':')[0].trim()).filter((p) => p && !/^(text-decoration|text-underline-offset|border-color|background|color)$/.test(p));
      // only the # beside the number of an article appears, because the number is a link
      assert.deepEqual(other, selectors.includes('p[id^=a]') ? ['content'] : [], `${file}: ${selectors}`);
    }
  }
  for (const [file, script] of texts('.js')) {
    const heard = [...script.matchAll(/addEventListener\(\s*["'`](\w+)|\.on([a-z]+)\s*=[^=]/g)].map((m) => m[1] || m[2]);
    assert.deepEqual(heard.filter((event) => /^(?:pointer|mouse|touch|drag|drop|wheel|device)/.test(event)), [], file);
  }
  for (const { file } of samples()) {
    assert.doesNotMatch(read(file), /<a\b[^>]*>\s*(?:查看详情|详情|更多|点击这里|点此|这里|阅读全文)\s*<\/a>/, file);
    for (const [, before] of read(file).matchAll(/<(\w+)\b[^>]*>[^<]*<a\b[^>]*>查看全部<\/a>/g)) assert.equal(before, 'h2', `${file}: 查看全部 stands beside the name of its list`);
  }
});
