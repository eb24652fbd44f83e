// @ts-check
/*
 * Prepares the page before it is painted. Records that scripts run, and applies the visitor's
 * earlier choices (large type, contrast, colours, type size), which mulu-page.js stores. This
 * script is in the head of every page, so it must be small.
 *
 * On the search page, it keeps typed text until mulu-ui.js has loaded, and records a script that
 * failed to load.
 */
(function () {
  "use strict";
  const root = document.documentElement;
  let names = "js";
  const carried = location.protocol === "file:" && new URLSearchParams(location.search).get("modes"); // see mulu-page.js
  try {
    names += " " + (typeof carried === "string" ? carried : localStorage.getItem("mulu-modes") || "");
  } catch (e) { /* a browser that stores nothing shows the page without earlier choices */ }
  root.className = names;

  // If the address has a query, the root of the index and now.js (which names the current root) are
  // needed at once. On a slow connection, both then load in parallel with the engine.
  const script = /** @type {HTMLScriptElement} */ (document.currentScript), own = script.src, token = script.dataset.root;
  if (/^http/.test(location.protocol) && /\/search\.html$/.test(location.pathname) && /[?&]q=[^&]/.test(location.search)) {
    for (const file of ["root.js" + (token ? "?" + token : "")].concat(token ? "now.js?" + Date.now() : [])) {
      const early = document.createElement("link");
      early.rel = "preload";
      early.as = "script";
      early.setAttribute("fetchpriority", "low"); // after the content that is painted
      early.href = own.replace(/static\/[^/]*$/, "search/" + file); // the addresses that the engine uses
      document.head.append(early);
    }
  }

  const ofSearch = /(search\/engine|mulu-search|mulu-ui)\.js/;
  window.addEventListener("error", (e) => {
    const from = /** @type {any} */ (e).filename || /** @type {any} */ (e.target).src || "";
    if (ofSearch.test(from) && !root.classList.contains("searching")) root.classList.add("no-search");
  }, true);
  document.addEventListener("readystatechange", () => {
    const form = document.getElementById("search-form"), input = /** @type {HTMLInputElement|null} */ (document.getElementById("q"));
    if (document.readyState !== "interactive" || !form || !input) return;
    if (!input.value) input.value = new URLSearchParams(location.search).get("q") || "";
    form.addEventListener("submit", (e) => {
      if (!root.classList.contains("no-search")) e.preventDefault();
    });
  });
})();
