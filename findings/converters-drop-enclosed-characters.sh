#!/bin/sh
# pandoc 3.9, mammoth 1.13.0, MarkItDown 0.1.9, docx2txt 0.9 and python-docx 1.2.0: a character in a circle, made with Word's button 带圈字符, is missing
# from the text.
#
#   input     本件为 and 密 in a circle, then 级文件, as the button stores it: a field EQ \o\ac(○,密) without a result, since Word draws it from its code
#   expected  密, or the circle and 密, as on paper and on the screen; or a warning
#   found     本件为级文件 in all five; pandoc and mammoth give no message
#
# The button is used for marks such as 密 and 正 and for numbers above 50. A program that reads a field takes its result and skips its code, but this
# field has only the code. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install python-docx==1.2.0 docx2txt==0.9 mammoth==1.13.0 "markitdown[docx]==0.1.9" pypandoc-binary==1.17
cat >run.py <<'PY'
import subprocess

import docx
import docx2txt
import mammoth
import pypandoc
from docx.oxml import parse_xml
from markitdown import MarkItDown

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
text = lambda value: f'<w:r><w:t xml:space="preserve">{value}</w:t></w:r>'
mark = lambda kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'
code = lambda value: f'<w:r><w:instrText xml:space="preserve">{value}</w:instrText></w:r>'
circled = mark("begin") + code(" eq \\o\\ac(○,") + code("密") + code(")") + mark("end")
made = docx.Document()
made.element.body.insert(0, parse_xml(f"<w:p {W}>{text('本件为')}{circled}{text('级文件')}</w:p>"))
made.save("circle.docx")
run = subprocess.run([pypandoc.get_pandoc_path(), "-t", "plain", "circle.docx"], capture_output=True, encoding="utf-8", check=True)
print("pandoc:", run.stdout.strip(), "| messages:", len(run.stderr.splitlines()))
with open("circle.docx", "rb") as file:
    read = mammoth.extract_raw_text(file)
print("mammoth:", read.value.strip(), "| messages:", len(read.messages))
print("MarkItDown:", MarkItDown().convert("circle.docx").text_content.strip())
print("docx2txt:", docx2txt.process("circle.docx").strip())
print("python-docx:", docx.Document("circle.docx").paragraphs[0].text)
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
pandoc: 本件为级文件 | messages: 0
mammoth: 本件为级文件 | messages: 0
MarkItDown: 本件为级文件
docx2txt: 本件为级文件
python-docx: 本件为级文件
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
