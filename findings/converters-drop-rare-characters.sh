#!/bin/sh
# pandoc 3.9 and mammoth 1.13.0: a character that has a phonetic guide in Word is missing from the converted text.
#
#   input     甲市歙县 with the reading shè above 歙, set with Word's phonetic guide (拼音指南): <w:ruby>
#   expected  甲市歙县, with the reading, without it or beside it
#   found     甲市县
#
# Writers add readings to rare characters, that is, in names of persons and places. The converters drop the character with its reading; pandoc gives
# no message, and mammoth lists an unknown element. What is left is often another name. docx2python 3.7.1 keeps both. Both converters also lose a
# number in a circle made with 带圈字符, whose text is in the field code EQ \o\ac; docx2python loses that number too. The script needs python3 with venv,
# and a network connection.

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
from docx.oxml import parse_xml
from docx2python import docx2python

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
run = lambda text: f"<w:r><w:t>{text}</w:t></w:r>"
mark = lambda kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'
settings = '<w:rubyPr><w:rubyAlign w:val="center"/><w:hps w:val="10"/><w:hpsRaise w:val="18"/><w:hpsBaseText w:val="21"/><w:lid w:val="zh-CN"/></w:rubyPr>'
ruby = f"<w:r><w:ruby>{settings}<w:rt>{run('shè')}</w:rt><w:rubyBase>{run('歙')}</w:rubyBase></w:ruby></w:r>"
circle = mark("begin") + "<w:r><w:instrText> eq \\o\\ac(○,21)</w:instrText></w:r>" + mark("end")
made = docx.Document()
for inner in [run("甲市") + ruby + run("县"), run("见第") + circle + run("款")]:
    made.element.body.insert(-1, parse_xml(f"<w:p {W}>{inner}</w:p>"))
made.save("a.docx")

line = lambda text: " / ".join(text.split("\n\n"))
plain = mammoth.extract_raw_text("a.docx")
print("pandoc:", line(pypandoc.convert_file("a.docx", "plain").strip()))
print("mammoth:", line(plain.value.strip()), "messages:", [m.message for m in plain.messages])
print("docx2python:", line(docx2python("a.docx").text.strip()))
PY
env/bin/python run.py >found 2>errors || { cat errors && exit 1; }
cat found
cat >recorded <<'END'
pandoc: 甲市县 / 见第款
mammoth: 甲市县 / 见第款 messages: ['An unrecognised element was ignored: w:ruby']
docx2python: 甲市shè歙县 / 见第款
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
