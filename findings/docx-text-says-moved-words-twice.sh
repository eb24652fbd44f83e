#!/bin/sh
# docx2txt 0.9 and docx2python 3.7.1 (Python): a sentence that was moved with changes recorded is in the text twice, although deleted words are left
# out.
#
#   input     a Word file with recorded changes (<w:moveFrom>, <w:moveTo>): 甲局负责。 was moved with the mouse behind 乙局协助。, and 丙局 was deleted (<w:del>)
#   expected  乙局协助。甲局负责。, the text after the changes are accepted, as mammoth 1.13.0 and pandoc 3.9 give it, and as both packages treat deleted text
#   found     甲局负责。乙局协助。甲局负责。
#
# Deleted words have an element of their own (<w:delText>), but moved words do not. A trial with a deletion gives the right text; a moved sentence
# appears both at its old and at its new place. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install python-docx==1.2.0 docx2txt==0.9 docx2python==3.7.1 mammoth==1.13.0 pypandoc-binary==1.17

cat >run.py <<'PY'
import docx
import docx2txt
import mammoth
import pypandoc
from docx.oxml import parse_xml
from docx2python import docx2python

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
who = 'w:author="某" w:date="2024-06-18T09:00:00Z"'
run = lambda text, tag="t": f"<w:r><w:{tag}>{text}</w:{tag}></w:r>"
source = (f'<w:moveFromRangeStart w:id="1" {who} w:name="move1"/><w:moveFrom w:id="2" {who}>{run("甲局负责。")}</w:moveFrom><w:moveFromRangeEnd w:id="1"/>'
          f'{run("乙局协助。")}<w:del w:id="3" {who}>{run("丙局", "delText")}</w:del>'
          f'<w:moveToRangeStart w:id="4" {who} w:name="move1"/><w:moveTo w:id="5" {who}>{run("甲局负责。")}</w:moveTo><w:moveToRangeEnd w:id="4"/>')
made = docx.Document()
made.element.body.insert(0, parse_xml(f"<w:p {W}>{source}</w:p>"))
made.save("a.docx")
print("docx2txt:", docx2txt.process("a.docx").strip())
print("docx2python:", docx2python("a.docx").text.strip())
with open("a.docx", "rb") as file:
    print("mammoth:", mammoth.extract_raw_text(file).value.strip())
print("pandoc:", pypandoc.convert_file("a.docx", "plain").strip())
PY
env/bin/python run.py >found
cat found
cat >recorded <<'END'
docx2txt: 甲局负责。乙局协助。甲局负责。
docx2python: 甲局负责。乙局协助。甲局负责。
mammoth: 乙局协助。甲局负责。
pandoc: 乙局协助。甲局负责。
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
