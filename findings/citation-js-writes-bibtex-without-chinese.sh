#!/bin/sh
# @citation-js/core and @citation-js/plugin-bibtex 0.8.2 (npm), which convert lists of references, with their defaults: in BibTeX and BibLaTeX, every
# Chinese title, publisher and place is empty, and the number of a document is 202412.
#
#   input     a reference with title 关于印发《办法》的通知, publisher 甲社, place 甲市, number 甲政发〔2024〕12号 and the authors 甲市人民政府 and 张某; format("bibtex"); the
#             same with the setting asciiOnly off
#   expected  the fields as they are, or an error: BibTeX files are in UTF-8 today, and the package reads a Chinese one correctly
#   found     title = {}, institution = {}, address = {}, number = {202412}; the office stays, the person is a comma
#
# The setting rewrites é as {\'e}, and a character that has no such form is dropped. The entry is valid, so no program reports it. Two documents of
# one year with one serial number become the same entry. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @citation-js/core@0.8.2 @citation-js/plugin-bibtex@0.8.2
cat >run.mjs <<'JS'
import { Cite, plugins } from "@citation-js/core";
import "@citation-js/plugin-bibtex";
const reference = new Cite([{
  id: "a", type: "report", title: "关于印发《办法》的通知", author: [{ literal: "甲市人民政府" }, { family: "张", given: "某" }],
  publisher: "甲社", "publisher-place": "甲市",
  number: "甲政发〔2024〕12号", issued: { "date-parts": [[2024]] },
}]);
for (const asciiOnly of [true, false]) {
  if (!asciiOnly) plugins.config.get("@bibtex").format.asciiOnly = false;
  const lines = reference.format("bibtex").split("\n").map((line) => line.trim());
  console.log(asciiOnly ? "default:" : "asciiOnly off:", ...lines.filter((line) => line.includes(" = ")));
}
JS
node run.mjs >found
cat found
cat >recorded <<'TXT'
default: address = {}, author = {{甲市人民政府} and , }, year = {2024}, number = {202412}, institution = {}, title = {},
asciiOnly off: address = {甲市}, author = {{甲市人民政府} and 张, 某}, year = {2024}, number = {甲政发〔2024〕12号}, institution = {甲社}, title = {关于印发《办法》的通知},
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
