// @ts-check
/*
 * Starts the service worker mulu-sw.js, with which a browser keeps the home page, the search and
 * the visited pages. Only a site with `offline: true` has this script, and it works only over
 * https. Without it, pages look the same.
 */
(function () {
  "use strict";
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  if (!window.isSecureContext || !navigator.serviceWorker) return;
  navigator.serviceWorker.register(script.src.replace(/static\/mulu-offline\.js.*$/, "mulu-sw.js"), { updateViaCache: "none" }).catch(() => null);
})();
