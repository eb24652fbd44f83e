#!/bin/sh
# docx2python 3.7.1 (Python), the reader of Word files that "converts bullets and numbered lists to ascii": it turns the Chinese numbers 一、 and （一）
# into the two hyphens of a bullet.
#
#   input     a Word file with the levels 一、 （一） and 1. of GB/T 9704—2012 as automatic numbers (chineseCountingThousand with "%1、" and "（%2）", decimal with "%3.")
#   expected  一、加强领导 and （一）分工, or 1) and 2), the form of numbers in the README, which the third level gets
#   found     -- 加强领导, -- 分工, 1) 甲局, -- 落实责任
#
# References such as 第二部分 and 之（一） in the text then refer to nothing, and the two levels look alike. The formats ideographDigital and those with 壹 贰 叁
# have the same fault. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install docx2python==3.7.1 python-docx==1.2.0
cat >run.py <<'PY'
import warnings

import docx
from docx.oxml import parse_xml
from docx2python import docx2python

warnings.simplefilter("ignore")
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
for kind in ["chineseCountingThousand", "ideographDigital", "chineseLegalSimplified"]:
    made = docx.Document()
    numbers = made.part.numbering_part.element
    levels = [(kind, "%1、"), (kind, "（%2）"), ("decimal", "%3.")]
    numbers.insert(0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="77"><w:multiLevelType w:val="multilevel"/>' + "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{shape}"/></w:lvl>' for n, (form, shape) in enumerate(levels))
        + "</w:abstractNum>"))
    numbers.append(parse_xml(f'<w:num {W} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for place, (level, words) in enumerate([(0, "加强领导"), (1, "分工"), (2, "甲局"), (0, "落实责任")]):
        made.element.body.insert(place, parse_xml(f'<w:p {W}><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr></w:pPr>'
                                                  f"<w:r><w:t>{words}</w:t></w:r></w:p>"))
    made.save("a.docx")
    print(kind + ":", " | ".join(" ".join(line.split()) for line in docx2python("a.docx").text.splitlines() if line.strip()))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
chineseCountingThousand: -- 加强领导 | -- 分工 | 1) 甲局 | -- 落实责任
ideographDigital: -- 加强领导 | -- 分工 | 1) 甲局 | -- 落实责任
chineseLegalSimplified: -- 加强领导 | -- 分工 | 1) 甲局 | -- 落实责任
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
