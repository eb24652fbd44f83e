#!/bin/sh
# python-docx 1.2.0: a date that Word has marked automatically is missing from the text of its paragraph.
#
#   input     本办法自2024年6月18日起施行。  with the date inside <w:smartTag w:element="chsdate">, as Chinese Word 2003 and 2007 mark dates while one types
#   expected  本办法自2024年6月18日起施行。
#   found     本办法自起施行。
#
# The sentence reads well without its date, so nobody sees that the first day in force is missing. The same happens to a document number in a content
# control (<w:sdt>), which official templates use. mammoth 1.13.0 and pandoc 3.9 read both. The script needs python3 with venv, and a network
# connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install python-docx==1.2.0 mammoth==1.13.0 pypandoc-binary==1.17

cat >run.py <<'PY'
import docx
import mammoth
import pypandoc
from docx.oxml import parse_xml

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
run = lambda text: f"<w:r><w:t>{text}</w:t></w:r>"
tag = '<w:smartTag w:uri="urn:schemas-microsoft-com:office:smarttags" w:element="chsdate">'
paragraphs = [
    f"{run('本办法自')}{tag}{run('2024年6月18日')}</w:smartTag>{run('起施行。')}",
    f"{run('文号：')}<w:sdt><w:sdtContent>{run('甲政发〔2024〕12号')}</w:sdtContent></w:sdt>",
]
made = docx.Document()
for inner in paragraphs:
    made.element.body.insert(-1, parse_xml(f"<w:p {W}>{inner}</w:p>"))
made.save("a.docx")

print("python-docx:", " / ".join(p.text for p in docx.Document("a.docx").paragraphs))
print("mammoth:", mammoth.extract_raw_text("a.docx").value.strip().replace("\n\n", " / "))
print("pandoc:", pypandoc.convert_file("a.docx", "plain").strip().replace("\n\n", " / "))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'END'
python-docx: 本办法自起施行。 / 文号：
mammoth: 本办法自2024年6月18日起施行。 / 文号：甲政发〔2024〕12号
pandoc: 本办法自2024年6月18日起施行。 / 文号：甲政发〔2024〕12号
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
