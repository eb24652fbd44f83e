#!/bin/sh
# Spire.Pdf.Free 10.12.0 (PyPI): in an OFD made from a PDF, different rare characters become one private-use character.
#
#   input     a PDF that LibreOffice made of the line 甲𠮷乙㙟丙 (U+20BB7 and U+365F); pdftotext gives the line back
#   expected  the same line as the text of the OFD (TextCode in Content.xml)
#   found     甲, U+E002, 乙, U+E002, 丙: both characters have the same private code, so the text cannot be restored
#
# Such characters stand in names of people and places. A reader of OFD must report private-use characters and not publish them as text.
# Needs LibreOffice Writer (soffice), pdftotext of poppler-utils, fonts-noto-cjk, and python3 with venv.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

printf '甲𠮷乙㙟丙\n' >line.txt
soffice "-env:UserInstallation=file://$work/profile" --headless --infilter='Text (encoded):UTF8,,Noto Sans CJK SC,zh-CN' --convert-to pdf line.txt >/dev/null 2>&1
echo "pdftotext: $(pdftotext line.pdf - | head -1)"
[ "$(pdftotext line.pdf - | head -1)" = 甲𠮷乙㙟丙 ] || { echo "CHANGED: the PDF"; exit 1; }

python3 -m venv venv
venv/bin/pip -q --disable-pip-version-check install Spire.Pdf.Free==10.12.0 >pip.log 2>&1
cat >convert.py <<'PY'
from spire.pdf import FileFormat, PdfDocument

document = PdfDocument()
document.LoadFromFile("line.pdf")
document.SaveToFile("line.ofd", FileFormat.OFD)
document.Close()
PY
venv/bin/python convert.py
cat >read.py <<'PY'
import re
import zipfile

with zipfile.ZipFile("line.ofd") as file:
    pages = [file.read(name).decode() for name in file.namelist() if name.endswith("Content.xml")]
codes = re.findall("<ofd:TextCode[^>]*>([^<]*)", "".join(pages))
text = "".join(codes).strip()
text = text[text.index("甲"):]
print(" ".join(f"U+{ord(c):04X}" for c in text))
PY
found=$(python3 read.py)
echo "OFD: $found"
[ "$found" = "U+7532 U+E002 U+4E59 U+E002 U+4E19" ] || { echo "CHANGED"; exit 1; }
