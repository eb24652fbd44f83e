#!/bin/sh
# LibreOffice 7.4.7 (Writer): text of automatic colour is white on a black shading and black on a black highlight.
#
#   input     two Word files, each with the word MMMM in automatic colour: one with <w:shd w:fill="000000"/>, one with
#             <w:highlight w:val="black"/>; converted to PDF and drawn
#   expected  the same in both, because both make the background of the letters black
#   found     letters in the black box of the shading, and none in that of the highlight
#
# Readers see nothing of a name under a black highlight, but copying the text gives it. A program that looks for covered text must not
# treat the two properties alike. Needs LibreOffice Writer (soffice), pdftoppm and pdftotext of poppler-utils, and python3.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat >make.py <<'PY'
import zipfile

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
for name, behind in [("shading", '<w:shd w:val="clear" w:color="auto" w:fill="000000"/>'), ("highlight", '<w:highlight w:val="black"/>')]:
    with zipfile.ZipFile(name + ".docx", "w") as file:
        file.writestr("[Content_Types].xml", f'<Types xmlns="{PACKAGE}content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="{TYPE}"/></Types>')
        file.writestr("_rels/.rels", f'<Relationships xmlns="{PACKAGE}relationships"><Relationship Id="a" Type="{OFFICE}" Target="word/document.xml"/></Relationships>')
        file.writestr("word/document.xml", f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:rPr>{behind}</w:rPr><w:t>MMMM</w:t></w:r></w:p></w:body></w:document>')
PY
cat >look.py <<'PY'
for name in ["shading", "highlight"]:
    with open(name + "-1.pgm", "rb") as file:
        file.readline()
        width, height = map(int, file.readline().split())
        file.readline()
        grey = file.read()
    rows = [grey[y * width:(y + 1) * width] for y in range(height)]
    dark = [(x, y) for y, row in enumerate(rows) for x, value in enumerate(row) if value < 64]
    (left, right), (top, bottom) = [(min(side), max(side)) for side in zip(*dark)]
    light = sum(value > 192 for row in rows[top:bottom + 1] for value in row[left:right + 1])
    with open(name + ".txt") as file:
        text = file.read().strip()
    print(f"{name}: {'letters' if light > 9 else 'no letters'} in the black box; copied: {text}")
PY
python3 make.py
soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to pdf shading.docx highlight.docx >log 2>&1
for name in shading highlight; do
    pdftoppm -gray -r 100 -f 1 -l 1 "$name.pdf" "$name"
    pdftotext "$name.pdf" "$name.txt"
done
python3 look.py >found
cat found
cat >recorded <<'TXT'
shading: letters in the black box; copied: MMMM
highlight: no letters in the black box; copied: MMMM
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
