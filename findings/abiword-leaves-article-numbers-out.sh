#!/bin/sh
# AbiWord 3.0.5 (Debian 12, 3.0.5~dfsg-3.2), `abiword --to=txt`: the automatic numbers of articles are missing from the text, so the references
# between the articles lead nowhere. Each cell of a table is a line of its own.
#
#   input     a Word file with the automatic numbers 第一条 and 第二条, a third article whose number is typed, and a table of two rows; made with
#             python-docx 1.2.0
#   expected  第一条 目的, 第二条 范围, 第三条 依照第二条办理, and the cells of a row on one line or with tabs between them
#   found     目的, 范围, 第三条 依照第二条办理; 单位, 预算, 甲局, 12 on four lines
#
# A text that is made for search or for comparison has an article 3 that refers to an article 2, and no article 2. Needs abiword, python3 with venv,
# and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install python-docx==1.2.0
cat >make.py <<'PY'
import docx
from docx.oxml import parse_xml

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
made = docx.Document()
numbering = made.part.numbering_part.element
for old in list(numbering):
    numbering.remove(old)
numbering.append(parse_xml(f'<w:abstractNum {W} w:abstractNumId="1"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
                           '<w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="第%1条"/><w:lvlJc w:val="left"/></w:lvl></w:abstractNum>'))
numbering.append(parse_xml(f'<w:num {W} w:numId="1"><w:abstractNumId w:val="1"/></w:num>'))
for text in ["目的", "范围"]:
    made.element.body.insert(-1, parse_xml(f'<w:p {W}><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'))
made.add_paragraph("第三条　依照第二条办理")
table = made.add_table(2, 2)
for number, text in enumerate(["单位", "预算", "甲局", "12"]):
    table.cell(number // 2, number % 2).text = text
made.save("notice.docx")
PY
env/bin/python make.py
HOME=$work abiword --to=txt notice.docx >log 2>&1
sed 's/^[[:space:]]*//' notice.txt | grep . >found
cat found
cat >recorded <<'TXT'
目的
范围
第三条　依照第二条办理
单位
预算
甲局
12
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
