#!/bin/sh
# pandoc 3.9, mammoth 1.13.0 and docx2python 3.7.1: hidden text of a Word file appears in the converted text like any other text.
#
#   input     拟同意。 and then, hidden (w:vanish: Word neither shows nor prints it), 报送人：张某
#   expected  拟同意。 as on paper and on the screen; or the hidden words marked
#   found     拟同意。报送人：张某 in all three, and no message
#
# Offices hide notes and names in a file before they print it. If they make the public page from the same file with one of these programs, they
# publish the hidden text, which Word does not show. The script needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install python-docx==1.2.0 mammoth==1.13.0 pypandoc-binary==1.17 docx2python==3.7.1

cat >run.py <<'PY'
import docx
import mammoth
import pypandoc
from docx2python import docx2python

made = docx.Document()
paragraph = made.add_paragraph("拟同意。")
paragraph.add_run("报送人：张某").font.hidden = True
made.save("a.docx")
print("pandoc:", pypandoc.convert_file("a.docx", "plain").strip())
html = mammoth.convert_to_html("a.docx")
print("mammoth:", html.value, "messages:", html.messages)
print("docx2python:", docx2python("a.docx").text.strip())
PY
env/bin/python run.py >found 2>errors || { cat errors && exit 1; }
cat found
cat >recorded <<'END'
pandoc: 拟同意。报送人：张某
mammoth: <p>拟同意。报送人：张某</p> messages: []
docx2python: 拟同意。报送人：张某
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
