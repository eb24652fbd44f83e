// @ts-check
/*
 * Asks the browser to keep the home page, the search and the visited pages (mulu-sw.js). Only a
 * site with `offline: true` has this script, and it works only over https. Pages look the same
 * without it.
 */
(function () {
  "use strict";
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  if (!window.isSecureContext || !navigator.serviceWorker) return;
  navigator.serviceWorker.register(script.src.replace(/static\/mulu-offline\.js.*$/, "mulu-sw.js"), { updateViaCache: "none" }).catch(() => null);
})();
