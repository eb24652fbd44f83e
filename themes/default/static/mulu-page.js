// @ts-check
/*
 * Shows the validity on the current day. Adds reading tools, copy buttons and modes (such as large
 * type), and highlights the current entry of the table of contents. Without this script, every page
 * is complete. The texts of the tools are in mulu-words.js, which is loaded after the page has been
 * painted.
 */
(function () {
  "use strict";
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const root = document.documentElement;
  const DAY = 86400000;

  /** @param {string} selector @param {ParentNode} [within] @returns {HTMLElement[]} */
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));

  /** An element with attributes and children. @param {string} tag @param {Object<string, string>} attrs @param {...(Node|string)} children */
  function el(tag, attrs, ...children) {
    const e = document.createElement(tag);
    for (const k in attrs) e.setAttribute(k, attrs[k]);
    e.append(...children);
    return e;
  }

  // ---- The current day, by the visitor's clock and in the time zone of the site. A page of an
  // archived site has no offset, so it does not change. ----

  const today = script.dataset.offset ? new Date(Date.now() + Number(script.dataset.offset) * 60000).toISOString().slice(0, 10) : "";
  if (today) {
    all("[data-from],[data-until]").forEach((e) => {
      const { from, until } = e.dataset;
      e.hidden = (from !== undefined && today < from) || (until !== undefined && today >= until);
    });
  }

  /** An element of an SVG drawing. @param {Element} within @param {string} tag @param {Object<string, string>} attrs */
  function drawn(within, tag, attrs) {
    const e = document.createElementNS(within.namespaceURI, tag);
    for (const k in attrs) e.setAttribute(k, attrs[k]);
    return e;
  }

  /** The number of days from one day to another. @param {string} from @param {string} to */
  const days = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / DAY);

  /** Marks the current day on the line of validity. The line is dotted after this day. @param {Object<string, string>} words */
  function markToday(words) {
    const line = /** @type {SVGElement|null} */ (document.querySelector(".life"));
    if (!line || !today) return;
    const { a, b } = line.dataset, length = days(a, b);
    const goesOn = line.classList.contains("goes-on");
    const at = days(a, today) * 100 / length;
    if (at < 0 || (at > 100 && !goesOn)) return;
    const place = Math.min(at, 98).toFixed(1) + "%";
    const way = line.querySelector(".way");
    way.setAttribute("x2", place);
    line.insertBefore(drawn(line, "line", { class: "todo", x1: place, x2: "100%", y1: "1.75em", y2: "1.75em" }), way);
    const mark = drawn(line, "svg", { x: place, class: at > 50 ? "now e" : "now" });
    mark.append(drawn(line, "line", { y1: "1em", y2: "2.5em" }), drawn(line, "circle", { cy: "1.75em", r: "5" }));
    const near = Array.from(line.querySelectorAll("svg")).some((m) => m.querySelector("text") && Math.abs(parseFloat(m.getAttribute("x")) - Math.min(at, 98)) < 12);
    if (!near) {
      const label = drawn(line, "text", { y: ".8em" });
      label.textContent = words.today;
      mark.append(label);
    }
    line.append(mark);
  }

  /** Shows, within a year of the day, how many days are left until a document takes effect or ends. Warns from ninety days before the end. @param {Object<string, string>} words */
  function countDays(words) {
    if (!today) return;
    all(".banner:not([hidden])").forEach((banner) => {
      const until = banner.dataset.until, code = (banner.className.match(/b-(\S+)/) || [])[1];
      if (!until) return;
      const left = days(today, until);
      if (left < 0 || left > 366) return;
      const text = code === "not_yet_effective" ? words.days_until : words.days_left;
      const next = banner.nextElementSibling;
      if (code !== "not_yet_effective" && !(next && next.classList.contains("b-expired"))) return;
      const p = banner.querySelector("p");
      p.append(el("span", { class: left > 90 ? "nb left" : "nb" }, (root.lang === "en" ? " " : "") + text.replace("{n}", String(left))));
      if (code !== "not_yet_effective" && left <= 90) p.append(el("span", { class: "v soon" }, words.soon));
    });
  }

  // ---- What the visitor chose ----

  const STORE = "mulu-modes", MODES = ["elder", "contrast", "light", "dark", "size-2", "size-3", "space", "hant"];
  const has = (name) => root.classList.contains(name);
  const chosen = () => MODES.filter(has).join(" ");
  function keep() {
    try {
      localStorage.setItem(STORE, chosen());
      if (isCarried()) history.replaceState(null, "", carrying(location.href));
    } catch (e) { /* the browser stores nothing, so the choice is for this page only */ }
  }

  // Over file://, Firefox stores what a visitor chose for one file only. Links and forms therefore
  // carry the choice to the next page in its address.

  const isCarried = () => location.protocol === "file:" && new URLSearchParams(location.search).has("modes");
  /** An address with the choice. @param {string} address */
  function carrying(address) {
    const to = new URL(address);
    to.searchParams.set("modes", chosen());
    return to.href;
  }

  function carry() {
    if (location.protocol !== "file:") return;
    const isNeeded = () => Boolean(chosen()) || isCarried();
    document.addEventListener("click", (e) => {
      const a = /** @type {HTMLAnchorElement|null} */ (/** @type {Element} */ (e.target).closest("a[href]"));
      if (a && isNeeded() && a.protocol === "file:" && a.pathname !== location.pathname && !a.download) a.href = carrying(a.href);
    }, true);
    document.addEventListener("submit", (e) => {
      const form = /** @type {HTMLFormElement} */ (e.target);
      if (isNeeded() && !form.elements.namedItem("modes")) form.append(el("input", { type: "hidden", name: "modes", value: chosen() }));
    }, true);
  }

  /** Sets one of several classes of the root element, or none of them. @param {string[]} names @param {string} chosen */
  function choose(names, chosen) {
    root.classList.remove(...names);
    if (chosen) root.classList.add(chosen);
    keep();
  }

  /** Turns the links to large type and high contrast into switches, and adds the switches for colours and characters. @param {Object<string, string>} words */
  function switches(words) {
    [["elder", words.leave_elder], ["contrast", words.leave_contrast]].forEach(([name, leave]) => {
      const link = document.querySelector('.util a[href$="#' + name + '"]');
      if (!link) return;
      const enter = link.textContent;
      const show = () => { link.textContent = has(name) ? leave : enter; };
      link.addEventListener("click", (e) => {
        e.preventDefault();
        choose([name], has(name) ? "" : name);
        if (location.hash === "#" + name) location.hash = "main"; // this address switches the mode on, even without scripts
        show();
      });
      if (location.hash === "#" + name) choose([name], name);
      show();
    });
    const list = document.querySelector(".util ul");
    if (!list) return;
    const kinds = ["", "light", "dark"], names = [words.auto, words.light, words.dark];
    const button = el("button", { type: "button" });
    const now = () => Math.max(0, kinds.findIndex((k) => k && has(k)));
    const show = () => { button.textContent = words.theme + words.colon + names[now()]; };
    button.addEventListener("click", () => {
      choose(["light", "dark"], kinds[(now() + 1) % 3]);
      show();
    });
    show();
    // at this place, the button moves no painted content
    list.insertBefore(el("li", {}, button), list.children[1]);
    if (root.lang !== "zh-Hans") return;
    const script = el("button", { type: "button", lang: has("hant") ? "zh-Hans" : "zh-Hant", translate: "no" }, has("hant") ? words.hans : words.hant);
    script.addEventListener("click", () => {
      choose(["hant"], has("hant") ? "" : "hant");
      if (has("hant")) traditional();
      else location.reload();
      script.textContent = has("hant") ? words.hans : words.hant;
    });
    list.insertBefore(el("li", {}, script), list.children[1]);
  }

  /** Shows the page in traditional characters. The style sheet adds a note about the conversion. */
  function traditional() {
    load("mulu-hant-table.js", () => load("mulu-hant.js", () => {}));
  }

  // ---- Copying ----

  const said = el("p", { class: "vh", role: "status" });
  /** @param {string} text @param {HTMLElement} button @param {Object<string, string>} words */
  function copy(text, button, words) {
    const done = () => {
      const before = button.textContent;
      button.textContent = said.textContent = words.copied;
      setTimeout(() => { button.textContent = before; said.textContent = ""; }, 2000);
    };
    const byHand = () => {
      const area = /** @type {HTMLTextAreaElement} */ (el("textarea", { class: "vh" }));
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      button.focus();
      done();
    };
    if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(text).then(done, byHand);
    else byHand();
  }

  /** @param {Object<string, string>} words */
  function copyButtons(words) {
    all(".record .take,.cite .take").forEach((take) => {
      const row = take.parentElement, name = row.querySelector("h2") || row.parentElement.querySelector("dt");
      const button = el("button", { type: "button", class: "copy", "aria-label": words.copy + (name ? name.textContent : "") }, words.copy);
      button.addEventListener("click", () => copy(take.textContent, button, words));
      row.append(button);
    });
  }

  // ---- Citing ----

  /** The facts on the page about its document. */
  function facts() {
    const meta = (name) => {
      const m = /** @type {HTMLMetaElement|null} */ (document.querySelector('meta[name="' + name + '"]'));
      return m ? m.content : "";
    };
    const number = document.querySelector(".docnum"), link = /** @type {HTMLLinkElement|null} */ (document.querySelector("link[rel=canonical]"));
    return { title: meta("ArticleTitle"), body: meta("ContentSource"), day: meta("PubDate").slice(0, 10), number: number ? number.textContent : "", url: link ? link.href : "" };
  }

  /** @param {Object<string, string>} words */
  function citations(words) {
    const f = facts(), year = f.day.slice(0, 4), key = "mulu" + year + "-" + (location.pathname.match(/([^/]*)\.html$/) || ["", "x"])[1];
    const seen = today ? "[" + today + "]" : "";
    const bodies = [f.body].concat(all(".record .joint").map((e) => e.textContent).filter((name) => name !== f.body));
    // GB/T 7714 names at most three authors
    const named = bodies.slice(0, 3).join(", ") + (bodies.length > 3 ? words.et_al : "");
    const gbt = named + ". " + f.title + (f.number ? "：" + f.number : "") + words.online + ". (" + f.day + ")" + seen + "." + (f.url ? " " + f.url + "." : "");
    const tex = (s) => s.replace(/[\\{}$&#^_%~]/g, "\\$&");
    const bibtex = "@misc{" + key + ",\n  author = {" + bodies.map((name) => "{" + tex(name) + "}").join(" and ") + "},\n  title = {{" + tex(f.title) + "}},\n  year = {" + year + "},\n  date = {" + f.day + "}" +
      (f.number ? ",\n  number = {" + tex(f.number) + "}" : "") + (f.url ? ",\n  url = {" + f.url + "}" : "") + "\n}\n";
    const ris = "TY  - GOVDOC" + bodies.map((name) => "\nAU  - " + name).join("") + "\nTI  - " + f.title + "\nPY  - " + year + "\nDA  - " + f.day.replace(/-/g, "/") + "\n" + (f.number ? "M1  - " + f.number + "\n" : "") + (f.url ? "UR  - " + f.url + "\n" : "") + "ER  - \n";
    return [[words.gbt, gbt], [words.bibtex, bibtex], [words.ris, ris]];
  }

  // ---- The foot of every printed page: the document's number and address. For browsers with page
  // margin boxes, this function writes a style rule, because a margin box cannot show an element's
  // text. In other browsers, the style sheet repeats the address as the foot of a table. ----

  /** @param {Object<string, string>} words */
  function printedFoot(words) {
    const f = facts(), index = document.querySelector(".record .take");
    const says = [f.number || (index ? index.textContent : ""), f.url].filter(Boolean).join("　");
    if (!index || !says || !("adoptedStyleSheets" in document)) return;
    const quoted = (text) => '"' + text.replace(/[\\"\n\r\f]/g, (c) => "\\" + c.charCodeAt(0).toString(16) + " ") + '"';
    const [before, between, after] = words.page_of.split(/\{\w+\}/).map(quoted);
    try {
      const sheet = new window.CSSStyleSheet();
      sheet.replaceSync("@page{@bottom-center{content:none}@bottom-left{content:" + quoted(says) + ";font-size:7.5pt;text-align:left}" +
        "@bottom-right{content:" + before + " counter(page) " + between + " counter(pages) " + after + ";font-size:7.5pt;width:8em}}");
      if (!/** @type {any} */ (sheet.cssRules[0]).cssRules.length) return;
      document.adoptedStyleSheets = document.adoptedStyleSheets.concat(sheet);
      root.classList.add("foots");
    } catch (e) { /* the foot from the style sheet is printed */ }
  }

  // ---- The QR code of the page's address, beside the address ----

  function drawAddress() {
    const place = document.querySelector(".address"), link = /** @type {HTMLLinkElement|null} */ (document.querySelector("link[rel=canonical]"));
    if (!place || !link) return;
    load("mulu-qr.js", () => {
      const code = /** @type {any} */ (window).muluQr(link.href);
      if (!code) return;
      const box = el("span", {});
      box.innerHTML = "<svg></svg>";
      const chart = box.firstElementChild, path = drawn(chart, "path", { d: code.path });
      chart.setAttribute("viewBox", "-4 -4 " + (code.size + 8) + " " + (code.size + 8));
      chart.setAttribute("class", "qr");
      chart.setAttribute("aria-hidden", "true"); // the address is next to it
      chart.append(path);
      // in print, the citation and the code are not divided between sheets
      (document.querySelector(".cite") || place).append(chart);
    });
  }

  // ---- Reading aloud ----

  /** @param {HTMLElement} button @param {Object<string, string>} words */
  function aloud(button, words) {
    const tell = (state) => {
      button.textContent = state === "reading" ? words.speak_stop : words.speak;
      all(".no-voice").forEach((e) => e.remove());
      if (state === "no-voice") button.closest("ul").after(el("p", { class: "no-voice", role: "status" }, words.no_voice));
    };
    const w = /** @type {any} */ (window);
    if (w.muluSpeak) w.muluSpeak(tell);
    else load("mulu-speak.js", () => w.muluSpeak(tell));
  }

  // ---- Tools ----

  /** @param {Object<string, string>} words */
  function tools(words) {
    const rail = document.getElementById("text") && document.querySelector(".rail");
    const place = document.getElementById("tools") || (rail && rail.appendChild(el("div", { class: "tools", id: "tools" })));
    if (!place) return;
    const list = el("ul", { id: "tool-list", "aria-label": words.tools });
    /** @param {string} text @param {(button: HTMLElement) => void} does */
    const tool = (text, does) => {
      const button = el("button", { type: "button" }, text);
      button.addEventListener("click", () => does(button));
      list.append(el("li", {}, button));
      return button;
    };
    const sizes = ["", "size-2", "size-3"], names = [words.size_1, words.size_2, words.size_3];
    const size = () => Math.max(0, sizes.findIndex((s) => s && has(s)));
    tool(size() ? names[size()] : words.size, (b) => {
      choose(["size-2", "size-3"], sizes[(size() + 1) % 3]);
      b.textContent = said.textContent = names[size()];
    });
    const space = tool(words.space, (b) => {
      choose(["space"], has("space") ? "" : "space");
      b.setAttribute("aria-pressed", String(has("space")));
    });
    space.setAttribute("aria-pressed", String(has("space")));
    if (window.speechSynthesis) tool(words.speak, (b) => aloud(b, words));
    tool(words.print, () => window.print());
    if (document.querySelector(".cite")) {
      const cite = document.querySelector(".cite");
      const row = el("ul", { class: "chips" });
      citations(words).forEach(([name, text]) => {
        const button = el("button", { type: "button" }, name);
        button.addEventListener("click", () => copy(text, button, words));
        row.append(el("li", {}, button));
      });
      cite.append(row);
      tool(words.cite, () => {
        cite.setAttribute("tabindex", "-1");
        cite.scrollIntoView();
        /** @type {HTMLElement} */ (cite).focus();
      });
    }
    const address = () => facts().url || location.href.split("#")[0];
    const nav = /** @type {any} */ (navigator);
    if (nav.share) tool(words.share, () => nav.share({ title: document.title, url: address() }).catch(() => null));
    else tool(words.address, (b) => copy(address(), b, words));
    // A report of an error goes to the form that the site names, or else by e-mail.
    const form = /** @type {HTMLAnchorElement|null} */ (document.querySelector(".foot .report"));
    const letter = /** @type {HTMLAnchorElement|null} */ (document.querySelector('.foot a[href^="mailto:"]'));
    if (form || letter) {
      const subject = words.report + words.colon + (facts().title || document.title);
      tool(words.report, () => {
        location.href = form ? form.href : letter.href + "?subject=" + encodeURIComponent(subject) + "&body=" + encodeURIComponent(address() + "\r\n\r\n");
      });
    }
    const more = el("button", { type: "button", class: "more", "aria-expanded": "false", "aria-controls": "tool-list" }, words.tools);
    more.addEventListener("click", () => {
      const shut = place.classList.toggle("shut");
      more.setAttribute("aria-expanded", String(!shut));
    });
    place.classList.add("shut");
    place.append(more, list);
  }

  // ---- The highlight of the current entry of the contents ----

  function follow() {
    const links = all(".toc li a");
    if (!links.length || !window.IntersectionObserver) return;
    const at = new Map();
    links.forEach((a) => {
      const target = document.getElementById(decodeURIComponent(a.getAttribute("href").slice(1)));
      if (target) at.set(target, a);
    });
    const order = Array.from(at.keys());
    let now = null;
    const show = () => {
      let reading = null;
      for (const target of order) if (target.getBoundingClientRect().top < 160) reading = target;
      const link = at.get(reading || order[0]);
      if (link === now) return;
      if (now) now.removeAttribute("aria-current");
      now = link;
      now.setAttribute("aria-current", "true");
    };
    const watch = new IntersectionObserver(show, { rootMargin: "-120px 0px -60% 0px" });
    order.forEach((target) => watch.observe(target));
  }

  // ---- The filter of a list that is complete on one page ----

  /** @param {Object<string, string>} words */
  function narrow(words) {
    const input = /** @type {HTMLInputElement|null} */ (document.getElementById("lq"));
    if (!input || document.querySelector(".pager")) return;
    const rows = all(".found .items>li").map((li) => ({ li, text: li.textContent.toLowerCase() }));
    const none = el("p", { class: "empty", role: "status", hidden: "" }, words.filter_none);
    document.querySelector(".found").append(none);
    input.addEventListener("input", () => {
      const terms = input.value.toLowerCase().split(/\s+/);
      let shown = 0;
      rows.forEach(({ li, text }) => {
        li.hidden = !terms.every((t) => text.includes(t));
        if (!li.hidden) shown++;
      });
      all(".found .yr").forEach((yr) => { yr.hidden = !yr.querySelector(".items>li:not([hidden])"); });
      none.hidden = shown > 0;
    });
  }

  /** Decodes the text of an address: UTF-8 or (on old sites) GB 18030. @param {string} part */
  function decoded(part) {
    try {
      return decodeURIComponent(part.replace(/\+/g, " "));
    } catch (e) { /* the text is not in UTF-8 */ }
    const bytes = [];
    part.replace(/%([0-9a-f]{2})|([^])/gi, (whole, hex, char) => (bytes.push(hex ? parseInt(hex, 16) : char.charCodeAt(0) & 127), ""));
    try {
      return new window.TextDecoder("gb18030", { fatal: true }).decode(new Uint8Array(bytes));
    } catch (e) {
      return "";
    }
  }

  /** Words from an old address that probably name its document: a number with a year, Chinese words, or other words. Later parts of the address come first: they are more specific. */
  function soughtBy() {
    const query = location.search.slice(1).split("&").map((pair) => pair.replace(/^[^=]*=?/, ""));
    const parts = location.pathname.split("/").concat(query).map(decoded).reverse()
      .map((part) => part.replace(/\.[a-z0-9]{1,5}$/i, "").replace(/[_\s]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 60)).filter(Boolean);
    const first = (pattern) => (parts.map((part) => part.match(pattern)).find(Boolean) || [""])[0];
    const words = parts[0] && /[a-z]{3}/i.test(parts[0]) && !/\d{3}/.test(parts[0]) ? parts[0] : "";
    return first(/(?:19|20)\d\d-\d{3,}(?:-\d+)*/) || first(/.*[\u3400-\u9fff]{2}.*/) ||
      (/^(?:404|index|default|home|main)$/i.test(words) ? "" : words);
  }

  /** On the page for unknown addresses, puts words from the address into the search box. @param {Object<string, string>} words */
  function fillFromAddress(words) {
    const input = /** @type {HTMLInputElement|null} */ (document.getElementById("q"));
    if (!document.body.classList.contains("is-404") || !input) return;
    const asked = soughtBy().replace(/-(?!\d)|([^\d])-/g, "$1 ").trim();
    if (!asked || input.value) return;
    input.value = asked;
    input.form.after(el("p", { class: "desc", role: "status" }, words.not_found));
  }

  /** Marks the terms for which a search found the document. @param {Object<string, string>} words */
  function marksFound(words) {
    const { hash } = location;
    if (/^#find=/.test(hash)) load("mulu-find.js", () => /** @type {any} */ (window).muluFind(hash, words));
  }

  function begin() {
    const words = /** @type {any} */ (window).muluWords || {};
    document.body.append(said);
    [markToday, countDays, switches, copyButtons, tools, narrow, fillFromAddress, printedFoot, drawAddress, marksFound].forEach((part) => part(words));
  }

  /** Loads a script from the same folder as this one. @param {string} name @param {() => void} then */
  function load(name, then) {
    const more = document.createElement("script");
    more.src = script.src.replace("mulu-page.js", name);
    more.onload = then;
    document.head.append(more);
  }

  /** Loads the style sheet of the tools, then calls `then`. Until the sheet has loaded, it is a sheet for print, so that no browser delays the page for it. @param {() => void} then */
  function style(then) {
    const sheet = /** @type {HTMLLinkElement} */ (el("link", { rel: "stylesheet", media: "print", href: script.src.replace("mulu-page.js", "mulu-tools.css") }));
    sheet.onload = sheet.onerror = () => {
      sheet.onload = sheet.onerror = null;
      sheet.media = "all";
      then();
    };
    document.head.prepend(sheet);
  }

  follow();
  carry();
  if (has("hant") && root.lang === "zh-Hans") traditional();
  let missing = document.querySelector("#text, #tools, .take, svg.life") ? 2 : 1;
  const come = () => { if (!--missing) begin(); };
  if (missing > 1) style(come);
  load("mulu-words.js", come);
})();
