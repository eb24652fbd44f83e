// @ts-check
// Reloads a page of the preview when the site has been made again, follows the editor to the saved
// document, and marks the places of findings.
(function () {
  "use strict";
  var own = new URL(/** @type {HTMLScriptElement} */ (document.currentScript).src);
  var seen = own.searchParams.has("r") ? "r=" + own.searchParams.get("r") : "v=" + own.searchParams.get("v");
  var address = new URL("/-/reload/" + own.searchParams.get("t") + "?" + seen, own);
  var feed = null;
  var leaving = false;

  // if the browser forbids storage, `localStorage` throws
  function follows() {
    try { return localStorage.getItem("mulu-follow") === "1"; } catch (_) { return false; }
  }

  // mulu has ended; the page waits until mulu runs again
  function await_return() {
    fetch(location.href, { method: "HEAD", cache: "no-store" }).then(
      function () { location.reload(); },
      function () { setTimeout(await_return, 2000); }
    );
  }

  // a reload would lose typed values
  function is_in_use() {
    return document.querySelector("form[data-typed]") !== null;
  }

  function saved(event) {
    if (!follows() || is_in_use()) return;
    leaving = true;
    var to = new URL(event.data, own);
    if (to.pathname + to.search === location.pathname + location.search) location.reload();
    else location.assign(to);
  }

  // a hidden page closes its connection; the version in the address shows later whether the page
  // missed a change
  function listen() {
    if (document.visibilityState === "hidden") {
      if (feed) feed.close();
      feed = null;
    } else if (!feed) {
      feed = new EventSource(address);
      feed.addEventListener("saved", saved);
      feed.addEventListener("reload", function () { if (!leaving && !is_in_use()) location.reload(); });
      feed.onerror = function () {
        if (this === feed && feed.readyState === EventSource.CLOSED) setTimeout(await_return, 1000);
      };
    }
  }
  document.addEventListener("visibilitychange", listen);
  window.addEventListener("pagehide", function () { if (feed) feed.close(); feed = null; });
  window.addEventListener("pageshow", function (e) { if (e.persisted) location.reload(); });
  listen();

  var box = /** @type {HTMLInputElement} */ (document.getElementById("mulu-follow"));
  if (box) {
    box.checked = follows();
    box.addEventListener("change", function () {
      try { localStorage.setItem("mulu-follow", box.checked ? "1" : "0"); } catch (_) { box.checked = false; }
    });
    /** @type {HTMLElement} */ (box.closest(".switch")).hidden = false;
  }

  // ---- the places of findings -------------------------------------------------------------------

  // the page's text without white space, and the place of each of its characters
  function read_page() {
    var nodes = [], offsets = [], text = "";
    var main = document.querySelector("main") || document.body;
    var walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    for (var node = walker.nextNode(); node; node = walker.nextNode()) {
      var parent = node.parentElement;
      if (!parent || parent.closest("script, style, [id^=mulu-badge]")) continue;
      var data = /** @type {Text} */ (node).data;
      for (var i = 0; i < data.length; i += 1) {
        if (/\s/.test(data[i])) continue;
        nodes.push(node);
        offsets.push(i);
        text += data[i];
      }
    }
    return { text: text, nodes: nodes, offsets: offsets };
  }

  // the page has no Markdown marks, and a finding has `*` for masked digits; in `pattern`, `*`
  // stands for any text
  function plain(text) {
    return text.replace(/\s+/g, "").replace(/[*_`#>|\\]+/g, "*");
  }

  function pattern(text) {
    return plain(text).replace(/[.+?^${}()[\]/-]/g, "\\$&").replace(/\*/g, ".{0,40}?");
  }

  /** Finds a finding's text on the page, together with the text around it or with the text on one side. If all this fails, a text of more than one character is searched for alone. */
  function find(page, item) {
    var text = item.getAttribute("data-text") || "";
    var before = (item.getAttribute("data-before") || "").slice(-12), after = (item.getAttribute("data-after") || "").slice(0, 12);
    if (!plain(text).replace(/\*/g, "")) {
      text = before + after;
      before = after = "";
    }
    var middle = pattern(text);
    if (!middle) return null;
    var tries = [[pattern(before), pattern(after)], [pattern(before), ""], ["", pattern(after)]];
    if (plain(text).length > 1) tries.push(["", ""]);
    for (var i = 0; i < tries.length; i += 1) {
      var found = new RegExp("(" + tries[i][0] + ")(" + middle + ")" + tries[i][1]).exec(page.text);
      if (found && found[2]) return { from: found.index + found[1].length, to: found.index + found[1].length + found[2].length };
    }
    return null;
  }

  // a mark for each text node of the place
  function mark(page, place, severity) {
    var first = null, at = place.from;
    while (at < place.to) {
      var end = at;
      while (end < place.to && page.nodes[end] === page.nodes[at]) end += 1;
      var range = document.createRange();
      range.setStart(page.nodes[at], page.offsets[at]);
      range.setEnd(page.nodes[at], page.offsets[end - 1] + 1);
      var made = document.createElement("mark");
      made.className = "mulu-mark " + severity;
      range.surroundContents(made);
      first = first || made;
      at = end;
    }
    return first;
  }

  function show_on_page(item) {
    // read again, because a mark splits text nodes
    var page = read_page();
    var place = find(page, item);
    var button = /** @type {HTMLElement} */ (item.querySelector("button"));
    if (!place || !button) return;
    var made = mark(page, place, item.className);
    if (!made) return;
    made.tabIndex = -1;
    button.hidden = false;
    button.addEventListener("click", function () {
      made.scrollIntoView({ block: "center" });
      made.focus({ preventScroll: true });
    });
  }

  function show_places() {
    var items = document.querySelectorAll("#mulu-badge li[data-text]");
    for (var i = 0; i < items.length; i += 1) show_on_page(items[i]);
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", show_places);
  else show_places();
})();
