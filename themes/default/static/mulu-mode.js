// @ts-check
/*
 * Sets what the visitor chose on an earlier page (large type, contrast, colours, size of type) before anything is painted.
 * It stands in the head of every page and stays small; mulu-page.js changes the choice.
 */
(function () {
  "use strict";
  let names = "js";
  try {
    names += " " + (localStorage.getItem("mulu-modes") || "");
  } catch (e) { /* a browser that keeps nothing shows the page as it is */ }
  document.documentElement.className = names;
})();
