#!/bin/sh
# docx-templates 4.15.0 (npm, which fills in Word templates): the second line of a value is in the file in a form that the standard does not have, so
# LibreOffice joins it to the first, and python-docx does not see it.
#
#   input     a template 地址：{地址}，周一至周五办公。 by python-docx 1.2.0; 地址 of two lines, 甲市乙路1号 and 行政楼二层; createReport; then python-docx and LibreOffice
#             7.4.7 (Debian 12)
#   expected  a line break between two texts, <w:t>…</w:t><w:br/><w:t>…</w:t>, as every program writes it
#   found     <w:t>甲市乙路1号<w:br/>行政楼二层</w:t>: in ISO/IEC 29500, w:t contains text only; python-docx 地址：甲市乙路1号，…; LibreOffice 甲市乙路1号行政楼二层
#
# The file opens without a message. What a portal publishes as text or PDF from it, and what a search finds, lacks the second line or has it without a
# break: room 2 of building 1 becomes room 12. Needs libreoffice-writer (or SOFFICE=path), npm, python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install python-docx==1.2.0
npm init -y >/dev/null
npm install --silent --no-audit --no-fund docx-templates@4.15.0
env/bin/python -c 'import docx
made = docx.Document()
made.add_paragraph("地址：{地址}，周一至周五办公。")
made.save("form.docx")'
cat >run.mjs <<'JS'
import { readFileSync, writeFileSync } from "node:fs";
import { createReport } from "docx-templates";
const data = { 地址: "甲市乙路1号\n行政楼二层" };
writeFileSync("filled.docx", await createReport({ template: readFileSync("form.docx"), data, cmdDelimiter: ["{", "}"] }));
JS
node run.mjs
"${SOFFICE:-soffice}" "-env:UserInstallation=file://$work/profile" --headless --convert-to txt:Text:UTF8 filled.docx >log 2>&1
{
    python3 -c 'import re, zipfile
print("file:", re.search("<w:t[^>]*>甲市.*?</w:t>", zipfile.ZipFile("filled.docx").read("word/document.xml").decode(), re.S)[0])'
    env/bin/python -c 'import docx
print("python-docx:", docx.Document("filled.docx").paragraphs[0].text)'
    echo "LibreOffice: $(sed '1s/^\xef\xbb\xbf//' filled.txt)"
} >found
cat found
cat >recorded <<'TXT'
file: <w:t xml:space="preserve">甲市乙路1号<w:br/>行政楼二层</w:t>
python-docx: 地址：甲市乙路1号，周一至周五办公。
LibreOffice: 地址：甲市乙路1号行政楼二层，周一至周五办公。
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
