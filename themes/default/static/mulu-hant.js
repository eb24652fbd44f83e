// @ts-check
/*
 * Shows the page in traditional characters. It converts phrases with the table in
 * mulu-hant-table.js. Numbers to copy, code and typed text stay.
 *
 * Some characters are a surname, which must stay, and an everyday word, which must change. 范, 余,
 * 岳 and 郁 change only in phrases of the table. 于 stays before a star (于*) and at the beginning
 * of a separate word of two or three characters (于某某、).
 */
(function () {
  "use strict";
  const LONGEST = 4;
  const KEPT = "script,style,code,pre,textarea,.take,[translate=no]";
  const ATTRIBUTES = ["placeholder", "aria-label", "title"];
  const HAN = /[\u3400-\u9fff]/;

  const table = /** @type {any} */ (window).muluHantTable;
  const single = new Map(), back = new Map(), phrases = new Map();
  for (let i = 0; i < table.single.length; i += 2) {
    single.set(table.single[i], table.single[i + 1]);
    back.set(table.single[i + 1], table.single[i]);
  }
  for (let i = 0; i < table.back.length; i += 2) back.set(table.back[i], table.back[i + 1]);
  table.phrases.forEach((all, i) => {
    for (let at = 0, n = i + 2; at < all.length; at += n) {
      const phrase = all.substr(at, n);
      phrases.set(Array.from(phrase, (c) => back.get(c) || c).join(""), phrase);
    }
  });
  table.both.forEach((all, i) => {
    for (let at = 0, n = i + 2; at < all.length; at += 2 * n) phrases.set(all.substr(at, n), all.substr(at + n, n));
  });

  /** Whether there is a masked name (于*) at this place. @param {string} text @param {number} at */
  const masked = (text, at) => text[at] === "于" && /[*＊]/.test(text.charAt(at + 1));

  /** The number of characters of a name with 于 at this place, which stay; 0 without one. @param {string} text @param {number} at */
  function nameAt(text, at) {
    if (masked(text, at)) return 1;
    if (text[at] !== "于" || text[at + 1] === "是" || (at > 0 && HAN.test(text[at - 1]))) return 0;
    let end = at;
    while (end < text.length && HAN.test(text[end])) end++;
    return end - at === 2 || end - at === 3 ? end - at : 0;
  }

  /** @param {string} text */
  function convert(text) {
    let out = "", at = 0;
    while (at < text.length) {
      let n = Math.min(LONGEST, text.length - at);
      while (n > 1 && (masked(text, at + n - 1) || !phrases.has(text.substr(at, n)))) n--;
      const name = n > 1 ? 0 : nameAt(text, at);
      if (n > 1) out += phrases.get(text.substr(at, n));
      else if (name) out += text.substr(at, n = name);
      else out += single.get(text[at]) || text[at];
      at += n;
    }
    return out;
  }

  const done = new WeakMap(); // the converted text of each node, so that none is converted twice

  /** @param {Node} node */
  function convertText(node) {
    const text = node.nodeValue;
    if (done.get(node) === text || !HAN.test(text) || (node.parentElement && node.parentElement.closest(KEPT))) return;
    const made = convert(text);
    done.set(node, made);
    if (made !== text) node.nodeValue = made;
  }

  /** @param {Node} root */
  function convertAll(root) {
    if (root.nodeType === window.Node.TEXT_NODE) return convertText(root);
    if (!(root instanceof window.Element)) return;
    [root, ...Array.from(root.querySelectorAll("[placeholder],[aria-label],[title]"))].forEach((e) => ATTRIBUTES.forEach((name) => {
      if (e.hasAttribute(name)) e.setAttribute(name, convert(e.getAttribute(name)));
    }));
    const texts = document.createTreeWalker(root, window.NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) convertText(texts.currentNode);
  }

  document.documentElement.lang = "zh-Hant";
  document.title = convert(document.title);
  convertAll(document.body);
  new window.MutationObserver((changes) => changes.forEach((change) => {
    if (change.type === "characterData") convertText(change.target);
    else change.addedNodes.forEach(convertAll);
  })).observe(document.body, { childList: true, characterData: true, subtree: true });
})();
