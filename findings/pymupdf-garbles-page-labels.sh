#!/bin/sh
# PyMuPDF 2.0: it writes a Chinese page label as other characters, and reads the Chinese name of an attachment as other characters.
#
#   input     set_page_labels with the prefix 附, for the pages 附1, 附2 of an annex; a PDF to which pypdf 7.1.1 has attached 附件1.csv, then embfile_names()
#   expected  附1 in every program; 附件1.csv, as pdfdetach of poppler 22.12 (Debian 12) and pypdf give it
#   found     éŽ—1 in pdfium (the reader in Chromium) and pypdf, and <E99984>1 in PyMuPDF itself; the bytes of UTF-8, each as a Latin letter or control character, for 附件
#
# A text in a PDF is in PDFDocEncoding or, after a byte-order mark, in UTF-16 or UTF-8. This package writes UTF-8 without the mark. It writes titles
# and bookmarks correctly. Needs poppler-utils, python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install PyMuPDF==2.0 pypdf==7.1.1 pypdfium2==5.15.2
cat >make.py <<'PY'
import pymupdf
import pypdf

made = pymupdf.open()
made.new_page()
made.set_page_labels([{"startpage": 0, "prefix": "附", "style": "D", "firstpagenum": 1}])
made.save("label.pdf")
other = pypdf.PdfWriter()
other.add_blank_page(200, 200)
other.add_attachment("附件1.csv", b"x")
other.write("attachment.pdf")
print("label in PyMuPDF:", pymupdf.open("label.pdf")[0].get_label())
print("label in pypdf:", pypdf.PdfReader("label.pdf").page_labels[0])
print("attachment in PyMuPDF:", ascii(pymupdf.open("attachment.pdf").embfile_names()[0]))
print("attachment in pypdf:", *pypdf.PdfReader("attachment.pdf").attachments)
PY
{
    env/bin/python make.py 2>make.log
    env/bin/python -c 'import pypdfium2; print("label in pdfium:", pypdfium2.PdfDocument("label.pdf").get_page_label(0))'
    pdfdetach -list attachment.pdf | sed -n 's/^1: /attachment in poppler: /p'
} >found
cat found
cat >recorded <<'TXT'
label in PyMuPDF: <E99984>1
label in pypdf: éŽ—1
attachment in PyMuPDF: '\xe9\x99\x84\xe4\xbb\xb61.csv'
attachment in pypdf: 附件1.csv
label in pdfium: éŽ—1
attachment in poppler: 附件1.csv
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
