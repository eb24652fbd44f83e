#!/bin/sh
# easy-template-x 7.2.8 (npm, which fills in Word templates): the second line of a value moves to the end of the sentence, behind the text that
# follows the value.
#
#   input     a template 地址：{地址}，电话：{电话}。 by python-docx 1.2.0, in one run as Word types it; 地址 of two lines, 甲市乙路1号 and 行政楼二层
#   expected  地址：甲市乙路1号 / 行政楼二层，电话：0531-55550123。
#   found     地址：甲市乙路1号，电话：0531-55550123。 / 行政楼二层; right only if nothing follows the value in its run
#
# The package puts each further line into a new run behind the whole run of the tag. Addresses, reasons and remarks of a form have lines, so in a
# decision the second reason stands below the signature line of the paragraph. Needs npm, python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install python-docx==1.2.0
npm init -y >/dev/null
npm install --silent --no-audit --no-fund easy-template-x@7.2.8
cat >make.py <<'PY'
import docx

for name, text in [("middle", "地址：{地址}，电话：{电话}。"), ("end", "电话：{电话}，地址：{地址}")]:
    made = docx.Document()
    made.add_paragraph(text)
    made.save(name + ".docx")
PY
env/bin/python make.py
cat >run.mjs <<'JS'
import { readFileSync, writeFileSync } from "node:fs";
import { TemplateHandler } from "easy-template-x";
const values = { 地址: "甲市乙路1号\n行政楼二层", 电话: "0531-55550123" };
for (const name of ["middle", "end"])
  writeFileSync(name + ".filled.docx", await new TemplateHandler().process(readFileSync(name + ".docx"), values));
JS
node run.mjs
env/bin/python -c 'import docx
for name in ["middle", "end"]:
    print(name, *(paragraph.text.replace("\n", " / ") for paragraph in docx.Document(name + ".filled.docx").paragraphs))' >found
cat found
cat >recorded <<'TXT'
middle 地址：甲市乙路1号，电话：0531-55550123。 / 行政楼二层
end 电话：0531-55550123，地址：甲市乙路1号 / 行政楼二层
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
