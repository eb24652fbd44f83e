// @ts-check
// Makes the two forms of the desk (for a new document and for a new site) easier to use: files can
// be dropped onto the first form, and the chosen files stay when faults are shown. Every page of
// the desk works without this script.
(function () {
  "use strict";
  var form = /** @type {HTMLFormElement} */ (document.querySelector("form.new"));
  if (!form) return;
  var files = /** @type {HTMLInputElement} */ (document.getElementById("files"));
  var drop = /** @type {HTMLElement} */ (document.getElementById("of-files"));
  var chosen = /** @type {HTMLElement} */ (document.getElementById("chosen"));

  // the attribute keeps `reload.js` from reloading a page that has typed values
  form.addEventListener("input", function () { form.setAttribute("data-typed", ""); });

  // the form for a new site has no attachments
  if (files) takeFiles();

  function takeFiles() {
    function list() {
      chosen.textContent = "";
      for (var i = 0; i < files.files.length; i += 1) {
        var item = document.createElement("li");
        item.textContent = files.files[i].name;
        chosen.appendChild(item);
      }
    }
    files.addEventListener("change", list);

    function over(on) {
      return function (event) {
        event.preventDefault();
        drop.classList.toggle("over", on);
      };
    }
    form.addEventListener("dragover", over(true));
    form.addEventListener("dragleave", over(false));
    form.addEventListener("drop", function (event) {
      over(false)(event);
      var all = new DataTransfer();
      var lists = [files.files, event.dataTransfer.files];
      for (var l = 0; l < lists.length; l += 1) {
        for (var i = 0; i < lists[l].length; i += 1) all.items.add(lists[l][i]);
      }
      files.files = all.files;
      form.setAttribute("data-typed", "");
      list();
    });
  }

  // Shows the errors of the answer at the fields of this page. The values of the fields stay.
  function show(answer) {
    var said = form.querySelectorAll(".error");
    for (var i = 0; i < said.length; i += 1) said[i].remove();
    var wrong = form.querySelectorAll("[aria-invalid]");
    for (i = 0; i < wrong.length; i += 1) wrong[i].removeAttribute("aria-invalid");
    var fields = form.querySelectorAll("[id^=of-]");
    for (i = 0; i < fields.length; i += 1) {
      var there = answer.getElementById(fields[i].id);
      var error = there && there.querySelector(".error");
      if (!error) continue;
      fields[i].appendChild(document.importNode(error, true));
      var box = fields[i].querySelector("input, select, textarea");
      box.setAttribute("aria-invalid", "true");
      box.setAttribute("aria-describedby", there.querySelector("[aria-invalid]").getAttribute("aria-describedby"));
      var part = fields[i].closest("details");
      if (part) part.open = true;
    }
    var said_first = document.importNode(answer.getElementById("errors"), true);
    // the chosen files are still there, so the page need not ask for them again
    var again = said_first.querySelector(".again");
    if (again) again.remove();
    document.getElementById("errors").replaceWith(said_first);
    var first = /** @type {HTMLElement} */ (form.querySelector("[aria-invalid]"));
    if (first) first.focus();
    else window.scrollTo(0, 0);
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    fetch(form.action, { method: "POST", body: new FormData(form) }).then(function (response) {
      if (response.redirected) {
        form.removeAttribute("data-typed");
        location.assign(response.url);
        return null;
      }
      return response.text().then(function (text) {
        var answer = new DOMParser().parseFromString(text, "text/html");
        if (answer.getElementById("errors")) show(answer);
        else HTMLFormElement.prototype.submit.call(form);
      });
    }, function () { HTMLFormElement.prototype.submit.call(form); });
  });
})();
