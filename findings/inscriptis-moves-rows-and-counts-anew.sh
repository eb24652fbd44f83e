#!/bin/sh
# inscriptis 2.7.6 (Python), which converts HTML to text "with its layout": if a cell spans two rows, the second row moves to the left; a list that
# begins at 3 begins at 1; deleted words look like other words.
#
#   input     a table whose first row has 单位 over two rows and 金额 over two columns, then 预算 and 决算, then 甲局 12 13; <ol start="3">; 罚款<del>五</del><ins>三</ins>万元
#   expected  预算 and 决算 below 金额, as a text browser and the layout put them; 3. and 4.; a sign for what is deleted, or no deleted words
#   found     预算 below 单位 and 决算 below 金额; 1. and 2.; 罚款五三万元
#
# The result still looks like a table, but 12, the figure of 预算, is in the column of 决算. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install inscriptis==2.7.6
cat >run.py <<'PY'
from inscriptis import get_text

table = '<table><tr><td rowspan="2">单位</td><td colspan="2">金额</td></tr><tr><td>预算</td><td>决算</td></tr><tr><td>甲局</td><td>12</td><td>13</td></tr></table>'
for page in [table, '<ol start="3"><li>加强领导</li><li>落实责任</li></ol>', "<p>罚款<del>五</del><ins>三</ins>万元</p>"]:
    print("\n".join(line.rstrip() for line in get_text(page).splitlines() if line.strip()))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
单位  金额
预算  决算
甲局  12  13
 1. 加强领导
 2. 落实责任
罚款五三万元
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
