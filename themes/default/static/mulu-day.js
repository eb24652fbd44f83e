// @ts-check
/*
 * A document's status can change on a day that was known when the page was made. Both statuses stand in the page, each with the
 * days between which it holds; this shows the one that holds today, in the time zone of the site (`data-offset`, minutes).
 */
(function () {
  "use strict";
  const offset = Number(/** @type {HTMLScriptElement} */ (document.currentScript).dataset.offset);
  const today = new Date(Date.now() + offset * 60000).toISOString().slice(0, 10);
  /** @type {NodeListOf<HTMLElement>} */
  const dated = document.querySelectorAll("[data-from],[data-until]");
  dated.forEach((e) => {
    const { from, until } = e.dataset;
    e.hidden = (from !== undefined && today < from) || (until !== undefined && today >= until);
  });
})();
