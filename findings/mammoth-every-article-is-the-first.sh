#!/bin/sh
# mammoth 1.13.0: automatically numbered articles with a paragraph between them are all numbered 1.
#
#   input     第一条 目的 (a second paragraph of the article follows) 第二条 范围 (likewise) 第三条 职责, the numbers by Word's 第%1条
#   expected  without the form 第…条 but with the count: 1. 2. 3., as pandoc 3.9 gives
#   found     1. 目的 … 1. 范围 … 1. 职责
#
# In statutes, articles often have two paragraphs. A citation of article 2 from such a conversion refers to article 1. The script needs python3 with
# venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install python-docx==1.2.0 mammoth==1.13.0 pypandoc-binary==1.17

cat >run.py <<'PY'
import re
import docx
import mammoth
import pypandoc
from docx.oxml import parse_xml

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
made = docx.Document()
numbering = made.part.numbering_part.element
level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="space"/><w:lvlText w:val="第%1条"/></w:lvl>'
numbering.insert(0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="90">{level}</w:abstractNum>'))
numbering.append(parse_xml(f'<w:num {W} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
for text, numbered in [("目的", 1), ("前款内容。", 0), ("范围", 1), ("前款内容。", 0), ("职责", 1)]:
    number = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="90"/></w:numPr></w:pPr>' if numbered else ""
    made.element.body.insert(-1, parse_xml(f"<w:p {W}>{number}<w:r><w:t>{text}</w:t></w:r></w:p>"))
made.save("a.docx")

print("mammoth:", mammoth.convert_to_html("a.docx").value)
print("pandoc:", re.sub(r"\s*\n\s*", " / ", pypandoc.convert_file("a.docx", "plain").strip()))
PY
env/bin/python run.py >found 2>errors || { cat errors && exit 1; }
cat found
cat >recorded <<'END'
mammoth: <ol><li>目的</li></ol><p>前款内容。</p><ol><li>范围</li></ol><p>前款内容。</p><ol><li>职责</li></ol>
pandoc: 1.  目的 / 前款内容。 / 2.  范围 / 前款内容。 / 3.  职责
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
