#!/bin/sh
# lxml 6.1.3 (Python), lxml.html.diff.htmldiff: if a cell of a table has changed, the comparison has one cell more in this row, so the rest of the row
# is below wrong headings.
#
#   input     a table 序号 姓名 金额 of two rows; in the new version, 张某 is replaced by 王某
#   expected  both names in one cell, as node-htmldiff 0.9.4 (npm) gives it, the deleted character before the new one
#   found     1 | 王某 | 张某 | 500 in four cells, so 张某 is below 金额 and 500 has no heading; the row without a change has three
#
# Lists and budgets are tables, and a page with such a comparison shows the old name as an amount. The output is valid HTML, and a change in a
# paragraph is marked correctly, so a trial with text shows nothing. Needs node 20, npm, python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund node-htmldiff@0.9.4
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install lxml==6.1.3

cat >run.py <<'PY'
import subprocess

import lxml.html
from lxml.html.diff import htmldiff

rows = [["序号", "姓名", "金额"], ["1", "张某", "500"], ["2", "李某", "300"]]
old = "<table>" + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows) + "</table>"
new = old.replace("张某", "王某")
program = "console.log(require('node-htmldiff')(process.argv[1], process.argv[2]))"
peer = subprocess.run(["node", "-e", program, old, new], check=True, capture_output=True, text=True).stdout
for name, page in [("htmldiff", htmldiff(old, new)), ("node-htmldiff", peer)]:
    for row in lxml.html.fromstring(page).iter("tr"):
        print(f"{name}:", " | ".join(cell.text_content().strip() for cell in row))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
htmldiff: 序号 | 姓名 | 金额
htmldiff: 1 | 王某 | 张某 | 500
htmldiff: 2 | 李某 | 300
node-htmldiff: 序号 | 姓名 | 金额
node-htmldiff: 1 | 张王某 | 500
node-htmldiff: 2 | 李某 | 300
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
