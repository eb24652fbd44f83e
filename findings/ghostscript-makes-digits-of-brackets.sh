#!/bin/sh
# Ghostscript 10.0.0 (Debian 12): if a Chinese PDF printed by Chromium 156 is made smaller with pdfwrite, it looks the same but has another text:
# 甲政发〔2024〕12号 becomes 甲政发42024512号.
#
#   input     a page with 甲政发〔2024〕12号 and 任命李𬱖为科长 in Noto Sans CJK SC, printed to PDF by Chromium; gs -sDEVICE=pdfwrite
#   expected  the same text in search and copy: the PDF states the character of each glyph (ToUnicode), and pdfwrite keeps this
#   found     in pypdf 7.1.1 and pdfium, the brackets of the document number are the digits 4 and 5, and the rare character of the name is another
#             sign; both are right before the conversion
#
# The characters of these glyphs, but not of common ones, are lost, and programs take the number of the glyph for a character. A search for the
# document number finds nothing, and the extracted text has a longer number that nobody doubts. The page looks unchanged, so nobody notices. Needs
# Debian 12's ghostscript 10.0.0~dfsg-11 (or GS=path), chromium (or CHROMIUM=path) and fonts-noto-cjk, python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install pypdf==7.1.1 pypdfium2==5.15.2
cat >page.html <<'HTML'
<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><style>body{font-family:"Noto Sans CJK SC"}</style><p>甲政发〔2024〕12号<p>任命李𬱖为科长
HTML
"${CHROMIUM:-chromium}" --headless=new --no-sandbox --user-data-dir="$work/profile" --no-pdf-header-footer --print-to-pdf="$work/before.pdf" \
    "file://$work/page.html" >chromium.log 2>&1
"${GS:-gs}" -q -dNOPAUSE -dBATCH -sDEVICE=pdfwrite -sOutputFile=after.pdf before.pdf
env/bin/python - >found <<'PY'
import pypdf
import pypdfium2

for name in ["before.pdf", "after.pdf"]:
    texts = {"pypdf": pypdf.PdfReader(name).pages[0].extract_text(), "pdfium": pypdfium2.PdfDocument(name)[0].get_textpage().get_text_range()}
    for reader, text in texts.items():
        print(name, reader, text.split()[0], "the name is there" if "𬱖" in text else "the name is lost")
PY
cat found
cat >recorded <<'TXT'
before.pdf pypdf 甲政发〔2024〕12号 the name is there
before.pdf pdfium 甲政发〔2024〕12号 the name is there
after.pdf pypdf 甲政发42024512号 the name is lost
after.pdf pdfium 甲政发42024512号 the name is lost
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
