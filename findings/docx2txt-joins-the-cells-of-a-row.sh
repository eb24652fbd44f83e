#!/bin/sh
# docx2txt 1.4 (Debian 12, the program in Perl): in a Word file made by python-docx, all paragraphs are one line, and the numbers of two cells become
# one number.
#
#   input     a file by python-docx 1.2.0 with 收支如下。, 见下表。 and a table 预算 决算 / 500 300; the same with an attribute at each paragraph, as Word writes
#             it
#   expected  a line for each paragraph and each cell, in both cases; <w:p> needs no attribute
#   found     收支如下。见下表。预算决算500300 for the first, and lines for the second
#
# The program looks for "<w:p" with something behind it. Word writes identifiers there; python-docx and the package docx of npm write none, so a trial
# with a file from Word shows nothing. A search index finds neither 500 nor 300. Needs Debian 12's apt-get and dpkg-deb, perl, unzip, python3 with
# venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get -q download docx2txt=1.4-5 >log 2>&1
dpkg-deb -x docx2txt_*.deb debian
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install python-docx==1.2.0

cat >run.py <<'PY'
import docx

W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
made = docx.Document()
made.add_paragraph("收支如下。")
made.add_paragraph("见下表。")
table = made.add_table(2, 2)
for row, cells in enumerate([["预算", "决算"], ["500", "300"]]):
    for column, text in enumerate(cells):
        table.cell(row, column).text = text
made.save("a.docx")
for number, paragraph in enumerate(made.element.body.iter("{*}p"), 1):
    paragraph.set(W14 + "paraId", f"{number:08X}")
made.save("b.docx")
PY
env/bin/python run.py
for file in a b; do
    echo "$file:"
    perl debian/usr/bin/docx2txt $file.docx -
done >found
cat found
cat >recorded <<'TXT'
a:
收支如下。见下表。预算决算500300b:
收支如下。
见下表。
预算
决算
500
300
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
