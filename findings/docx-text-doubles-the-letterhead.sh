#!/bin/sh
# docx2txt 0.9 and docx2python 3.7.1 (Python): if a document number is in a text box of Word, it is in the text twice.
#
#   input     a Word file with a text box 甲政发〔2024〕12号, as Word 2010 and later store it: as drawing, and as fallback for older programs, in one
#             mc:AlternateContent
#   expected  once: exactly one of the alternatives is to be read (ISO/IEC 29500-3), as mammoth 1.13.0 and pandoc 3.9 do
#   found     twice, and nothing marks the second as a copy
#
# The red head, the seal line and the notes of official documents are often text boxes. A count of documents by numbers, or a check for unique
# numbers, finds each number twice. Needs python3 with venv, and a network connection.

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

O, M = "http://schemas.openxmlformats.org", "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
space = (f'xmlns:w="{O}/wordprocessingml/2006/main" xmlns:wp="{O}/drawingml/2006/wordprocessingDrawing" xmlns:a="{O}/drawingml/2006/main" '
         f'xmlns:mc="{O}/markup-compatibility/2006" xmlns:wps="{M}" xmlns:v="urn:schemas-microsoft-com:vml"')
inner = "<w:txbxContent><w:p><w:r><w:t>甲政发〔2024〕12号</w:t></w:r></w:p></w:txbxContent>"
drawing = ('<w:drawing><wp:inline><wp:extent cx="3000000" cy="900000"/><wp:docPr id="1" name="t"/><a:graphic>'
           f'<a:graphicData uri="{M}"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
           f"<wps:txbx>{inner}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>")
older = f'<w:pict><v:shape style="width:236pt;height:70pt"><v:textbox>{inner}</v:textbox></v:shape></w:pict>'
made = docx.Document()
made.element.body.insert(0, parse_xml(f'<w:p {space}><w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice>'
                                      f"<mc:Fallback>{older}</mc:Fallback></mc:AlternateContent></w:r></w:p>"))
made.save("a.docx")
print("docx2txt:", docx2txt.process("a.docx").split())
print("docx2python:", docx2python("a.docx").text.split())
with open("a.docx", "rb") as file:
    print("mammoth:", mammoth.extract_raw_text(file).value.split())
print("pandoc:", pypandoc.convert_file("a.docx", "plain").split())
PY
env/bin/python run.py >found
cat found
cat >recorded <<'END'
docx2txt: ['甲政发〔2024〕12号', '甲政发〔2024〕12号']
docx2python: ['甲政发〔2024〕12号', '甲政发〔2024〕12号']
mammoth: ['甲政发〔2024〕12号']
pandoc: ['甲政发〔2024〕12号']
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
