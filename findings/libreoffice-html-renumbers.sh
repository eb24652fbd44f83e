#!/bin/sh
# LibreOffice 7.4.7 (Debian 12): in HTML, saved or pasted, the numbers 一、 and （一） both become 1.
#
#   input     a Word file with automatic numbers: 一、加强领导, a paragraph without number, 二、落实责任, （一）分工
#   expected  the numbers as text, or a list with a style for them: for letters and Roman numerals the export writes type="A" and type="i", CSS has
#             cjk-ideographic, and in plain text LibreOffice writes all numbers correctly
#   found     <ol><li>加强领导</ol> … <ol start="2"><li>落实责任<ol><li>分工</ol></ol>, shown as 1. 加强领导 … 2. 落实责任 1. 分工
#
# Clerks paste this HTML into the editor of a portal. References in the text (见第二部分之（一）) then refer to nothing. The script needs LibreOffice Writer
# (soffice), python3 with venv, and a network connection.

set -eu
command -v soffice >/dev/null || { echo "LibreOffice is missing" && exit 2; }
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
levels = "".join(
    f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="{form}"/></w:lvl>'
    for n, form in enumerate(["%1、", "（%2）"])
)
numbering.insert(0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="90">{levels}</w:abstractNum>'))
numbering.append(parse_xml(f'<w:num {W} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
for text, level in [("加强领导", 0), ("各单位应当配合。", None), ("落实责任", 0), ("分工", 1)]:
    number = "" if level is None else f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr></w:pPr>'
    made.element.body.insert(-1, parse_xml(f"<w:p {W}>{number}<w:r><w:t>{text}</w:t></w:r></w:p>"))
made.save("a.docx")
PY
env/bin/python make.py
home="-env:UserInstallation=file://$work/profile"
soffice "$home" --headless --convert-to html a.docx >log 2>&1
soffice "$home" --headless --convert-to "txt:Text (encoded):UTF8" a.docx >>log 2>&1
{
    soffice "$home" --version 2>/dev/null | grep Libre | sed 's/^\(LibreOffice [0-9]*\.[0-9]*\.[0-9]*\).*/\1/'
    sed -n '/<body/,/<\/body/p' a.html | tr -d '\n\t' | sed 's/<\/\{0,1\}\(p\|font\|span\|body\)[^>]*>//g'
    echo
    sed 's/^\xef\xbb\xbf//;s/^ *//' a.txt | tr '\n' '|'
    echo
} >found
cat found
cat >recorded <<'END'
LibreOffice 7.4.7
<ol><li>加强领导</ol>各单位应当配合。<ol start="2"><li>落实责任<ol><li>分工</ol></ol>
一、 加强领导|各单位应当配合。|二、 落实责任|（一） 分工|
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
