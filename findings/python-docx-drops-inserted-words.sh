#!/bin/sh
# python-docx 1.2.0: paragraph.text leaves out words that were inserted with changes recorded, and the text of a content control. docx2python 3.7.1,
# docx2txt 0.9 and mammoth 1.13.0 have both.
#
#   input     罚款, then 五 deleted and 三 inserted with recorded changes, 万元; and 文号： with 甲政发〔2024〕12号 in a plain text content control (<w:sdt>)
#   expected  罚款三万元, as Word shows and prints it, or 罚款五万元, the text before the change; 文号：甲政发〔2024〕12号
#   found     罚款万元 and 文号： — neither the old nor the new amount
#
# text "includes" the text of runs and hyperlinks, but w:ins and w:sdt are other elements around the same runs. Templates of offices consist of
# content controls. Needs python3 with venv, and a network connection.

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
deleted = '<w:del w:id="1" w:author="甲"><w:r><w:delText>五</w:delText></w:r></w:del>'
inserted = f'<w:ins w:id="2" w:author="甲">{text("三")}</w:ins>'
control = f'<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{text("甲政发〔2024〕12号")}</w:sdtContent></w:sdt>'
made = docx.Document()
made.element.body.insert(0, parse_xml(f"<w:p {W}>{text('罚款')}{deleted}{inserted}{text('万元')}</w:p>"))
made.element.body.insert(1, parse_xml(f"<w:p {W}>{text('文号：')}{control}</w:p>"))
made.save("a.docx")
with open("a.docx", "rb") as file:
    read = {"mammoth": mammoth.extract_raw_text(file).value}
read["docx2txt"] = docx2txt.process("a.docx")
read["docx2python"] = docx2python("a.docx").text
read["python-docx"] = "\n".join(paragraph.text for paragraph in docx.Document("a.docx").paragraphs)
for name, words in read.items():
    print(name + ":", *words.split())
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
mammoth: 罚款三万元 文号：甲政发〔2024〕12号
docx2txt: 罚款三万元 文号：甲政发〔2024〕12号
docx2python: 罚款三万元 文号：甲政发〔2024〕12号
python-docx: 罚款万元 文号：
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
