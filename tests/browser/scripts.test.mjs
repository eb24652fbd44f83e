// Tests the types and lint rules of scripts. Also tests that published scripts consist of their
// sources, and that style sheets use no feature that old browsers lack.
import test from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { modules, require, site } from './harness.mjs';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const published = path.join(site, 'search/engine.js');

/** Runs a tool of the npm packages; its output is the message of a failure. */
function run(file, ...args) {
  try {
    execFileSync(process.execPath, [path.join(modules, file), ...args], { cwd: repository, encoding: 'utf8', stdio: 'pipe' });
  } catch (failure) {
    assert.fail(failure.stdout + failure.stderr);
  }
}

/**
 * The pieces of a script, without comments and white space. A variable is an object with its name
 * and the number of the piece that declares it, or -1 if none does. `{ a }` is `{ a: a }`.
 */
function pieces(text) {
  const ts = require('typescript');
  const file = ts.createSourceFile('script.js', text, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
  assert.deepEqual(file.parseDiagnostics.map((d) => d.messageText), []);
  const host = {
    getSourceFile: (name) => (name === 'script.js' ? file : undefined), fileExists: (name) => name === 'script.js', readFile: () => undefined, writeFile() {},
    getDefaultLibFileName: () => 'lib.d.ts', getCurrentDirectory: () => '/', getCanonicalFileName: (name) => name, useCaseSensitiveFileNames: () => true, getNewLine: () => '\n',
  };
  const checker = ts.createProgram(['script.js'], { allowJs: true, noLib: true, noResolve: true, target: ts.ScriptTarget.Latest }, host).getTypeChecker();
  const out = [], places = new Map(); // the number of the piece, by the place of a name
  const isMember = ({ parent }, node) =>
    (ts.isPropertyAccessExpression(parent) && parent.name === node) || (ts.isBindingElement(parent) && parent.propertyName === node) ||
    ((ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isAccessor(parent)) && parent.name === node) ||
    ((ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent)) && parent.label === node);
  const declarationOf = (node) => {
    const symbol = ts.isShorthandPropertyAssignment(node.parent) ? checker.getShorthandAssignmentValueSymbol(node.parent) : checker.getSymbolAtLocation(node);
    const names = ((symbol && symbol.declarations) || []).map((d) => d.name).filter((name) => name && ts.isIdentifier(name));
    return names.length ? names[0].getStart(file) : -1;
  };
  (function walk(node) {
    if (node.kind >= ts.SyntaxKind.FirstJSDocNode && node.kind <= ts.SyntaxKind.LastJSDocNode) return;
    const isShort = ts.isShorthandPropertyAssignment(node) || (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent) && !node.propertyName && !node.dotDotDotToken);
    if (isShort) out.push(node.name.text, ':');
    const children = node.getChildren(file);
    if (ts.isIdentifier(node) && !isMember(node, node)) {
      places.set(node.getStart(file), out.length);
      out.push({ variable: node.text, at: declarationOf(node) });
    } else if (!children.length && node.getText(file)) out.push(node.getText(file));
    else children.forEach(walk);
  })(file);
  return out.map((piece) => (piece.variable ? { variable: piece.variable, declaredBy: places.has(piece.at) ? places.get(piece.at) : -1 } : piece));
}

/**
 * Asserts that a published script differs from its source only in the names of variables, and that
 * each use of a variable has the same declaration in both.
 */
function isSame(published, source, what) {
  const [found, all] = [published, source].map(pieces);
  assert.equal(found.length, all.length, what);
  const around = (i) => `${what}: ${all.slice(Math.max(0, i - 9), i + 1).map((p) => p.variable || p).join(' ')}`;
  all.forEach((piece, i) => {
    if (!piece.variable) return assert.deepEqual(found[i], piece, around(i));
    assert.equal(found[i].declaredBy, piece.declaredBy, around(i));
    if (piece.declaredBy < 0) assert.equal(found[i].variable, piece.variable, around(i));
  });
  const declaring = all.filter((piece) => ['const', 'let', 'var'].includes(piece));
  assert.ok(all.filter((piece) => piece.declaredBy >= 0).length >= declaring.length, `${what}: the declarations are known`);
  assert.ok(published.length < source.length, what);
}

for (const project of ['engine', 'page']) {
  test(`types of the ${project}`, () => run('typescript/bin/tsc', '-p', `tests/browser/tsconfig.${project}.json`));
}

