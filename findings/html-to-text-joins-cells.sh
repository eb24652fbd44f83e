#!/bin/sh
# html-to-text 10.0.1 (npm), with its defaults: it writes the cells of a table one after another with nothing between them, so that 12 and 13 become
# 1213.
#
#   input     <table><tr><td>甲局</td><td>12</td><td>13</td></tr><tr><td>乙局</td><td>5</td><td>700</td></tr></table>
#   expected  a space or a tab between cells and a line for each row: the package makes mails and pages readable ("beautifies"), and knows cells
#   found     甲局1213乙局5700
#
# A budget becomes numbers that nobody doubts, such as 5700 for 5 and 700. The README calls the default "equivalent to block", but a cell does not
# even behave like a block. With the format dataTable for the selector table, the columns are right. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund html-to-text@10.0.1
cat >run.cjs <<'JS'
const { convert } = require("html-to-text");
const page = "<p>预算</p><table><tr><td>甲局</td><td>12</td><td>13</td></tr><tr><td>乙局</td><td>5</td><td>700</td></tr></table>";
const show = (name, text) => console.log(name, text.split("\n").filter(Boolean).join(" | "));
show("default:", convert(page));
show("dataTable:", convert(page, { selectors: [{ selector: "table", format: "dataTable" }] }));
JS
node run.cjs >found
cat found
cat >recorded <<'TXT'
default: 预算 | 甲局1213乙局5700
dataTable: 预算 | 甲局   12   13 | 乙局   5    700
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
