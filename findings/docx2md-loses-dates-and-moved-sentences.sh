#!/bin/sh
# docx2md 1.0.5 (Python): the Markdown lacks a date that Word has marked, a sentence that was moved with changes recorded, and a tab between two
# numbers.
#
#   input     a Word file with 2024年6月18日印发 (the date in <w:smartTag>, as older versions of Word mark it), 甲局负责。 moved behind 乙局协助。 (<w:moveFrom>,
#             <w:moveTo>), and 12, a tab, 13
#   expected  2024年6月18日印发, 乙局协助。甲局负责。, and 12 and 13 with something between them, as Word shows it
#   found     印发, 乙局协助。 and 1213
#
# The date of printing and the duties of an office are essential parts of a notice. The remaining text is a correct sentence, so nobody looks for
# more. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install docx2md==1.0.5 python-docx==1.2.0
cat >write.py <<'PY'
import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls


def run(text):
    return f"<w:r><w:t>{text}</w:t></w:r>"


document = docx.Document()
for content in [
    f'<w:smartTag w:uri="urn:schemas-microsoft-com:office:smarttags" w:element="date">{run("2024年6月18日")}</w:smartTag>{run("印发")}',
    f'<w:moveFrom w:id="1" w:author="王某">{run("甲局负责。")}</w:moveFrom>{run("乙局协助。")}<w:moveTo w:id="2" w:author="王某">{run("甲局负责。")}</w:moveTo>',
    f'{run("12")}<w:r><w:tab/></w:r>{run("13")}',
]:
    document.element.body.insert(len(document.element.body) - 1, parse_xml(f"<w:p {nsdecls('w')}>{content}</w:p>"))
document.save("it.docx")
PY
env/bin/python write.py
env/bin/docx2md it.docx it.md >/dev/null
grep . it.md >found
cat found
cat >recorded <<'TXT'
印发
乙局协助。
1213
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
