#!/bin/sh
# docx2txt 0.9 and python-docx 1.2.0 (Python): the text of a Word file does not show which box is ticked.
#
#   input     公开方式：☑主动公开 □依申请公开, the boxes by Insert, Symbol, Wingdings 2: <w:sym w:font="Wingdings 2" w:char="F052"/> and F0A3
#   expected  ☑主动公开 □依申请公开, as mammoth 1.13.0 gives it; or two different signs for the boxes
#   found     公开方式：主动公开 依申请公开 in both; docx2python 3.7.1 keeps font and code as HTML
#
# Forms in Word have been ticked in this way for decades, and the tick is the content of the form. The text reads as if both boxes were ticked.
# Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install python-docx==1.2.0 docx2txt==0.9 docx2python==3.7.1 mammoth==1.13.0

cat >run.py <<'PY'
import docx
import docx2txt
import mammoth
from docx.oxml import parse_xml
from docx2python import docx2python

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
text = lambda value: f'<w:r><w:t xml:space="preserve">{value}</w:t></w:r>'
box = lambda code: f'<w:r><w:sym w:font="Wingdings 2" w:char="{code}"/></w:r>'
made = docx.Document()
made.element.body.insert(0, parse_xml(f"<w:p {W}>{text('公开方式：')}{box('F052')}{text('主动公开 ')}{box('F0A3')}{text('依申请公开')}</w:p>"))
made.save("a.docx")
print("docx2txt:", docx2txt.process("a.docx").strip())
print("python-docx:", docx.Document("a.docx").paragraphs[0].text)
print("docx2python:", docx2python("a.docx").text.strip())
with open("a.docx", "rb") as file:
    print("mammoth:", mammoth.extract_raw_text(file).value.strip())
PY
env/bin/python run.py >found
cat found
cat >recorded <<'END'
docx2txt: 公开方式：主动公开 依申请公开
python-docx: 公开方式：主动公开 依申请公开
docx2python: 公开方式：<span style=font-family:Wingdings 2>&#x0052;</span>主动公开 <span style=font-family:Wingdings 2>&#x00A3;</span>依申请公开
mammoth: 公开方式：☑主动公开 □依申请公开
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
