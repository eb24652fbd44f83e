#!/bin/sh
# MarkItDown 0.1.9 and turndown 7.2.5 with turndown-plugin-gfm 1.0.2: if a cell spans several rows, the cells of the rows below move to the left,
# under the wrong headings.
#
#   input     单位 | 岗位 | 人数   甲市一中 (for two rows) | 教师 | 12    (the same) | 校医 | 1
#   expected  the last row as | 甲市一中 | 校医 | 1 |, or with an empty first cell
#   found     | 校医 | 1 |, so that 校医 is under 单位 and 1 under 岗位
#
# Tables of posts, staff and prices often have such cells. Nothing marks the row, so a program that reads the table by its headings takes a post for a
# school. The table comes from Word in the first case and from a web page in the second. pandoc 3.9 keeps the table as HTML. The script needs npm,
# python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund turndown@7.2.5 turndown-plugin-gfm@1.0.2
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install python-docx==1.2.0 'markitdown[docx]==0.1.9'

cat >run.py <<'PY'
import docx
from markitdown import MarkItDown

made = docx.Document()
table = made.add_table(3, 3)
for row, texts in enumerate([["单位", "岗位", "人数"], ["甲市一中", "教师", "12"], ["", "校医", "1"]]):
    for column, text in enumerate(texts):
        if text:
            table.cell(row, column).text = text
table.cell(1, 0).merge(table.cell(2, 0)).text = "甲市一中"
made.save("a.docx")
print("MarkItDown:", [row for row in MarkItDown().convert("a.docx").text_content.split("\n") if "医" in row or "单" in row])
PY
cat >run.mjs <<'JS'
import Turndown from "turndown";
import plugin from "turndown-plugin-gfm";
const html = `<table><thead><tr><th>单位</th><th>岗位</th><th>人数</th></tr></thead><tbody>
<tr><td rowspan="2">甲市一中</td><td>教师</td><td>12</td></tr><tr><td>校医</td><td>1</td></tr></tbody></table>`;
const rows = new Turndown().use(plugin.gfm).turndown(html).split("\n");
console.log(`turndown: ${rows[0]} ... ${rows.at(-1)}`);
JS
env/bin/python run.py >found 2>errors || { cat errors && exit 1; }
node run.mjs >>found
cat found
cat >recorded <<'END'
MarkItDown: ['| 单位 | 岗位 | 人数 |', '| 校医 | 1 |']
turndown: | 单位 | 岗位 | 人数 | ... | 校医 | 1 |
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
