#!/bin/sh
# tabletojson 4.1.15 (npm): below a heading that spans two columns, all later values move one column to the left, so an amount becomes a remark.
#
#   input     a table with the headings 单位, 预算 (colspan="2") and 备注, and the row 甲局, 500, 300, 追加; Tabletojson.convert
#   expected  备注: 追加, as pandas 3.1.1 gives it in Python; the package counts rowspan in the rows below correctly
#   found     备注: 300, and 追加 under the name "3"
#
# Most official tables have merged headings. There is no error, and a table with plain headings is right, so a trial shows nothing. Needs node 20,
# npm, python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund tabletojson@4.1.15
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install pandas==3.1.1 lxml==6.1.3

cat >table.html <<'HTML'
<table><tr><th>单位</th><th colspan="2">预算</th><th>备注</th></tr><tr><td>甲局</td><td>500</td><td>300</td><td>追加</td></tr></table>
<table><tr><th>单位</th><th>预算</th><th>备注</th></tr><tr><td rowspan="2">甲局</td><td>500</td><td>追加</td></tr><tr><td>300</td><td>无</td></tr></table>
HTML
cat >run.cjs <<'JS'
const { readFileSync } = require("node:fs");
const { Tabletojson } = require("tabletojson");
for (const table of Tabletojson.convert(readFileSync("table.html", "utf8"))) console.log("tabletojson:", JSON.stringify(table));
JS
node run.cjs >found
env/bin/python - >>found <<'PY'
import pandas

for table in pandas.read_html("table.html", encoding="utf-8"):
    print("pandas:", table.to_json(orient="records", force_ascii=False))
PY
cat found
cat >recorded <<'TXT'
tabletojson: [{"3":"追加","单位":"甲局","预算":"500","备注":"300"}]
tabletojson: [{"单位":"甲局","预算":"500","备注":"追加"},{"单位":"甲局","预算":"300","备注":"无"}]
pandas: [{"单位":"甲局","预算":500,"预算.1":300,"备注":"追加"}]
pandas: [{"单位":"甲局","预算":500,"备注":"追加"},{"单位":"甲局","预算":300,"备注":"无"}]
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