test('rules of the scripts, and of the engine as it is published', () => {
  run('eslint/bin/eslint.js', '-c', 'tests/browser/eslint.config.mjs', '--max-warnings', '0', 'src', 'themes', 'docs/embed');
  const text = fs.readFileSync(published, 'utf8');
  // through standard input, because the linter ignores the folder of the site
  try {
    execFileSync(process.execPath, [path.join(modules, 'eslint/bin/eslint.js'), '-c', 'tests/browser/eslint.config.mjs', '--max-warnings', '0', '--stdin', '--stdin-filename', 'engine.js'], { cwd: repository, encoding: 'utf8', input: text });
  } catch (failure) {
    assert.fail(failure.stdout + failure.stderr);
  }
});

test('the published engine is its sources and nothing else', () => {
  const folder = path.join(repository, 'src/search');
  const order = [...fs.readFileSync(path.join(folder, 'engine.rs'), 'utf8').matchAll(/include_str!\("(.*?)"\)/g)].map((m) => m[1]);
  const all = fs.readdirSync(path.join(folder, 'engine')).filter((f) => f.endsWith('.js')).map((f) => `engine/${f}`);
  assert.deepEqual([...order].sort(), [...all, 'entry.js', 'loader.js'].sort(), 'every source is put in once');
  const script = (file) => fs.readFileSync(file, 'utf8').replace(/^\ufeff/, ''); // the byte-order mark
  const text = script(published), read = (file) => fs.readFileSync(path.join(folder, file), 'utf8');
  const rest = script(path.join(site, 'search/more.js'));
  // two things are in no source: the tables, and the list of what one part uses of the other
  const text_ = '"(?:[^"\\\\]|\\\\.)*"', tables = (file, pattern) => file.match(new RegExp(pattern.replace(/TEXT/g, `(${text_})`)));
  const [, frequent, pairs, file, sum] = tables(text, `^\\(function\\(\\)\\{'use strict';function [\\w$]+\\([\\w$]+,[\\w$]+,[\\w$]+\\)\\{'use strict';const [\\w$]+=TEXT;const [\\w$]+=TEXT;const [\\w$]+=TEXT;const [\\w$]+=(\\d+);`);
  const [, variants] = tables(rest, `^mulu\\$\\("more",function\\([\\w$]+\\)\\{'use strict';const [\\w$]+=TEXT;`);
  const rust = fs.readFileSync(path.join(folder, 'engine.rs'), 'utf8'), from = order.indexOf('engine/unpack.js');
  const shared = rust.match(/const SHARED: &str = "([^"]*)"/)[1].replace(/\\\n\s*/g, '');
  const sources = (part) => part.filter((file) => file.startsWith('engine/')).map(read).join('');
  const constants = `const FREQUENT = ${frequent}; const PAIRS = ${pairs}; const PAIRS_FILE = ${file}; const PAIRS_SUM = ${sum};`;
  isSame(text, `(function () { 'use strict'; function engine(append, token, more) { 'use strict'; ${constants} ${sources(order.slice(0, from))} const core = { ${shared} };
    return { search, first, fold: foldText, facets }; } ${read('loader.js')} })();`, 'engine.js');
  isSame(rest, `mulu$("more", function (core) { 'use strict'; const VARIANTS = ${variants}; const { ${shared} } = core; ${sources(order.slice(from))} return { blame, suggestionsFor, unpack }; });`, 'more.js');
  isSame(fs.readFileSync(path.join(site, 'search/mulu-search.js'), 'utf8'), read('entry.js'), 'entry.js');
});

test('the published scripts of the theme are their sources', () => {
  const folder = path.join(repository, 'themes/default/static');
  const scripts = fs.readdirSync(folder).filter((file) => file.endsWith('.js'));
  assert.ok(scripts.length > 5);
  for (const file of scripts) isSame(fs.readFileSync(path.join(site, 'static', file), 'utf8').replace(/^\ufeff/, ''), fs.readFileSync(path.join(folder, file), 'utf8'), file);
});

