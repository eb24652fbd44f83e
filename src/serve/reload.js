// @ts-check
// Reloads a page of the preview when the site has been made again. No built site contains this
// script.
(function () {
  "use strict";
  var own = new URL(/** @type {HTMLScriptElement} */ (document.currentScript).src);
  var address = new URL("/-/reload/" + own.searchParams.get("t") + "?v=" + own.searchParams.get("v"), own);
  var feed = null;

  // a closed feed means that mulu has ended; wait until it runs again
  function await_return() {
    fetch(location.href, { method: "HEAD", cache: "no-store" }).then(
      function () { location.reload(); },
      function () { setTimeout(await_return, 2000); }
    );
  }

  // a hidden page keeps no connection open; the version in the address tells it later what it
  // missed
  function listen() {
    if (document.visibilityState === "hidden") {
      if (feed) feed.close();
      feed = null;
    } else if (!feed) {
      feed = new EventSource(address);
      feed.addEventListener("reload", function () { location.reload(); });
      feed.onerror = function () {
        if (this === feed && feed.readyState === EventSource.CLOSED) setTimeout(await_return, 1000);
      };
    }
  }
  document.addEventListener("visibilitychange", listen);
  window.addEventListener("pagehide", function () { if (feed) feed.close(); feed = null; });
  window.addEventListener("pageshow", function (e) { if (e.persisted) location.reload(); });
  listen();
})();
