#!/bin/sh
# node-html-parser 9.0.7 (npm): where the end tags of options or ruby texts are left out, as HTML allows, the rest of the page becomes a part of the
# menu or of the annotated character.
#
#   input     a select with two options and a ruby with one rt, both without the inner end tags, each followed by a paragraph; lists, definition lists
#             and tables without inner end tags
#   expected  select and ruby end at their own end tags, two options, and the paragraph after them; the same for lists and tables
#   found     one option, the second as text without an element, and the paragraph inside select; the paragraph inside ruby, whose reading is bare text; lists, definition lists
#             and tables are right
#
# Pages that choose a year by a menu without end tags are valid and common. A search index that leaves out menus leaves out all their text, and a list
# of the years lacks the second. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund node-html-parser@9.0.7
cat >run.cjs <<'JS'
const { parse } = require("node-html-parser");
for (const html of ["<select><option>2023年<option>2024年</select><p>正文</p>", "<ruby>龘<rt>dá</ruby><p>正文</p>", "<ul><li>一<li>二</ul><p>正文</p>",
    "<dl><dt>甲<dd>乙<dt>丙<dd>丁</dl><p>正文</p>", "<table><tr><td>甲<td>乙<tr><td>丙</table><p>正文</p>"])
    console.log(html, "->", parse(html).toString());
JS
node run.cjs >found
cat found
cat >recorded <<'TXT'
<select><option>2023年<option>2024年</select><p>正文</p> -> <select><option>2023年</option>2024年<p>正文</p></select>
<ruby>龘<rt>dá</ruby><p>正文</p> -> <ruby>龘dá<p>正文</p></ruby>
<ul><li>一<li>二</ul><p>正文</p> -> <ul><li>一</li><li>二</li></ul><p>正文</p>
<dl><dt>甲<dd>乙<dt>丙<dd>丁</dl><p>正文</p> -> <dl><dt>甲</dt><dd>乙</dd><dt>丙</dt><dd>丁</dd></dl><p>正文</p>
<table><tr><td>甲<td>乙<tr><td>丙</table><p>正文</p> -> <table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table><p>正文</p>
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
