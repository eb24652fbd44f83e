// The lint rules for the browser's scripts. scripts.test.mjs runs them on the sources and on the
// published engine. The scripts of a site must run in Chromium 69 and Firefox 78, so they may need
// no more than ES2018.
import { createRequire } from 'node:module';
import path from 'node:path';

// npm packages are in a separate folder
const require = createRequire(path.join(path.resolve(process.env.MULU_NODE || 'target/node'), 'package.json'));
const es = require('eslint-plugin-es-x');

/**
 * Forbids every feature of the language and its library that is newer than ES2018. A new method is
 * recognised by its name alone.
 */
const young = {
  plugins: { 'es-x': es },
  settings: { 'es-x': { aggressive: true, allowTestedProperty: true } },
  // the engine has members of its own that are named `at`
  rules: { ...es.configs['flat/restrict-to-es2018'].rules, 'es-x/no-array-prototype-at': 'off', 'es-x/no-string-prototype-at': 'off' },
};
const rules = {
  'constructor-super': 'error',
  'eqeqeq': 'error',
  'no-const-assign': 'error',
  'no-dupe-args': 'error',
  'no-dupe-keys': 'error',
  'no-fallthrough': 'error',
  'no-implicit-coercion': ['error', { boolean: true, number: false, string: false, allow: ['!!'] }],
  'no-redeclare': 'error',
  'no-self-compare': 'error',
  'no-unreachable': 'error',
  'no-unsafe-finally': 'error',
  'no-unused-expressions': ['error', { allowTernary: true }],
  'no-var': 'error',
  'prefer-const': ['error', { destructuring: 'all' }],
  'use-isnan': 'error',
  'valid-typeof': 'error',
};

const names = (list) => Object.fromEntries(list.split(' ').filter(Boolean).map((name) => [name.replace(':writable', ''), name.endsWith(':writable') ? 'writable' : 'readonly']));
const everywhere = 'DecompressionStream MessageChannel XMLHttpRequest TextDecoder clearTimeout setTimeout';
const page = 'Blob HTMLDetailsElement HTMLElement HTMLSelectElement IntersectionObserver SpeechSynthesisUtterance Intl Text URL URLSearchParams Worker console document history localStorage location navigator window';
const script = (ecmaVersion, globals) => ({ ecmaVersion, sourceType: 'script', globals: names(globals) });
// Rules for a script that is complete in itself. The files of the engine call functions of each
// other, so these rules apply to the published engine and not to its files.
const whole = { 'no-undef': 'error', 'no-unused-vars': ['error', { caughtErrors: 'none', ignoreRestSiblings: true }] };

export default [
  { ...young, files: ['src/search/**/*.js', 'src/build/*.js', 'themes/**/*.js', 'docs/embed/*.js', '**/engine.js'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  { files: ['src/search/engine/*.js', 'src/search/loader.js'], languageOptions: script(2018, ''), rules },
  { files: ['src/build/*.js'], languageOptions: script(2018, 'URL caches crypto fetch self'), rules: { ...rules, ...whole } },
  // the plain theme must run in every browser, so its scripts are ES5
  { files: ['themes/plain/static/*.js'], languageOptions: script(5, page), rules: { ...rules, ...whole, 'no-var': 'off' } },
  { files: ['themes/default/static/*.js'], languageOptions: script(2018, page + ' clearTimeout setTimeout'), rules: { ...rules, ...whole } },
  { files: ['src/serve/reload.js', 'src/serve/desk/*.js'], languageOptions: script(5, 'DOMParser DataTransfer EventSource FormData HTMLFormElement NodeFilter URL document fetch localStorage location setTimeout window'), rules: { ...rules, ...whole, 'no-var': 'off' } },
  { files: ['docs/embed/*.js'], languageOptions: script(2018, page + ' mulu'), rules: { ...rules, ...whole } },
  { files: ['src/search/entry.js'], languageOptions: script(2018, page), rules: { ...rules, ...whole } },
  { files: ['**/engine.js'], languageOptions: script(2018, `${everywhere} ${page} onmessage:writable postMessage`), rules: { ...rules, ...whole } },
];
