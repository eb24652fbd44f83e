#!/bin/sh
# html-to-md 0.8.8 (npm): if a table has a caption, the Markdown has no table; the page shows its rows as one line of text with vertical bars.
#
#   input     a table with <caption>表一</caption>, the head 单位 | 金额 and the row 甲局 | 12; the Markdown is read by markdown-it 15.0.3
#   expected  the table, with 表一 above it or left out
#   found     <caption>表一</caption> as a third cell of the head, although the line below the head has two columns, so it is not a table by the rules
#             of GFM; without a caption it is one
#
# Tables of budgets and reports have captions, so exactly these tables are lost. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund html-to-md@0.8.8 markdown-it@15.0.3
cat >run.mjs <<'JS'
import htmlToMd from "html-to-md";
import MarkdownIt from "markdown-it";
for (const caption of ["<caption>表一</caption>", ""]) {
    const html = `<table>${caption}<thead><tr><th>单位</th><th>金额</th></tr></thead><tbody><tr><td>甲局</td><td>12</td></tr></tbody></table>`;
    const text = (htmlToMd.default ?? htmlToMd)(html);
    console.log(text.trim());
    const page = new MarkdownIt().render(text);
    console.log("tables on the page:", (page.match(/<table>/g) ?? []).length);
}
JS
node run.mjs >found
cat found
cat >recorded <<'TXT'
<caption>表一</caption>|单位|金额|
|---|---|
|甲局|12|
tables on the page: 0
|单位|金额|
|---|---|
|甲局|12|
tables on the page: 1
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
