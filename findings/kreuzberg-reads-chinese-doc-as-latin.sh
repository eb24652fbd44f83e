#!/bin/sh
# kreuzberg 4.10.4 (Python): it reads a Chinese .doc file of the old Word format as Western European characters. An English file, and a line that is
# half digits, are read correctly.
#
#   input     three .doc files made by LibreOffice 7.4.7: the head of a notice in Chinese with its number; one line with a date and a telephone number; English
#   expected  the text in all three: the file itself states for each piece of text whether a character takes one byte or two
#   found     the second and the third are right; the first begins 2u^ºNl?eœ^sQ and goes on like that, without an error; docx and odt of it are right
#
# The program seems to guess this from the text. A trial with a short or an English file passes, and a notice fails. The extracted text is useless for
# an index, but has a length, paragraphs and figures. Needs LibreOffice Writer (soffice), python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install kreuzberg==4.10.4 python-docx==1.2.0
env/bin/python - <<'PY'
import docx

texts = {
    "notice": ["甲市人民政府关于印发《甲市政府信息公开办法》的通知", "甲政发〔2024〕12号", "各区县人民政府，市政府各部门："],
    "figures": ["第1条 2024年6月18日，电话0531-12345678"],
    "english": ["Rules of the office", "Article 1. These rules are made for the office."],
}
for name, paragraphs in texts.items():
    made = docx.Document()
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    made.save(f"{name}.docx")
PY
HOME=$work soffice --headless --convert-to doc notice.docx figures.docx english.docx >/dev/null 2>&1
HOME=$work soffice --headless --convert-to odt notice.docx >/dev/null 2>&1
env/bin/python - >found <<'PY'
import kreuzberg

for name in ["notice.doc", "figures.doc", "english.doc", "notice.docx", "notice.odt"]:
    text = kreuzberg.extract_file_sync(name).content
    print(name, "right" if "人民政府" in text or name[0] in "fe" and ("电话" in text or "rules" in text) else ascii(text[:12]))
PY
cat found
cat >recorded <<'TXT'
notice.doc '2u^\xbaNl?e\u0153^sQ'
figures.doc right
english.doc right
notice.docx right
notice.odt right
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
