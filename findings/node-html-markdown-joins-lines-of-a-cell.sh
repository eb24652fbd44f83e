#!/bin/sh
# node-html-markdown 2.0.0 (npm): it joins two lines in a cell of a table into one word, so 12 and 13 become 1213, and two persons become one.
#
#   input     <td>张某<br>李某</td><td>12<br>13</td>, and the same with <p> for each line; NodeHtmlMarkdown.translate with its defaults
#   expected  a blank or <br> between them, as other converters write it in a Markdown table; outside a table the package keeps the line break
#   found     | 张某李某 | 1213 | in both forms
#
# In notices, a cell often stands for a project with several people, and so has several names and amounts. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund node-html-markdown@2.0.0
cat >run.mjs <<'JS'
import { NodeHtmlMarkdown } from "node-html-markdown";
const table = (row) => `<table><tr><th>姓名</th><th>金额</th></tr><tr>${row}</tr></table>`;
for (const html of [table("<td>张某<br>李某</td><td>12<br>13</td>"), table("<td><p>张某</p><p>李某</p></td><td><p>12</p><p>13</p></td>"), "<p>张某<br>李某</p>"])
    console.log(NodeHtmlMarkdown.translate(html).trim());
JS
node run.mjs >found
cat found
cat >recorded <<'TXT'
| 姓名   | 金额   |
| ---- | ---- |
| 张某李某 | 1213 |
| 姓名   | 金额   |
| ---- | ---- |
| 张某李某 | 1213 |
张某  
李某
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
