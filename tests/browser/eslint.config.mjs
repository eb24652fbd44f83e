// The rules for the scripts of the browser. scripts/test.sh runs this on the sources and on the
// published engine, which must not need more than ES2018, as in Chromium 69 and Firefox 78.
import { createRequire } from 'node:module';
import path from 'node:path';

// the packages are in a folder of their own
const require = createRequire(path.join(path.resolve(process.env.MULU_NODE || 'target/node'), 'package.json'));
const es = require('eslint-plugin-es-x');

/** Every newer feature of the language and its library, including those that only the name of a method reveals. */
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
// Functions of one file are called by others, so undefined names are left to the type checker and
// to the rules for the whole below.
const whole = { 'no-undef': 'error', 'no-unused-vars': ['error', { caughtErrors: 'none', ignoreRestSiblings: true }] };

export default [
  { ...young, files: ['src/search/**/*.js', 'src/build/*.js', 'themes/**/*.js', '**/engine.js'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  { files: ['src/search/engine/*.js', 'src/search/loader.js'], languageOptions: script(2018, ''), rules },
  { files: ['src/build/*.js'], languageOptions: script(2018, 'URL caches crypto fetch self'), rules: { ...rules, ...whole } },
  // the plain theme uses a language that every browser knows
  { files: ['themes/plain/static/*.js'], languageOptions: script(5, page), rules: { ...rules, ...whole, 'no-var': 'off' } },
  { files: ['themes/default/static/*.js'], languageOptions: script(2018, page + ' clearTimeout setTimeout'), rules: { ...rules, ...whole } },
  // the preview's scripts use the oldest language
  { files: ['src/serve/reload.js', 'src/serve/desk/*.js'], languageOptions: script(5, 'DOMParser DataTransfer EventSource FormData HTMLFormElement NodeFilter URL document fetch localStorage location setTimeout window'), rules: { ...rules, ...whole, 'no-var': 'off' } },
  { files: ['src/search/entry.js'], languageOptions: script(2018, page), rules: { ...rules, ...whole } },
  { files: ['**/engine.js'], languageOptions: script(2018, `${everywhere} ${page} onmessage:writable postMessage`), rules: { ...rules, ...whole } },
];
