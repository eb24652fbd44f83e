#!/bin/sh
# pandoc 3.9 (pypandoc-binary 1.17): it turns the numbered articles of an ODT into bullets; from the same document as docx, it keeps the numbers.
#
#   input     three paragraphs numbered 第一条 to 第三条 and a list 1. to 2., converted to ODT by LibreOffice 7.4.7 (style:num-format="一, 二, 三, ..." and "1")
#   expected  1. 2. 3. and 1. 2., as from docx: without the Chinese form, but in order
#   found     three bullets and 1. 2.
#
# ODF describes Chinese number formats by strings with examples, and pandoc treats every format other than 1, a, A, i and I as no number. The text no
# longer shows that it had articles, and 依照第三条 refers to nothing. Needs LibreOffice Writer (soffice), python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install python-docx==1.2.0 pypandoc-binary==1.17

cat >make.py <<'PY'
import docx
from docx.oxml import parse_xml

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
made = docx.Document()
numbering = made.part.numbering_part.element
for old in list(numbering):
    numbering.remove(old)
forms = [("chineseCountingThousand", "第%1条"), ("decimal", "%1.")]
for number, (form, text) in enumerate(forms, 1):
    numbering.append(parse_xml(f'<w:abstractNum {W} w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
                               f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl></w:abstractNum>'))
for number in (1, 2):
    numbering.append(parse_xml(f'<w:num {W} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))
for number, text in [(1, "目的"), (1, "范围"), (1, "职责"), (0, "附件："), (2, "名单"), (2, "说明")]:
    mark = f'<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr></w:pPr>' if number else ""
    made.element.body.insert(-1, parse_xml(f"<w:p {W}>{mark}<w:r><w:t>{text}</w:t></w:r></w:p>"))
made.save("a.docx")
PY
env/bin/python make.py
soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to odt a.docx >log 2>&1
soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to txt:Text:UTF8 a.docx >log 2>&1
cat >run.py <<'PY'
import pypandoc

for name in ["a.docx", "a.odt"]:
    print(f"pandoc, {name[2:]}:", *pypandoc.convert_file(name, "plain").split())
PY
env/bin/python run.py >found
echo "LibreOffice:" $(sed 's/^\xef\xbb\xbf//' a.txt) >>found
cat found
cat >recorded <<'END'
pandoc, docx: 1. 目的 2. 范围 3. 职责 附件： 1. 名单 2. 说明
pandoc, odt: - 目的 - 范围 - 职责 附件： 1. 名单 2. 说明
LibreOffice: 第一条 目的 第二条 范围 第三条 职责 附件： 1. 名单 2. 说明
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
