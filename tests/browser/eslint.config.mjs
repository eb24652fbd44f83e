// The rules for the scripts of the browser. scripts/test.sh runs this on the sources and on the published engine, which must
// not use a younger language than the browsers that docs/search.md names.
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
const everywhere = 'DecompressionStream MessageChannel TextDecoder clearTimeout setTimeout';
const page = 'Blob IntersectionObserver SpeechSynthesisUtterance Intl URL URLSearchParams Worker console document history localStorage location navigator window';
const script = (ecmaVersion, globals) => ({ ecmaVersion, sourceType: 'script', globals: names(globals) });
// One file's functions are called by another: who names what is the type checker's to say, and of the whole below.
const whole = { 'no-undef': 'error', 'no-unused-vars': ['error', { caughtErrors: 'none', ignoreRestSiblings: true }] };

export default [
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  { files: ['src/search/engine/*.js', 'src/search/loader.js'], languageOptions: script(2019, ''), rules },
  { files: ['themes/default/static/*.js'], languageOptions: script(2019, page + ' clearTimeout setTimeout'), rules: { ...rules, ...whole } },
  // the preview's script keeps to the oldest language
  { files: ['src/serve/reload.js'], languageOptions: script(5, 'EventSource URL document fetch location setTimeout window'), rules: { ...rules, ...whole, 'no-var': 'off' } },
  { files: ['**/mulu-search.js'], languageOptions: script(2019, `${everywhere} ${page} onmessage:writable postMessage`), rules: { ...rules, ...whole } },
];
