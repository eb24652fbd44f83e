#!/bin/sh
# pdftotext of poppler 22.12 (Debian 12) and pdfplumber 0.11.10 (Python): in a table printed by Chromium 156, the numbers of two adjacent columns
# become one number.
#
#   input     a table with 序号 科目 金额, the rows 1 2024 12 and 10 20101 7, with border-collapse and a border as the only style (cells have the 1 px that
#             browsers give them); printed to PDF; pdftotext and extract_text by themselves
#   expected  10 20101 7, as pypdf 7.1.1 and pdfium give: there is a line and a gap between the cells, and the file draws each cell separately
#   found     10 201017, if the code fills its column; 1 2024 12 in the row above, where it does not
#
# The gap between the digits is narrower than a space, so the programs read one word. Account 20101 with 7 yuan becomes account 201017, while rows
# with shorter codes are right. Needs poppler-utils, chromium (or CHROMIUM=path) and fonts-noto-cjk, python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install pdfplumber==0.11.10 pypdf==7.1.1 pypdfium2==5.15.2
cat >page.html <<'HTML'
<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><style>body{font-family:"Noto Sans CJK SC"}table{border-collapse:collapse}td,th{border:1px solid}</style>
<table><tr><th>序号<th>科目<th>金额<tr><td>1<td>2024<td>12<tr><td>10<td>20101<td>7</table>
HTML
"${CHROMIUM:-chromium}" --headless=new --no-sandbox --user-data-dir="$work/profile" --no-pdf-header-footer --print-to-pdf="$work/page.pdf" \
    "file://$work/page.html" >chromium.log 2>&1
cat >run.py <<'PY'
import logging

import pdfplumber
import pypdf
import pypdfium2

logging.disable(logging.CRITICAL)
texts = {"pdfplumber": pdfplumber.open("page.pdf").pages[0].extract_text(), "pypdf": pypdf.PdfReader("page.pdf").pages[0].extract_text(),
         "pdfium": pypdfium2.PdfDocument("page.pdf")[0].get_textpage().get_text_range()}
for name, text in texts.items():
    print(name + ":", " | ".join(text.splitlines()[1:]))
PY
{
    pdftotext page.pdf - | grep '[0-9]' | tr '\n' '|' | sed 's/^/pdftotext: /; s/|$//; s/|/ | /g'
    echo
    env/bin/python run.py
} >found
cat found
cat >recorded <<'TXT'
pdftotext: 1 2024 12 | 10 201017
pdfplumber: 1 2024 12 | 10 201017
pypdf: 1 2024 12 | 10 20101 7
pdfium: 1 2024 12 | 10 20101 7
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
