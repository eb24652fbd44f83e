#!/bin/sh
# LibreOffice 7.4.7 (Debian 12): it shows three of Word's Chinese number formats as other numerals, and the second level of a contract's numbers as
# 一.1.
#
#   input     a Word file with automatic numbers 10 and 101 in the formats ideographDigital, ideographEnclosedCircle (1 and 10) and decimalFullWidth,
#             and a level %1.%2 with <w:isLgl/> below 第一章
#   expected  一〇 and 一〇一; ㈠ and ㈩; １０ and １０１; 1.1, since isLgl asks for Arabic figures in all parts. 一〇 and １０ are in ISO/IEC 29500-1, 17.18.59;
#             for ㈠ see [MS-OI29500], note on 17.18.59: Word puts the ideographs of ideographEnclosedCircle in parentheses
#   found     十 and 一百零一; ① and ⑩; 10 and 101; 一.1
#
# Each result is a valid numeral, so nothing looks wrong, but in the PDF 第一〇一条 is 第一百零一条, and ㈠ is ①. References in the text no longer match. Needs
# LibreOffice Writer (soffice), python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install python-docx==1.2.0

cat >run.py <<'PY'
import docx
from docx.oxml import parse_xml

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
made = docx.Document()
numbering = made.part.numbering_part.element
for old in list(numbering):
    numbering.remove(old)
def level(index, form, text, start, extra=""):
    return (f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{extra}<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/>'
            '<w:lvlJc w:val="left"/></w:lvl>')
lists, shown = [], []
for form, starts in [("chineseCountingThousand", (10, 101)), ("ideographDigital", (10, 101)), ("ideographEnclosedCircle", (1, 10)),
                     ("decimalFullWidth", (10, 101))]:
    for start in starts:
        lists.append(level(0, form, "%1", start))
        shown.append((len(lists), 0, f"：{form} {start}"))
lists.append(level(0, "chineseCountingThousand", "第%1章", 1) + level(1, "decimal", "%1.%2", 1, "<w:isLgl/>"))
shown += [(len(lists), 0, "：chapter"), (len(lists), 1, "：isLgl")]
for number, levels in enumerate(lists, 1):
    numbering.append(parse_xml(f'<w:abstractNum {W} w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'))
for number in range(1, len(lists) + 1):
    numbering.append(parse_xml(f'<w:num {W} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))
for number, depth, text in shown:
    made.element.body.insert(-1, parse_xml(f'<w:p {W}><w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
                                           f"<w:r><w:t>{text}</w:t></w:r></w:p>"))
made.save("a.docx")
PY
env/bin/python run.py
soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to txt:Text:UTF8 a.docx >log 2>&1
sed 's/^\xef\xbb\xbf//; s/^ *//; s/ *：/：/' a.txt | grep '：' >found
cat found
cat >recorded <<'END'
十：chineseCountingThousand 10
一百零一：chineseCountingThousand 101
十：ideographDigital 10
一百零一：ideographDigital 101
①：ideographEnclosedCircle 1
⑩：ideographEnclosedCircle 10
10：decimalFullWidth 10
101：decimalFullWidth 101
第一章：chapter
一.1：isLgl
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
