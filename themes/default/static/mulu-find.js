// @ts-check
/*
 * Marks the terms for which a search found a document, and leads from mark to mark. The search page
 * puts them into the address: #find=term,term&at=passage. The address also has a text fragment,
 * with which browsers go to the passage.
 */
(function () {
  "use strict";
  const BLOCK = /^(?:P|LI|UL|OL|DL|DD|DT|TD|TH|TR|TABLE|PRE|H[1-6]|BLOCKQUOTE|DIV|SECTION|ARTICLE|FIGURE|FIGCAPTION|NAV|BUTTON)$/;

  /** The text of an element, with a line for each block, and the text nodes with their beginnings. @param {Element} element */
  function textOf(element) {
    /** @type {{node: Text, from: number}[]} */
    const nodes = [];
    let text = "";
    /** @param {Node} parent */
    const walk = (parent) => parent.childNodes.forEach((child) => {
      if (child instanceof Text) {
        nodes.push({ node: child, from: text.length });
        text += child.data;
      } else if (child instanceof HTMLElement && !child.matches("script,style,template,nav,button,.rail,[hidden]")) {
        const block = BLOCK.test(child.tagName);
        if (block) text += "\u0000";
        walk(child);
        if (block) text += "\u0000";
      }
    });
    walk(element);
    return { text, nodes };
  }

  /** A pattern for a wording, with white space of any length. @param {string} wording */
  const pattern = (wording) => wording.trim().split(/\s+/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("\\s+");

  /** Puts a part of a text into `mark` elements. It may extend over several nodes. @param {{node: Text, from: number}[]} nodes @param {number} from @param {number} to */
  function wrap(nodes, from, to) {
    const marks = [];
    for (const one of nodes) {
      const begin = Math.max(from - one.from, 0), end = Math.min(to - one.from, one.node.length);
      if (begin >= end) continue;
      const middle = begin ? one.node.splitText(begin) : one.node;
      if (end - begin < middle.length) middle.splitText(end - begin);
      const mark = document.createElement("mark");
      mark.className = "hit";
      middle.replaceWith(mark);
      mark.append(middle);
      marks.push(mark);
    }
    return marks;
  }

  /** @param {string} hash @param {Object<string, string>} words */
  function find(hash, words) {
    const parts = hash.replace(/^#/, "").split(":~:")[0].split("&");
    /** @param {string} name */
    const part = (name) => (parts.find((p) => p.startsWith(name + "=")) || "").slice(name.length + 1);
    let terms, passage;
    try {
      terms = part("find").split(",").map(decodeURIComponent).filter((t) => t.trim());
      passage = decodeURIComponent(part("at"));
    } catch (e) { return; }
    const article = document.querySelector("article") || document.querySelector("main");
    if (!article || !terms.length) return;
    const { text, nodes } = textOf(article);
    const at = passage ? new RegExp(pattern(passage)).exec(text) : null;
    /** @type {[number, number][]} */
    const places = [];
    const any = new RegExp(terms.sort((a, b) => b.length - a.length).map(pattern).join("|"), "g");
    for (let m; (m = any.exec(text)); ) places.push([m.index, m.index + m[0].length]);
    if (!places.length) return;
    // Last place first, because a split node keeps its start.
    const marks = places.slice().reverse().map(([from, to]) => wrap(nodes, from, to)).reverse();
    const now = at ? Math.max(0, places.findIndex(([from]) => from >= at.index)) : 0;
    show(marks, now, words);
  }

  /** Shows the bar with the number of marks and with buttons that lead to the previous and the next one. @param {HTMLElement[][]} marks @param {number} now @param {Object<string, string>} words */
  function show(marks, now, words) {
    const root = document.documentElement, bar = document.createElement("div"), count = document.createElement("span");
    bar.className = "finder";
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", words.find_label);
    count.setAttribute("role", "status");
    /** @param {string} text @param {string} key @param {() => void} does */
    const button = (text, key, does) => {
      const b = document.createElement("button");
      b.type = "button";
      b.textContent = text;
      b.setAttribute("aria-keyshortcuts", key);
      b.addEventListener("click", does);
      return b;
    };
    /** @param {number} step */
    const go = (step) => {
      marks[now].forEach((m) => m.classList.remove("now"));
      now = (now + step + marks.length) % marks.length;
      marks[now].forEach((m) => m.classList.add("now"));
      for (let box = marks[now][0].parentElement; box; box = box.parentElement) if (box instanceof HTMLDetailsElement) box.open = true;
      marks[now][0].scrollIntoView({ block: "center", behavior: "instant" });
      count.textContent = words.find_at.replace("{i}", String(now + 1)).replace("{n}", String(marks.length));
    };
    const end = () => {
      document.removeEventListener("keydown", key);
      marks.forEach((pieces) => pieces.forEach((m) => m.replaceWith(...Array.from(m.childNodes))));
      bar.remove();
      root.style.scrollPaddingBottom = "";
      history.replaceState(null, "", location.href.split("#")[0]);
    };
    /** @param {KeyboardEvent} e */
    const key = (e) => {
      const target = /** @type {HTMLElement} */ (e.target);
      if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing || /^(?:INPUT|SELECT|TEXTAREA)$/.test(target.tagName)) return;
      if (e.key === "n" || e.key === "N") go(e.shiftKey ? -1 : 1);
      else if (e.key === "p" || e.key === "P") go(-1);
      else if (e.key === "Escape") end();
    };
    document.addEventListener("keydown", key);
    bar.append(count, button(words.find_previous, "p", () => go(-1)), button(words.find_next, "n", () => go(1)), button(words.find_end, "Escape", end));
    document.body.append(bar);
    // An element that gets the focus must not be under the bar.
    root.style.scrollPaddingBottom = bar.offsetHeight + 24 + "px";
    go(0);
  }

  Object.assign(window, { muluFind: find });
})();
