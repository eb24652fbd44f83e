#!/bin/sh
# pypdf 7.1.1 and pdfminer.six 20260107: they read common characters of a PDF, printed by Chromium with Noto Sans CJK, as radicals, and NFKC does not
# correct all of them.
#
#   input     a page 甲市人民政府办公室、长江、风险、青年, printed to PDF by Chromium 156
#   expected  the same text, as MuPDF (pymupdf 2.0) gives it; or a text that Unicode's normalisation NFKC makes the same
#   found     ⼈⺠政府 for 人民政府, ⻓江 for 长江; after NFKC still ⺠ and ⻓
#
# The font has one glyph for a character and its radical. Chromium states the radical in the table of the font (ToUnicode), and the character in an
# ActualText around the glyph, as the PDF standard provides. The two libraries read only the table. The page looks right on the screen, but a search
# for 人民政府 in the text finds nothing. Most radicals of the supplement (U+2E80 to 2EF3) have no decomposition in Unicode, so a separate table is
# needed. The script needs chromium, Noto Sans CJK, python3 with venv, and a network connection.

set -eu
fc-list | grep -q "Noto Sans CJK SC" || { echo "Noto Sans CJK is missing" && exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install pypdf==7.1.1 pdfminer.six==20260107 pymupdf==2.0

cat >a.html <<'END'
<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>a</title>
<p style="font-family: 'Noto Sans CJK SC'">甲市人民政府办公室、长江、风险、青年</p></html>
END
"${CHROMIUM:-chromium}" --headless=new --no-sandbox --user-data-dir="$work/profile" --no-pdf-header-footer --print-to-pdf=a.pdf a.html >log 2>&1
cat >run.py <<'PY'
import logging
import unicodedata
import pymupdf
import pypdf
from pdfminer.high_level import extract_text

logging.disable(logging.CRITICAL)
texts = {
    "pymupdf": pymupdf.open("a.pdf")[0].get_text(),
    "pypdf": pypdf.PdfReader("a.pdf").pages[0].extract_text(),
    "pdfminer.six": extract_text("a.pdf"),
}
actual = pypdf.PdfReader("a.pdf").pages[0].get_contents().get_data()
print("ActualText of 人 in the PDF:", b"/ActualText <FEFF4EBA>" in actual)
for name, text in texts.items():
    print(f"{name}:", text.strip(), "| after NFKC:", unicodedata.normalize("NFKC", text.strip()))
PY
env/bin/python run.py >found 2>errors || { cat errors && exit 1; }
cat found
cat >recorded <<'END'
ActualText of 人 in the PDF: True
pymupdf: 甲市人民政府办公室、长江、风险、青年 | after NFKC: 甲市人民政府办公室、长江、风险、青年
pypdf: 甲市⼈⺠政府办公室、⻓江、⻛险、⻘年 | after NFKC: 甲市人⺠政府办公室、⻓江、⻛险、⻘年
pdfminer.six: 甲市⼈⺠政府办公室、⻓江、⻛险、⻘年 | after NFKC: 甲市人⺠政府办公室、⻓江、⻛险、⻘年
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
