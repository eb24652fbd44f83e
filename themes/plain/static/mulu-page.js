// Shows the validity on the visitor's day. It is written for every browser, so it uses only old
// JavaScript. Without this script, the page is complete.
(function () {
  "use strict";
  var offset = document.currentScript && document.currentScript.getAttribute("data-offset");
  if (!offset) return; // an archived page stays unchanged
  var today = new Date(Date.now() + Number(offset) * 60000).toISOString().slice(0, 10);
  var all = document.querySelectorAll("[data-from],[data-until]");
  for (var i = 0; i < all.length; i++) {
    var from = all[i].getAttribute("data-from"), until = all[i].getAttribute("data-until");
    all[i].hidden = Boolean((from && today < from) || (until && today >= until));
  }
})();