test('the published style sheets are their sources without comments and line ends', () => {
  const folder = path.join(repository, 'themes/default/static'), sheets = fs.readdirSync(folder).filter((file) => file.endsWith('.css'));
  assert.ok(sheets.length > 5);
  for (const file of sheets) {
    const [source, found] = [folder, path.join(site, 'static')].map((at) => fs.readFileSync(path.join(at, file), 'utf8').replace(/^\ufeff/, ''));
    const rules = (text) => text.replace(/\/\*[^]*?\*\//g, '').replace(/\n\s*/g, '\n').replace(/([{};,])\n/g, '$1').trim();
    assert.equal(found, rules(source), file);
    assert.ok(found.length < source.length, file);
  }
});

// Features that Chromium 69 or Firefox 78 lacks. In these browsers, a page that uses one loses more
// than an ornament. Each pattern has a message: the feature, and often what to write instead.
const YOUNG = [
  [/(?<![-a-z])inset(-[a-z-]+)?:/, 'inset: write top, right, bottom and left'],
  [/(?<![-a-z])(margin|padding|border)-(inline|block)\b(?!-start|-end)/, 'a shorthand of logical sides: write both sides'],
  [/(?<![-a-z])(clamp|min|max)\(/, 'clamp(), min() or max(): write a value, and another in a media query'],
  [/:(is|where)\(/, ':is() or :where(): write the selectors out'],
  [/aspect-ratio:/, 'aspect-ratio'],
  [/(?<![-a-z])(place-(items|content|self)|translate|rotate|scale):/, 'a shorthand or property of its own that is younger'],
  [/justify-content:(start|end)\b|overflow:clip|:fit-content|@layer|color-mix\(|\d(dvh|svh|lvh)\b|@media[^{]*[<>]/, 'a value or rule that is younger'],
];

/** The parts of a style sheet that an old browser would ignore. */
function tooYoung(sheet) {
  const found = [];
  const css = sheet.replace(/\/\*[\s\S]*?\*\/|url\("[^"]*"\)|"[^"]*"/g, '');
  // rules may be nested, so the text before each brace is examined
  for (const [, before] of css.matchAll(/([^{};]+)\{/g)) YOUNG.forEach(([pattern, fault]) => pattern.test(`${before}{`) && found.push(`${fault}: ${before.trim()}`));
  for (const [, selectors, block] of css.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    const tell = (fault) => found.push(`${fault}: ${selectors.trim()}{${block}}`);
    YOUNG.forEach(([pattern, fault]) => pattern.test(`${selectors}{${block}`) && tell(fault));
    if (/(?<![-a-z])(row-|column-)?gap:/.test(block) && /display:(inline-)?flex/.test(block)) tell('gap in flex: give the members a margin');
    if (/(?<![-a-z])gap:/.test(block) && !/grid-gap:/.test(block)) tell('gap without grid-gap, or in flex');
    // one unknown selector makes the whole rule invalid
    const parts = selectors.split(',');
    for (const young of [':has(', ':focus-visible']) {
      const with_ = parts.filter((s) => s.includes(young)).length;
      if (with_ && with_ < parts.length) tell(`${young} beside other selectors`);
    }
  }
  return found;
}

test('style sheets ask of an old browser only what it knows', () => {
  const folder = path.join(repository, 'themes');
  for (const file of fs.readdirSync(folder, { recursive: true }).filter((f) => f.endsWith('.css'))) {
    assert.deepEqual(tooYoung(fs.readFileSync(path.join(folder, file), 'utf8')), [], file);
  }
});

test('what is too young for an old browser is found wherever it stands', () => {
  for (const rule of [
    '.a{inset:0}', '.a{color:red;inset-inline:0}', '.a{margin-inline:1rem}', '.a{padding-block:1rem}', '.a{width:min(10rem,50%)}', '.a{font-size:clamp(1rem,2vw,2rem)}',
    '.a:is(.b,.c){color:red}', '.a :where(p){margin:0}', '.a{aspect-ratio:1}', '.a{place-items:center}', '.a{rotate:90deg}', '.a{justify-content:end}', '.a{overflow:clip}', '.a{height:100dvh}',
    '@media (width<40em){.a{margin:0}}', '.a{display:flex;gap:1rem}', '.a{display:inline-flex;column-gap:1rem}', '.a{display:grid;gap:1rem}', '.a,.b:has(p){margin:0}', '.a:focus-visible,.a:hover{color:red}', '@layer a{.a{margin:0}}',
  ]) {
    assert.notDeepEqual(tooYoung(`.x{margin:0}\n${rule}\n`), [], rule);
  }
  for (const rule of [
    '.a{margin:0 auto;top:0}', '.a{display:grid;grid-template-columns:minmax(0,1fr) auto;grid-gap:0 1rem;gap:0 1rem}', '.a:has(p){margin:0}', '.a:focus:not(:focus-visible){outline:0}', '.a{clip-path:inset(50%)}',
    '.a{margin-inline-start:1rem}', '@media (max-width:40em){.a{margin:0}}', '/* inset:0 */.a::before{content:"inset:0"}',
  ]) {
    assert.deepEqual(tooYoung(rule), [], rule);
  }
});
