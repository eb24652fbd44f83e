#!/bin/sh
# html-to-docx 1.8.0 (npm): words in <font>, <time>, <label> or <q> are missing from the Word file, and so are the footer and the caption of a table.
#
#   input     <p>印发<font color="red">甲政发〔2024〕12号</font>，自<time>2024年7月1日</time>起施行</p> and a table with caption 表一 and a foot 合计120
#   expected  all words, coloured or not: a converter shows an unknown element as plain text
#   found     印发，自起施行; of the table, only the head and the body
#
# Older editors colour words with <font>, above all the red head and changed dates, and <tfoot> is the row of sums. The sentences and the table that
# are left look complete, and there is no message. The same words in <span style="color:red"> are kept. Needs npm, python3 and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund html-to-docx@1.8.0
cat >run.cjs <<'JS'
const convert = require("html-to-docx");
const { writeFileSync } = require("fs");
const page = `<p>印发<font color="red">甲政发〔2024〕12号</font>，自<time>2024年7月1日</time>起施行</p><p>联系人<label>张某</label>，注<q>略</q></p>
<p>印发<span style="color:red">甲政发〔2024〕13号</span>，<mark>加底色</mark>，<s>删去</s></p>
<table><caption>表一</caption><thead><tr><th>项目</th></tr></thead><tbody><tr><td>经费100</td></tr></tbody><tfoot><tr><td>合计120</td></tr></tfoot></table>`;
convert(page).then((file) => writeFileSync("page.docx", file));
JS
node run.cjs
python3 - >found <<'PY'
import re
import zipfile

document = zipfile.ZipFile("page.docx").read("word/document.xml").decode()
for paragraph in re.findall(r"<w:p[ >].*?</w:p>", document, re.S):
    if text := "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)", paragraph)):
        print(text)
PY
cat found
cat >recorded <<'TXT'
印发，自起施行
联系人，注
印发甲政发〔2024〕13号，加底色，删去
项目
经费100
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
