// @ts-check
/*
 * Lets pages of the same host outside the site use the search. The name of this file never changes.
 * It loads now.js past every cache, because now.js names the current engine and root. The addresses
 * of engine and root change with their content, so both may be cached for ever. Calls of `mulu`
 * wait until now.js and the engine are loaded.
 */
(function () {
  'use strict';
  const here = /** @type {HTMLScriptElement} */ (document.currentScript).src.replace(/[?#].*$/, '').replace(/[^/]*$/, '');
  const add = (address, root) => new Promise((resolve, reject) => {
    const script = document.createElement('script');
    if (root) script.setAttribute('data-root', root);
    script.src = here + address;
    script.onload = resolve;
    script.onerror = () => reject(Object.assign(new Error(address + ' is missing'), { code: 'shard-missing' }));
    document.head.appendChild(script);
  });
  let present = [];
  window.mulu$ = (name, said) => (present = said.split(' '));
  /** @type {any} */
  const stubs = {};
  const ready = add('now.js?' + Date.now(), '').then(() => add('engine.js?' + present[0], present[1]));
  ready.catch(() => null); // the error is reported to each caller
  const later = (name) => (...args) => ready.then(() => {
    if (window.mulu[name] === stubs[name]) throw Object.assign(new Error('this browser is too old'), { code: 'unsupported' });
    return window.mulu[name](...args);
  });
  for (const name of ['search', 'fold', 'facets']) stubs[name] = later(name);
  window.mulu = Object.assign(window.mulu || {}, { base: here.replace(/[^/]*\/$/, '') }, stubs);
})();
