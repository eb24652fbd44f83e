#!/bin/sh
# docx2txt 0.9, python-docx 1.2.0 (Python) and LibreOffice 7.4.7 (Debian 12, `soffice --convert-to txt`): a formula in a Word file is missing from the
# text. docx2python 3.7.1 writes a fraction without its line.
#
#   input     办结率＝ and a fraction 办结数/受理数, then ，面积100 and m², both by Word's Insert, Equation (<m:oMath>)
#   expected  the words of the formulas, with some sign for the line, as pandoc 3.9 and MarkItDown 0.1.9 give them: \frac{办结数}{受理数} and m^{2}
#   found     办结率＝，面积100。 in the three; 办结数受理数 and m2 in docx2python
#
# Definitions in statistical notices and units are often typed as formulas. The sentence still reads well, but the rate has no definition. mammoth
# 1.13.0 drops formulas too, but says so in its messages. Needs libreoffice-writer (or SOFFICE=path), python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install python-docx==1.2.0 docx2txt==0.9 docx2python==3.7.1 mammoth==1.13.0 pypandoc-binary==1.17
cat >make.py <<'PY'
import docx
from docx.oxml import parse_xml

SPACES = ('xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
          'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"')
text = lambda value: f'<w:r><w:t xml:space="preserve">{value}</w:t></w:r>'
sign = lambda value: f"<m:r><m:t>{value}</m:t></m:r>"
fraction = f"<m:oMath><m:f><m:fPr><m:ctrlPr/></m:fPr><m:num>{sign('办结数')}</m:num><m:den>{sign('受理数')}</m:den></m:f></m:oMath>"
square = f"<m:oMath><m:sSup><m:sSupPr><m:ctrlPr/></m:sSupPr><m:e>{sign('m')}</m:e><m:sup>{sign('2')}</m:sup></m:sSup></m:oMath>"
made = docx.Document()
made.element.body.insert(0, parse_xml(f"<w:p {SPACES}>{text('办结率＝')}{fraction}{text('，面积100')}{square}{text('。')}</w:p>"))
made.save("formula.docx")
PY
cat >run.py <<'PY'
import docx
import docx2txt
import mammoth
import pypandoc
from docx2python import docx2python

print("docx2txt:", docx2txt.process("formula.docx").strip())
print("python-docx:", docx.Document("formula.docx").paragraphs[0].text)
print("docx2python:", docx2python("formula.docx").text.strip())
with open("formula.docx", "rb") as file:
    read = mammoth.extract_raw_text(file)
print("mammoth:", read.value.strip())
print("pandoc:", pypandoc.convert_file("formula.docx", "markdown").strip())
PY
env/bin/python make.py
env/bin/python run.py >found
"${SOFFICE:-soffice}" "-env:UserInstallation=file://$work/profile" --headless --convert-to txt:Text formula.docx >soffice.log 2>&1
printf 'LibreOffice: ' >>found
sed 's/^\xef\xbb\xbf//' formula.txt | head -1 >>found
cat found
cat >recorded <<'TXT'
docx2txt: 办结率＝，面积100。
python-docx: 办结率＝，面积100。
docx2python: 办结率＝<latex>办结数受理数</latex>，面积100<latex>m2</latex>。
mammoth: 办结率＝，面积100。
pandoc: 办结率＝$\frac{办结数}{受理数}$，面积100$m^{2}$。
LibreOffice: 办结率＝，面积100。
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
