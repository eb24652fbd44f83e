#!/bin/sh
# reportlab 5.1.0 (Python), with the Chinese font that its manual names (STSong-Light): it does not print the dot in 买买提·艾力.
#
#   input     UnicodeCIDFont("STSong-Light"), drawString of 买买提·艾力 with U+00B7, the dot of GB/T 15834 and of every Chinese keyboard
#   expected  the dot, or an error; ①, ㎡, 〔〕, 镕 and 喆 in the same font are there
#   found     a dot in Chromium, a box in poppler, a blank in Ghostscript, nothing in PyMuPDF; PyMuPDF and pdfminer.six have 买买提艾力 as text, pypdf the dot
#             (the script looks at PyMuPDF, pdfminer.six and pypdf)
#
# The font uses the table UniGB-UCS2-H, in which U+00B7 has no glyph, and nothing checks this on writing. Uyghur, Kazakh and foreign names have this
# dot. A browser shows it, so a look at the file and even a test of the text can pass. An embedded TrueType font has the dot. Needs python3 with venv,
# and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install reportlab==5.1.0 pymupdf==2.0 pdfminer.six==20260107 pypdf==7.1.1
env/bin/python - >found <<'PY'
import pdfminer.high_level
import pymupdf
import pypdf
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))


def write(name, text):
    canvas = Canvas(name, pagesize=(200, 60))
    canvas.setFont("STSong-Light", 20)
    canvas.drawString(10, 20, text)
    canvas.save()


for sign in "·①":
    write("name.pdf", f"买买提{sign}艾力")
    write("sign.pdf", sign)
    print(sign, "pymupdf", *pymupdf.open("name.pdf")[0].get_text().split())
    print(sign, "pdfminer.six", *pdfminer.high_level.extract_text("name.pdf").split())
    print(sign, "pypdf", *pypdf.PdfReader("name.pdf").pages[0].extract_text().split())
    picture = pymupdf.open("sign.pdf")[0].get_pixmap()
    print(sign, "alone on a page:", "an empty page" if min(picture.samples) == 255 else "a sign")
PY
cat found
cat >recorded <<'TXT'
· pymupdf 买买提艾力
· pdfminer.six 买买提艾力
· pypdf 买买提·艾力
· alone on a page: an empty page
① pymupdf 买买提①艾力
① pdfminer.six 买买提①艾力
① pypdf 买买提①艾力
① alone on a page: a sign
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
