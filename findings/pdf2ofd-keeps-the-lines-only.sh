#!/bin/sh
# pdf2ofd 0.1.0 (Python, with PyMuPDF 1.24.14): from a Chinese page that Chromium 156 has printed to PDF, the OFD file has the lines but no
# characters.
#
#   input     a page with the number 甲政发〔2024〕12号 and a table of one row and two cells, printed to PDF by Chromium; `pdf2ofd page.pdf page.ofd`; beside it a PDF
#             with the same number made by PyMuPDF
#   expected  an outline for each character, because the package turns glyphs into paths; from the PDF of PyMuPDF it makes 12 outlines for 12
#             characters
#   found     7 paths, all lines and boxes, and no outline for any of the 14 characters; "PathObject: 21" is printed
#
# The intermediate SVG defines glyphs of such fonts as a group with a path inside; the package counts these glyphs but does not write them. The file
# opens and shows an empty table. Needs chromium (or CHROMIUM=path) and fonts-noto-cjk, unzip, python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install pdf2ofd==0.1.0 PyMuPDF==1.24.14
cat >page.html <<'HTML'
<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><style>body{font-family:"Noto Sans CJK SC"}table{border-collapse:collapse}td{border:1px solid}</style>
<p>甲政发〔2024〕12号<table><tr><td>甲<td>乙</table>
HTML
"${CHROMIUM:-chromium}" --headless=new --no-sandbox --user-data-dir="$work/profile" --no-pdf-header-footer --print-to-pdf="$work/chromium.pdf" \
    "file://$work/page.html" >chromium.log 2>&1
env/bin/python - <<'PY'
import pymupdf

made = pymupdf.open()
made.new_page(width=300, height=200).insert_text((30, 90), "甲政发〔2024〕12号", fontsize=14, fontname="china-s")
made.save("pymupdf.pdf")
PY
for name in chromium pymupdf; do
    env/bin/python -m pdf2ofd $name.pdf $name.ofd >$name.log
    unzip -p $name.ofd Doc_0/Pages/Page_0/Content.xml >$name.xml
    env/bin/python - $name <<'PY'
import re
import sys

name = sys.argv[1]
paths = re.findall("<ofd:AbbreviatedData>([^<]*)<", open(name + ".xml", encoding="utf-8").read())
straight = [path for path in paths if not set(path) & set("BQA") and path.count("L") <= 4]
said = re.search(r"PathObject: *(\d+)", open(name + ".log", encoding="utf-8").read()).group(1)
print(name, "| said:", said, "| in the file:", len(paths), "| of them boxes and lines:", len(straight))
PY
done >found
cat found
cat >recorded <<'TXT'
chromium | said: 21 | in the file: 7 | of them boxes and lines: 7
pymupdf | said: 12 | in the file: 12 | of them boxes and lines: 0
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
