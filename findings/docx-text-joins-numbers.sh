#!/bin/sh
# docx2txt 0.9 and docx2python 3.7.1 (Python): a non-breaking hyphen is missing from the text, so 第3‑5条 becomes 第35条.
#
#   input     a Word file with 依照第3‑5条办理，电话0531‑12345678, the hyphens typed with Ctrl+Shift+hyphen: <w:noBreakHyphen/>
#   expected  第3-5条 with one hyphen or the other, as python-docx 1.2.0, mammoth 1.13.0 and pandoc 3.9 give it
#   found     依照第35条办理，电话053112345678
#
# People use this character to keep a range or a telephone number on one line. In the file it is an element, not text. Three other programs give a
# hyphen. The text that is left here is a correct sentence about another article. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install python-docx==1.2.0 docx2txt==0.9 docx2python==3.7.1 mammoth==1.13.0 pypandoc-binary==1.17

cat >run.py <<'PY'
import docx
import docx2txt
import mammoth
import pypandoc
from docx.oxml import parse_xml
from docx2python import docx2python

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
made = docx.Document()
made.element.body.insert(0, parse_xml(f"<w:p {W}><w:r><w:t>依照第3</w:t></w:r><w:r><w:noBreakHyphen/><w:t>5条办理，电话0531</w:t></w:r>"
                                      "<w:r><w:noBreakHyphen/></w:r><w:r><w:t>12345678</w:t></w:r></w:p>"))
made.save("a.docx")
print("docx2txt:", docx2txt.process("a.docx").strip())
print("docx2python:", docx2python("a.docx").text.strip())
print("python-docx:", docx.Document("a.docx").paragraphs[0].text)
with open("a.docx", "rb") as file:
    print("mammoth:", mammoth.extract_raw_text(file).value.strip())
print("pandoc:", pypandoc.convert_file("a.docx", "plain").strip())
PY
env/bin/python run.py >found
cat found
cat >recorded <<'END'
docx2txt: 依照第35条办理，电话053112345678
docx2python: 依照第35条办理，电话053112345678
python-docx: 依照第3-5条办理，电话0531-12345678
mammoth: 依照第3‑5条办理，电话0531‑12345678
pandoc: 依照第3‑5条办理，电话0531‑12345678
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
