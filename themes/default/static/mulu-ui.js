// @ts-check
/*
 * The interface of the search page. It works before the engine (search/engine.js) has loaded: it
 * keeps a typed query and shows the progress. Without the engine, the page shows the lists instead.
 * Every text comes from the page itself.
 */
(function () {
  "use strict";

  const LIMIT = 10;      // the number of results that are loaded at a time
  const FOLD = 8;        // the number of values that a collapsed list of filters shows
  const TYPING = 350;    // milliseconds without typing after which a search begins
  const PATIENCE = 250;  // milliseconds after which the page says that it is searching
  const SAYING = 1000;   // milliseconds between two messages about loading

  /** @param {string} id */
  const byId = (id) => document.getElementById(id);
  /** The content of a template. @param {string} id */
  const contentOf = (id) => /** @type {HTMLTemplateElement} */ (byId(id)).content;
  const form = byId("search-form");
  const root = document.documentElement;
  if (!form) return;

  /** @type {Mulu | null} */
  let engine = null;
  const ready = /** @type {Promise<Mulu>} */ (new Promise((resolve, reject) => {
    const look = () => {
      if (!window.mulu || typeof window.mulu.search !== "function") return reject(new Error("mulu-search.js is missing"));
      engine = window.mulu;
      engine.onprogress = tellProgress;
      root.classList.add("searching");
      resolve(engine);
    };
    const script = document.querySelector('script[src*="search/engine.js"], script[src*="mulu-search.js"]');
    if (window.mulu || !script || root.classList.contains("no-search")) return look();
    script.addEventListener("load", look);
    script.addEventListener("error", look);
  }));
  ready.catch(() => {
    root.classList.add("no-search");
    byId("search-off").hidden = false;
    byId("search-ui").hidden = true;
  });

  const input = /** @type {HTMLInputElement} */ (byId("q"));
  const status = byId("status");
  const list = byId("hits");
  const none = byId("none");
  const more = /** @type {HTMLButtonElement} */ (byId("more"));
  const clear = byId("clear");
  const start = byId("start");
  const suggest = byId("suggest");
  const places = byId("places"); // may be missing in a theme
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const siteTitle = document.title;
  const panel = /** @type {HTMLDetailsElement} */ (document.querySelector(".facets"));

  const sorting = byId("sorting");
  const sorts = Array.from(sorting.querySelectorAll("button"));
  const applied = byId("applied");

  /** The controls of the other limits (such as dates), by their names in the address. @type {Object<string, HTMLInputElement|HTMLSelectElement>} */
  const limits = {};
  /** @type {NodeListOf<HTMLInputElement|HTMLSelectElement>} */
  const boxes = form.querySelectorAll("[data-limit]");
  boxes.forEach((box) => { limits[box.name] = box; });
  const IN_FORCE = ["effective", "amended", "partly_repealed"];
  const asking = /** @type {HTMLDetailsElement|null} */ (byId("asking"));
  const inForce = /** @type {HTMLInputElement|null} */ (byId("in-force"));

  const sort = {
    get value() { return (sorts.find((b) => b.getAttribute("aria-pressed") === "true") || sorts[0]).value; },
    set value(v) { sorts.forEach((b) => b.setAttribute("aria-pressed", String(b.value === v))); },
  };
  const fold = (text) => (engine && typeof engine.fold === "function" ? engine.fold(text) : Promise.resolve(text.toLowerCase()));

  const texts = {};
  /** @type {NodeListOf<HTMLElement>} */
  const said = contentOf("search-texts").querySelectorAll("[data-k]");
  said.forEach((p) => {
    texts[p.dataset.k] = p.textContent;
  });

  /** @param {string} key @param {Object<string, string|number>} [values] */
  function say(key, values) {
    return (texts[key] || "").replace(/\{(\w+)\}/g, (whole, name) => {
      const v = values && values[name];
      return v === undefined ? whole : typeof v === "number" ? number.format(v) : v;
    });
  }

  /**
   * An element with attributes and children. Text is never parsed as HTML.
   * @param {string} tag @param {Object<string, string|null>} attrs @param {...(Node|string|null)} children
   */
  function el(tag, attrs, ...children) {
    const e = document.createElement(tag);
    for (const k in attrs) if (attrs[k] !== null) e.setAttribute(k, attrs[k]);
    e.append(...children.filter((c) => c !== null));
    return e;
  }

  /** Replaces the children of an element (`replaceChildren` is newer than many browsers). */
  function fill(parent, children) {
    parent.textContent = "";
    parent.append(...children);
  }

  // ---- The query, and its address ----

  let address = "";
  /** @type {{q: string, sort: string, filters: Object<string, string[]>, limits: Object<string, string>, any: boolean}} */
  let asked = { q: "", sort: "relevance", filters: {}, limits: {}, any: false };

  function fromAddress() {
    const p = new URLSearchParams(location.search);
    const filters = {};
    let any = p.has("q");
    facets.forEach((g, f) => {
      const v = p.getAll(f).filter(Boolean);
      if (v.length) { filters[f] = v; any = true; }
    });
    const limited = {};
    for (const name in limits) {
      const v = p.get(name) || "", box = limits[name];
      box.value = v;
      if (v && box.value === v) { limited[name] = v; any = true; } // an invalid date or part sets no limit
      else box.value = "";
    }
    const wanted = p.get("sort"), known = sorts.some((b) => b.value === wanted);
    return { q: p.get("q") || "", sort: known ? wanted : "relevance", filters, limits: limited, any };
  }

  function fromForm() {
    const filters = {};
    facets.forEach((g, f) => {
      const v = Array.from(g.values.values()).filter((o) => o.box.checked).map((o) => o.box.value);
      if (v.length) filters[f] = v;
    });
    const q = input.value.trim(), limited = {};
    for (const name in limits) if (limits[name].value.trim()) limited[name] = limits[name].value.trim();
    return { q, sort: sort.value, filters, limits: limited, any: q !== "" || Object.keys(filters).length + Object.keys(limited).length > 0 };
  }

  /** Writes the query into the address. A deliberate change (`step`) can be undone with the back button. */
  function toAddress(step) {
    const p = new URLSearchParams();
    if (asked.any) p.set("q", asked.q);
    facets.forEach((g, f) => (asked.filters[f] || []).forEach((v) => p.append(f, v)));
    for (const name in asked.limits) p.set(name, asked.limits[name]);
    if (asked.sort !== "relevance") p.set("sort", asked.sort);
    const s = p.toString() && "?" + p.toString();
    address = s;
    remember(step && s !== location.search ? "pushState" : "replaceState", null, location.pathname + s + location.hash);
    document.title = asked.q ? say("title", { q: asked.q }) + " - " + siteTitle : siteTitle;
  }

  function remember(how, state, url) {
    try {
      history[how](state, "", url || location.href);
    } catch (e) { /* some file viewers forbid this; the search works without it */ }
  }

  // ---- Filters ----

  /**
   * @typedef {{value: string, label: string, box: HTMLInputElement, count: HTMLElement, row: HTMLElement, sub: HTMLElement | null,
   *   parent: Choice | null, n: number, seen: boolean}} Choice
   *
   * A facet: its name, its values, and the elements that show it.
   * @typedef {{name: string, values: Map<string, Choice>, ul: HTMLElement, fold: HTMLElement, set: HTMLElement, open: boolean,
   *   counted: boolean, nests: boolean, order: "listed" | "count" | "latest"}} Facet
   */

  /** @type {Map<string, Facet>} */
  const facets = new Map(); // the facets, in the order of the page

  /** @param {Facet} g @param {string} value @param {string} label @returns {Choice} */
  function option(g, value, label) {
    const box = /** @type {HTMLInputElement} */ (el("input", { type: "checkbox", name: g.name, value, form: "search-form" }));
    const count = el("small", {});
    const row = el("li", {}, el("label", {}, box, el("span", {}, label), count));
    box.addEventListener("change", () => run(fromForm(), true));
    /** @type {Choice} */
    const o = { value, label, box, count, row, sub: null, parent: null, n: 0, seen: false };
    g.values.set(value, o);
    return o;
  }

  function readOptions(g, ul, parent) {
    Array.from(ul.children).forEach((li) => {
      const o = option(g, li.dataset.v, li.querySelector("b").textContent);
      o.parent = parent;
      (parent ? parent.sub : g.ul).append(o.row);
      const below = li.querySelector("ul");
      if (below) {
        o.sub = el("ul", {});
        o.row.append(o.sub);
        readOptions(g, below, o);
      }
    });
  }

  /**
   * Adds the control of a facet. The order of its values, and whether they are paths, are known
   * only when the index has loaded.
   * @param {string} name @param {string} label
   */
  function addFacet(name, label) {
    const ul = el("ul", { id: "facet-" + name });
    const fold = el("button", { type: "button", class: "link", "aria-expanded": "false", "aria-controls": "facet-" + name });
    const set = el("fieldset", { hidden: "" }, el("legend", {}, label), ul, fold);
    /** @type {Facet} */
    const g = { name, values: new Map(), ul, fold, set, open: false, counted: false, nests: false, order: "listed" };
    facets.set(name, g);
    fold.addEventListener("click", () => {
      g.open = !g.open;
      showFilters();
    });
    byId("facets").append(set);
    return g;
  }

  /** @type {Promise<void> | null} */
  let learnt = null;   // settled when every facet of the index has its control
  let isLearnt = false;

  /** Asks the index for its facets, and adds a control for every facet that the page does not list. */
  function learn() {
    if (!learnt) {
      const asked = ready.then((e) => (typeof e.facets === "function" ? e.facets() : []));
      const language = root.lang.startsWith("zh") ? 0 : 1;
      learnt = asked.then((all) => all.forEach((f) => {
        const g = facets.get(f.name) || addFacet(f.name, say(f.name) || f.label[language]);
        g.nests = f.nests;
        g.order = f.order;
      })).catch(() => { learnt = null; }).then(() => { isLearnt = true; });
    }
    return learnt;
  }

  function buildFilters() {
    /** @type {NodeListOf<HTMLElement>} */
    const listed = contentOf("search-options").querySelectorAll("[data-f]");
    listed.forEach((source) => {
      const name = source.dataset.f;
      readOptions(addFacet(name, say(name)), source.querySelector("ul"), null);
    });
    const wide = window.matchMedia("(min-width:62em)");
    const unfold = () => { panel.open = wide.matches && !root.classList.contains("elder"); };
    if (wide.addEventListener) wide.addEventListener("change", unfold);
    unfold();
  }

  /** Ticks the given values. A value unknown to the page is its own label. */
  function tick(filters) {
    facets.forEach((g, f) => {
      const wanted = filters[f] || [];
      g.values.forEach((o) => { o.box.checked = wanted.includes(o.value); });
      wanted.forEach((v) => {
        if (!g.values.has(v)) {
          const o = option(g, v, v);
          o.box.checked = true;
          g.ul.append(o.row);
        }
      });
    });
  }

  /** Takes the engine's counts. The count of a path includes the paths below it. */
  function count(found) {
    facets.forEach((g, f) => {
      const counts = (found && found[f]) || {};
      Object.keys(counts).forEach((v) => {
        if (!g.values.has(v)) g.ul.append(option(g, v, v).row);
      });
      const all = Array.from(g.values.values());
      all.forEach((o) => { o.n = counts[o.value] || 0; });
      if (g.nests) {
        all.slice().reverse().forEach((o) => {
          const below = all.filter((c) => c.parent === o).reduce((sum, c) => sum + c.n, 0);
          if (o.n < below) o.n += below;
        });
      }
      // The counts of a filtered facet have only the chosen values. Values that were visible before
      // stay visible without a number.
      if (!asked.filters[f]) all.forEach((o) => { o.seen = o.n > 0; });
      g.counted = true;
      // The order must not change while the focus is in the list.
      if (g.order !== "listed" && !g.ul.contains(document.activeElement)) {
        all.sort(g.order === "latest"
          ? (a, b) => b.value.localeCompare(a.value)
          : (a, b) => b.n - a.n || a.label.localeCompare(b.label));
        all.forEach((o) => g.ul.append(o.row));
      }
    });
  }

  function showFilters() {
    let ticked = 0;
    facets.forEach((g, f) => {
      const rows = Array.from(g.ul.querySelectorAll("input")).map((b) => g.values.get(b.value));
      const live = rows.filter((o) => o.box.checked || !g.counted || o.n > 0 || (o.seen && asked.filters[f]));
      const keep = new Set();
      let tops = 0;
      live.forEach((o) => {
        const first = o.parent === null && tops++ < FOLD;
        const under = o.parent !== null && (o.parent.box.checked || isTicked(o.parent));
        if (g.open || first || o.box.checked || under) keep.add(o);
      });
      keep.forEach((o) => { for (let p = o.parent; p; p = p.parent) keep.add(p); });
      rows.forEach((o) => {
        o.row.hidden = !keep.has(o);
        o.count.textContent = g.counted && (o.n > 0 || o.box.checked) ? say("count", { n: o.n }) : "";
        if (o.box.checked) ticked++;
      });
      rows.forEach((o) => { if (o.sub) o.sub.hidden = !rows.some((c) => c.parent === o && keep.has(c)); });
      g.set.hidden = live.length === 0 || (f === "issuing_body" && live.length === 1 && !asked.filters[f]);
      g.fold.hidden = !g.open && live.every((o) => keep.has(o));
      g.fold.setAttribute("aria-expanded", String(g.open));
      g.fold.textContent = g.open ? say("less") : say("more", { n: live.length });
      if (g.open && live.length <= FOLD && live.every((o) => !o.parent)) g.fold.hidden = true;
    });
    panel.hidden = Array.from(facets.values()).every((g) => g.set.hidden);
    showApplied();
    const limited = Object.keys(asked.limits).length;
    clear.hidden = ticked + limited === 0;
    if (asking && limited) asking.open = true;
    const validity = facets.get("validity");
    if (inForce && validity) {
      const on = Array.from(validity.values.values()).filter((o) => o.box.checked).map((o) => o.value);
      inForce.checked = on.length > 0 && on.every((v) => IN_FORCE.includes(v)) && on.includes("effective");
    }
    byId("ticked").textContent = ticked ? say("brackets", { s: number.format(ticked) }) : "";
  }

  /** Shows each filter in use as a button that removes the filter, and the chart of the years. */
  function showApplied() {
    const chips = [];
    /** @param {string} label @param {Choice[]} all @param {HTMLInputElement|HTMLSelectElement} [limit] */
    const chip = (label, all, limit) => {
      const button = el("button", { type: "button", "aria-label": say("drop", { s: label }) }, label);
      button.addEventListener("click", () => {
        all.forEach((o) => { o.box.checked = false; });
        if (limit) limit.value = "";
        run(fromForm(), true);
        const next = applied.querySelector("button");
        /** @type {HTMLElement} */ (next || input).focus();
      });
      chips.push(el("li", {}, button));
    };
    facets.forEach((g) => {
      const ticked = Array.from(g.values.values()).filter((o) => o.box.checked);
      const span = g.name === "year" ? spanOf(g) : null;
      if (span) chip(span[0] + "—" + span[1], ticked);
      else ticked.forEach((o) => chip(o.label, [o]));
    });
    for (const name in asked.limits) {
      const box = limits[name], value = asked.limits[name];
      const shown = box instanceof HTMLSelectElement ? box.selectedOptions[0].text : value;
      chip(say("limit_" + name, { s: shown }), [], box);
    }
    fill(applied, chips);
    applied.hidden = chips.length === 0;
    const years = facets.get("year");
    if (years) {
      drawYears(years);
      addRange(years);
    }
  }

  /** The number of hits of each year, without the filter by year. @type {Object<string, number>} */
  let yearCounts = {};

  /** Gets the number of hits of every year. A filter by year needs a second query without it. @param {number} mine @param {SearchAnswer} r */
  function countYears(mine, r) {
    const take = (counts) => {
      const g = facets.get("year");
      if (mine !== turn || !g) return;
      yearCounts = counts || {};
      Object.keys(yearCounts).forEach((v) => {
        if (!g.values.has(v)) g.ul.append(option(g, v, v).row);
      });
      showFilters();
    };
    if (!asked.filters.year) return take(r.facets.year);
    const filters = /** @type {Object<string, string[]>} */ (Object.assign({}, asked.filters));
    delete filters.year;
    ready.then((e) => e.search(asked.q, Object.assign({ filters, limit: 1 }, asked.limits))).then((all) => take(all.facets.year), () => take(r.facets.year));
  }

  /** The years of a facet, the earliest first. @param {Facet} g */
  const yearsOf = (g) => Array.from(g.values.values()).filter((o) => /^\d{4}$/.test(o.value)).sort((a, b) => a.value.localeCompare(b.value));

  /** The first and the last of the chosen years, if all years between them are chosen too. @param {Facet} g @returns {string[] | null} */
  function spanOf(g) {
    const years = yearsOf(g), on = years.filter((o) => o.box.checked);
    if (on.length < 2 || years.indexOf(on[on.length - 1]) - years.indexOf(on[0]) !== on.length - 1) return null;
    return [on[0].value, on[on.length - 1].value];
  }

  /** Adds two selection boxes, for the first and the last year. They tick all years from one to the other. @param {Facet} g */
  function addRange(g) {
    const years = yearsOf(g), old = g.set.querySelector(".range");
    if (years.length < 3) return;
    const on = years.filter((o) => o.box.checked), span = spanOf(g) || (on.length === 1 ? [on[0].value, on[0].value] : ["", ""]);
    if (old && old.contains(document.activeElement)) {
      old.querySelectorAll("select").forEach((s, i) => { if (span[i]) s.value = span[i]; });
      return;
    }
    const box = (key, value) => {
      const select = el("select", { "aria-label": say(key) }, el("option", { value: "" }, say("yearAny")), ...years.map((o) => el("option", { value: o.value }, o.value)));
      /** @type {HTMLSelectElement} */ (select).value = value;
      return /** @type {HTMLSelectElement} */ (select);
    };
    const from = box("yearFrom", span[0]), to = box("yearTo", span[1]);
    const choose = () => {
      const first = from.value || years[0].value, last = to.value || years[years.length - 1].value;
      years.forEach((o) => { o.box.checked = (from.value || to.value) !== "" && o.value >= first && o.value <= last; });
      run(fromForm(), true);
    };
    [from, to].forEach((s) => s.addEventListener("change", choose));
    const row = el("p", { class: "range" }, from, el("span", { "aria-hidden": "true" }, "—"), to);
    if (old) old.remove();
    g.set.insertBefore(row, g.ul);
  }

  /** Draws the chart of hits by year above the list of years. @param {Facet} g */
  function drawYears(g) {
    const old = g.set.querySelector("svg");
    if (old) { old.nextElementSibling.remove(); old.remove(); }
    const hits = (o) => yearCounts[o.value] || 0;
    const shown = yearsOf(g).filter((o) => hits(o) > 0 || o.box.checked);
    if (!g.counted || shown.length < 3) return;
    const numbers = shown.map((o) => Number(o.value)), first = numbers[0], last = numbers[numbers.length - 1];
    const most = Math.max(1, ...shown.map(hits)), any = shown.some((o) => o.box.checked), step = 100 / (last - first + 1);
    const place = document.createElement("div");
    place.innerHTML = "<svg></svg>";
    const chart = place.firstElementChild;
    chart.setAttribute("class", "hist");
    chart.setAttribute("aria-hidden", "true");
    shown.forEach((o) => {
      const bar = document.createElementNS(chart.namespaceURI, "rect"), high = hits(o) * 100 / most;
      const at = { x: (Number(o.value) - first + 0.1) * step + "%", width: 0.8 * step + "%", y: 100 - high + "%", height: high + "%" };
      for (const k in at) bar.setAttribute(k, at[k]);
      if (!any || o.box.checked) bar.setAttribute("class", "on");
      chart.append(bar);
    });
    const below = g.set.querySelector(".range") || g.ul;
    g.set.insertBefore(chart, below);
    g.set.insertBefore(el("p", { class: "axis", "aria-hidden": "true" }, el("span", {}, String(first)), el("span", {}, String(last))), below);
  }

  function isTicked(o) {
    for (let p = o; p; p = p.parent) if (p.box.checked) return true;
    return false;
  }

  // ---- Results ----

  /**
   * A text with marks at the given ranges [start, end]. If one mark is longer than a character,
   * marks of single characters are left out.
   * @param {string} text @param {[number, number][]} marks
   */
  function marked(text, marks) {
    const out = document.createDocumentFragment();
    const long = (marks || []).filter(([from, to]) => to - from > 1);
    let at = 0;
    (long.length ? long : marks || []).forEach(([from, to]) => {
      if (from < at || to <= from || to > text.length) return;
      out.append(text.slice(at, from), el("mark", {}, text.slice(from, to)));
      at = to;
    });
    out.append(text.slice(at));
    return out;
  }

  /** The names of a hit's short fields that contain a term. */
  function namesFound(hit, words) {
    const names = ["document_number", "issuing_body", "index_number"].filter((k) => hit[k] && words.length);
    return Promise.all(names.map((k) => fold(hit[k]))).then((folded) =>
      names.filter((k, i) => words.some((w) => w && folded[i].includes(w))));
  }

  /** A short field with its terms marked. If a term occurs only in another form, the whole field is marked. */
  function markedName(text, words) {
    const low = text.toLowerCase();
    const marks = [];
    words.concat(asked.q.toLowerCase().split(/\s+/)).forEach((w) => {
      for (let at = w ? low.indexOf(w) : -1; at >= 0; at = low.indexOf(w, at + w.length)) marks.push([at, at + w.length]);
    });
    return low.length === text.length && marks.length ? marked(text, marks.sort((a, b) => a[0] - b[0] || b[1] - a[1])) : el("mark", {}, text);
  }

  /**
   * The fragment of a hit's address, which leads to the passage found. One part tells mulu-find.js
   * what to mark and where. The other, a text fragment for the browser, begins and ends at
   * punctuation, because browsers look for whole words.
   */
  function placeOf(hit) {
    const own = hit.attachment ? [] : hit.marks || []; // the text of an attachment is not on the page
    const text = hit.excerpt || "", first = own[0];
    const wordings = own.map(([from, to]) => text.slice(from, to)).concat((hit.title_marks || []).map(([from, to]) => hit.title.slice(from, to)));
    const terms = wordings.filter((w, i) => w.trim() && wordings.indexOf(w) === i).slice(0, 8);
    if (!terms.length) return "";
    const coded = (s) => encodeURIComponent(s).replace(/[-!'()*~]/g, (c) => "%" + c.charCodeAt(0).toString(16).toUpperCase());
    const marks = "#find=" + terms.map(coded).join(",");
    if (!first) return marks;
    const [from, to] = first, match = text.slice(from, to);
    const before = (text.slice(0, from).match(/(?:^|[\s、。，；：])([^\s…、。，；：]{0,40})$/) || ["", ""])[1];
    const after = (text.slice(to).match(/^[^\s…、。，；：]{0,40}(?=[\s、。，；：]|$)/) || [""])[0];
    const fragment = (before ? coded(before) + "-," : "") + coded(match) + (after ? ",-" + coded(after) : "");
    return marks + "&at=" + coded(before + match + after) + ":~:text=" + fragment;
  }

  function entry(hit, found, words) {
    const link = el("a", { href: hit.url + placeOf(hit) });
    link.append(marked(hit.title || hit.url, hit.title_marks));
    const line = el("p", {});
    const add = (tag, text, cls) => { if (text) line.append(el(tag, { class: cls || null }, text), " "); };
    const name = (key) => (found.includes(key) ? markedName(hit[key], words) : hit[key]);
    add("span", name("document_number"));
    if (hit.member !== hit.issuing_body) add("span", hit.member);
    const isNamed = hit.issuing_body === list.dataset.own || (hit.member && (hit.issuing_body || "").includes(hit.member));
    if (!isNamed || found.includes("issuing_body")) add("span", name("issuing_body"));
    if (found.includes("index_number")) {
      const [before, after] = (texts.index || "").split("{s}");
      add("span", el("span", {}, before, name("index_number"), after || ""));
    }
    add("time", (hit.date_published || "").slice(0, 10));
    if (hit.validity) {
      const known = facets.has("validity") && facets.get("validity").values.get(hit.validity);
      add("span", known ? known.label : hit.validity, "v v-" + hit.validity);
    }
    const li = el("li", {}, el("h3", {}, link), line.firstChild && line);
    if (hit.attachment) {
      const file = el("a", { href: hit.attachment.url }, hit.attachment.title);
      li.append(el("p", { class: "within" }, say("within"), file, hit.attachment.place && " " + hit.attachment.place));
    }
    if (hit.excerpt) {
      const p = el("p", { class: "excerpt" });
      p.append(marked(hit.excerpt, hit.marks));
      li.append(p);
    }
    return li;
  }

  /**
   * A link to another query. A click on it is answered on this page.
   * @param {string} q @param {string} text @param {Object<string, string[]>} [filters] @param {Object<string, string>} [kept] the limits
   */
  function questionLink(q, text, filters = {}, kept = {}) {
    const p = new URLSearchParams({ q });
    for (const f in filters) filters[f].forEach((v) => p.append(f, v));
    for (const name in kept) p.set(name, kept[name]);
    const link = el("a", { href: "search.html?" + p }, text);
    link.addEventListener("click", (e) => {
      if (e.ctrlKey || e.metaKey || e.shiftKey) return;
      e.preventDefault();
      input.value = q;
      tick(filters);
      for (const name in limits) limits[name].value = kept[name] || "";
      run(fromForm(), true);
      input.focus();
    });
    return link;
  }

  /** Shows suggestions for a query of letters. */
  function showSuggestions(found) {
    fill(suggest.querySelector("ul"), (found || []).map((s) => el("li", {}, questionLink(s.query, s.text))));
    suggest.hidden = !(found && found.length);
  }

  /**
   * Whether all characters of a short name occur in a name, in the same order: 人社局 in 人力资源和社会保障局.
   * @param {string} short @param {string} name
   */
  function isShortFor(short, name) {
    let at = -1;
    return Array.from(short).every((c) => (at = name.indexOf(c, at + 1)) >= 0);
  }

  /**
   * The first and the last day of a typed day or month, such as 2026年10月20日, 20261020 or 2026.10; null for anything else.
   * @param {string} typed
   */
  function daysOf(typed) {
    const parts = typed.replace(/[日号]$/, "").replace(/^(\d{4})(\d\d)(\d\d)$/, "$1-$2-$3").match(/^(\d{4})[-./年](\d{1,2})(?:[-./月](\d{1,2}))?月?$/);
    if (!parts) return null;
    const [year, month, day] = parts.slice(1).map(Number), days = new Date(Date.UTC(year, month, 0)).getUTCDate();
    if (month < 1 || month > 12 || day < 1 || day > days) return null;
    return [day || 1, day || days].map((d) => [parts[1], month, d].map((n) => String(n).padStart(2, "0")).join("-"));
  }

  /**
   * The columns and bodies (in a portal also members and districts) whose names begin or end with a
   * query, each as filters and the text of its link. If nothing was found, the query may also be a
   * short name of a body, member or district.
   * @param {string} q folded @param {boolean} isNone whether nothing was found
   */
  function placesNamed(q, isNone) {
    const found = [];
    facets.forEach((g, f) => {
      if (f === "year" || f === "validity" || asked.filters[f]) return;
      g.values.forEach((o) => {
        const name = o.label.toLowerCase();
        if (!name.startsWith(q) && !name.endsWith(q) && !(isNone && f !== "category" && isShortFor(q, name))) return;
        found.push({ filters: { [f]: [o.value] }, text: say("place", { kind: say(f), name: o.label }) });
      });
    });
    return found;
  }

  /**
   * Offers what a query may name: columns and bodies (a year before the name is left out) or, if
   * nothing was found, the day or month on which documents were published. A place without
   * documents is not offered. With more than three names, the query is too general.
   * @param {number} mine @param {boolean} isNone whether nothing was found
   */
  function showPlaces(mine, isNone) {
    if (!places) return;
    const typed = asked.q.replace(/^\d{4}\s*年?度?\s*/, ""), days = isNone && limits.from && limits.to ? daysOf(asked.q) : null;
    /** @param {{filters?: Record<string, string[]>, limits?: Record<string, string>, text: string}[]} named */
    const offer = (named) => ready.then((e) => Promise.all(named.map((place) => e.search("", { filters: place.filters || {}, ...place.limits, limit: 1 })))).then((answers) => {
      if (mine !== turn) return;
      const links = named.filter((place, n) => answers[n].total).map((place) => questionLink("", place.text, place.filters || {}, place.limits));
      fill(places, links.map((link) => el("li", {}, link)));
      places.hidden = links.length === 0;
    });
    if (!isNone) places.hidden = true;
    if (days) {
      const [from, to] = days;
      offer([{ limits: { from, to }, text: say("place", { kind: say("published"), name: asked.q }) }]).catch(() => null);
    } else if (typed.length > 1) {
      fold(typed).then((q) => placesNamed(q, isNone)).then((named) => offer(named.length > 3 ? [] : named)).catch(() => null);
    }
  }

  /** Shows another query that finds something. It is in the status element, so that screen readers announce it. @param {SearchAnswer} r */
  function showRelaxed(r) {
    if (r.total || !r.relaxed) return;
    const { reason, query, total, unfiltered } = r.relaxed;
    const without = say(reason + (unfiltered ? "Unfiltered" : ""), { q: query, n: total });
    status.append(" ", unfiltered ? questionLink(query, without || query) : questionLink(query, without || query, asked.filters, asked.limits));
  }

  /** Explains why nothing was found (a term that occurs nowhere, or the filters), and offers other queries. */
  function showWhy(r) {
    const lines = [];
    const terms = r.terms || [], absent = terms.filter((t) => !t.found);
    if (r.unfiltered) lines.push(el("p", {}, questionLink(asked.q, say("whyFilters", { n: r.unfiltered }))));
    if (absent.length) lines.push(el("p", {}, el("strong", {}, say("whyAbsent", { terms: absent.map((t) => t.term).join(texts.and || " ") }))));
    const apart = terms.filter((t) => t.found);
    if (apart.length > 1 && !absent.length) {
      const each = apart.map((t) => el("li", {}, questionLink(t.term, say("whyTerm", { q: t.term, n: t.found }))));
      lines.push(el("p", {}, say("whyApart")), el("ul", { class: "chips" }, ...each));
    }
    fill(byId("why"), lines);
    const help = byId("none-help");
    if (help) help.hidden = r.relaxed !== null || r.unfiltered > 0;
  }

  // ---- The progress of loading ----

  const bar = /** @type {HTMLProgressElement|null} */ (byId("loading"));
  let waits = false;    // whether an answer takes longer than PATIENCE
  let saidLast = 0;

  /** @param {{files: number, of: number, bytes: number}} loaded */
  function tellProgress(loaded) {
    if (!waits || loaded.files >= loaded.of) return;
    if (bar) {
      bar.max = loaded.of;
      bar.value = loaded.files;
    }
    if (Date.now() - saidLast < SAYING) return;
    saidLast = Date.now();
    status.textContent = loaded.files === 0 ? say("root") : say("loading", { n: loaded.of, done: loaded.files, size: number.format(Math.ceil(loaded.bytes / 1024)) + " KB" });
  }

  /** Shows that an answer is awaited (`so`), or that it has arrived. @param {boolean} so */
  function wait(so) {
    waits = so;
    root.classList.toggle("still", !so);
    if (!so || !bar) return;
    bar.removeAttribute("value");
    status.textContent = say(engine ? "busy" : "opening");
  }

  let turn = 0;     // the number of the latest request; answers to earlier requests are dropped
  let shown = 0;

  /** Hides what belongs to the previous answer. @param {number} [kept] the number of rows of the current answer that are there already */
  function reset(kept) {
    if (!kept) list.textContent = "";
    list.hidden = none.hidden = more.hidden = start.hidden = suggest.hidden = true;
    shown = 0;
  }

  /** Makes the rows for some hits. @param {SearchHit[]} hits @returns {Promise<HTMLElement[]>} */
  function rowsOf(hits) {
    return learn().then(() => Promise.all(asked.q.split(/\s+/).filter(Boolean).map(fold))).then((words) =>
      Promise.all(hits.map((hit) => namesFound(hit, words).then((found) => entry(hit, found, words)))));
  }

  /** Asks the engine a new query or, with `next`, for the next hits of the current query. */
  function ask(next, back) {
    const mine = ++turn;
    const patience = setTimeout(() => mine === turn && wait(true), PATIENCE);
    list.setAttribute("aria-busy", "true");
    more.disabled = true;
    const options = Object.assign({}, asked.limits, { filters: asked.filters, sort: asked.sort, offset: next ? shown : 0, limit: Math.max(LIMIT, (back && back.shown) || 0) });
    // If another query has replaced this one before the engine is ready, this one is not searched.
    const current = ready.then((e) => (mine === turn ? e : Promise.reject(new Error("replaced"))));
    /** @type {string[]} */
    let early = []; // the addresses of the hits that are shown before the answer is complete
    let isComplete = false;
    if (!next) current.then(() => showPlaces(mine, false), () => null);
    if (!next && !back) current.then((e) => (e.first ? e.first(asked.q, options) : [])).then((hits) => rowsOf(hits).then((rows) => {
      if (mine !== turn || isComplete || !rows.length) return;
      reset();
      list.append(...rows);
      list.hidden = false;
      early = hits.map((hit) => hit.url);
    })).catch(() => null); // an error is reported with the whole answer
    const answer = current.then((e) => e.search(asked.q, options)).then((r) => rowsOf(r.hits).then((rows) => /** @type {[SearchAnswer, HTMLElement[]]} */ ([r, rows])));
    answer.then((found) => {
      if (mine !== turn) return;
      const [r, rows] = found;
      isComplete = true;
      // The early rows stay, unless the site was published anew in the meantime.
      const kept = early.every((url, i) => r.hits[i] && r.hits[i].url === url) ? early.length : 0;
      if (!next) reset(kept);
      list.append(...rows.slice(kept));
      shown += rows.length;
      count(r.facets);
      showFilters();
      countYears(mine, r);
      list.hidden = shown === 0;
      none.hidden = shown > 0;
      if (!next) showSuggestions(r.suggestions);
      showWhy(r);
      more.hidden = rows.length < LIMIT || shown >= r.total;
      sorting.hidden = shown < 2;
      const n = { total: Math.max(r.total, shown), shown };
      byId("found").textContent = say("brackets", { s: say("count", { n: n.total }) });
      status.textContent = shown === 0 ? say("none") : say(next && r.exact ? "shown" : r.exact ? "found" : "atMost", n);
      showRelaxed(r);
      if (shown === 0) showPlaces(mine, true);
      if (next && rows.length) rows[0].querySelector("a").focus();
      if (back && back.y) window.scrollTo({ top: back.y, behavior: "instant" });
    }).catch((e) => {
      if (mine !== turn) return;
      isComplete = true;
      if (!next) reset();
      status.textContent = say("error");
      more.hidden = !next;
      if (window.console) console.error(e);
    }).then(() => {
      clearTimeout(patience);
      if (mine !== turn) return;
      wait(false);
      list.removeAttribute("aria-busy");
      more.disabled = false;
    });
  }

  function run(question, step, back) {
    clearTimeout(typing);
    asked = question;
    toAddress(step);
    if (asked.any) {
      ask(false, back);
    } else {
      turn++;
      wait(false);
      reset();
      list.removeAttribute("aria-busy");
      facets.forEach((g) => { g.counted = false; });
      status.textContent = say("start");
      byId("found").textContent = "";
      start.hidden = false;
      sorting.hidden = true;
      if (places) places.hidden = true;
    }
    showFilters();
  }

  /** Shows the results for the query in the address. */
  function restore(back) {
    const names = Array.from(new URLSearchParams(location.search).keys());
    if (!isLearnt && names.some((name) => name !== "q" && name !== "sort" && !(name in limits) && !facets.has(name))) {
      learn().then(() => restore(back)); // the name may be the name of a facet that only the index knows
      return;
    }
    const q = fromAddress();
    input.value = q.q;
    sort.value = q.sort;
    tick(q.filters);
    run(q, false, back);
  }

  /** Runs the first query: the text typed while this script was loading, or else the query of the address. */
  function begin() {
    const typed = input.value, q = fromAddress();
    restore(history.state);
    if (!typed || typed === q.q) return;
    input.value = typed;
    run(fromForm());
  }

  // ---- Events ----

  let typing = 0;
  form.addEventListener("submit", (e) => {
    if (root.classList.contains("no-search")) return; // submitting the form loads the page, and so the engine, again
    e.preventDefault();
    const q = fromForm();
    q.any = true; // a submitted empty query shows everything
    run(q, true);
    if (window.matchMedia("(pointer:coarse)").matches) input.blur(); // hides the keyboard of a phone
  });
  input.addEventListener("input", learn, { once: true }); // the root of the index loads while somebody types
  input.addEventListener("input", (e) => {
    clearTimeout(typing);
    if (/** @type {InputEvent} */ (e).isComposing) return; // an input method is at work
    typing = setTimeout(() => run(fromForm()), TYPING);
  });
  input.addEventListener("compositionend", () => {
    clearTimeout(typing);
    typing = setTimeout(() => run(fromForm()), TYPING);
  });
  sorts.forEach((b) => b.addEventListener("click", () => {
    sort.value = b.value;
    run(Object.assign(fromForm(), { any: asked.any }), true);
  }));
  more.addEventListener("click", () => ask(true));
  // On a phone, the results are below the filters and not visible.
  byId("apply").addEventListener("click", () => {
    panel.open = false;
    byId("results-h").focus({ preventScroll: true });
    byId("status").scrollIntoView({ behavior: "instant" }); // the number of hits is above the list
  });
  clear.addEventListener("click", () => {
    tick({});
    for (const name in limits) limits[name].value = "";
    run(Object.assign(fromForm(), { any: asked.any }), true);
    input.focus();
  });
  byId("browse").addEventListener("click", () => {
    run(Object.assign(fromForm(), { any: true, sort: sort.value = "date" }), true);
    input.focus();
  });
  boxes.forEach((box) => box.addEventListener("change", () => run(Object.assign(fromForm(), { any: true }), true)));
  if (inForce) inForce.addEventListener("change", () => {
    facets.get("validity").values.forEach((o) => { o.box.checked = inForce.checked && IN_FORCE.includes(o.value); });
    run(Object.assign(fromForm(), { any: true }), true);
  });
  // The number is joined with its brackets, so that a search for 3 does not find 13.
  const [prefix, year, serial] = ["n-prefix", "n-year", "n-serial"].map((id) => /** @type {HTMLInputElement|null} */ (byId(id)));
  if (serial) byId("n-find").addEventListener("click", () => {
    const [p, y, n] = [prefix, year, serial].map((box) => box.value.trim());
    input.value = y ? p + "〔" + y + "〕" + (n && n + "号") : [p, n && "〕" + n + "号"].filter(Boolean).join(" ");
    if (!input.value) return prefix.focus();
    if (limits.in) limits.in.value = "number";
    run(fromForm(), true);
  });
  [prefix, year, serial].forEach((box) => box && box.addEventListener("keydown", (e) => {
    if (e.key !== "Enter" || e.isComposing) return;
    e.preventDefault();
    byId("n-find").click();
  }));
  // The state is stored, so that a visitor who returns from a document finds the list unchanged.
  list.addEventListener("click", () => remember("replaceState", { shown, y: window.scrollY }));
  window.addEventListener("popstate", () => { if (location.search !== address) restore(history.state); });

  byId("search-off").hidden = true;
  byId("search-ui").hidden = false;
  if (asking) asking.hidden = false;
  buildFilters();
  begin();
})();
