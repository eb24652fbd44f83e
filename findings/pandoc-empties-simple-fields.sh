#!/bin/sh
# pandoc 3.9 (pypandoc-binary 1.17): it drops the text of most kinds of simple fields in a Word file.
#
#   input     文号： and then <w:fldSimple w:instr=" DOCPROPERTY 文号 "> around 甲政发〔2024〕12号
#   expected  文号：甲政发〔2024〕12号: the shown result is stored in the file, and the other form of the same field (w:fldChar) keeps it
#   found     文号：
#
# Templates of offices store number, body and date as document properties and show them by fields; Word writes either form of a field. The line stays
# without its value, and there is no message. The script needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install python-docx==1.2.0 pypandoc-binary==1.17

cat >run.py <<'PY'
import docx
import pypandoc
from docx.oxml import parse_xml

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
run = lambda text: f"<w:r><w:t>{text}</w:t></w:r>"
mark = lambda kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'
code = " DOCPROPERTY 文号 "
value = run("甲政发〔2024〕12号")
simple = f'<w:fldSimple w:instr="{code}">{value}</w:fldSimple>'
split = f"{mark('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{mark('separate')}{value}{mark('end')}"
made = docx.Document()
for inner in [simple, split]:
    made.element.body.insert(-1, parse_xml(f"<w:p {W}>{run('文号：')}{inner}</w:p>"))
made.save("a.docx")
print("pandoc", pypandoc.get_pandoc_version(), pypandoc.convert_file("a.docx", "plain").strip().split("\n\n"))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'END'
pandoc 3.9 ['文号：', '文号：甲政发〔2024〕12号']
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
