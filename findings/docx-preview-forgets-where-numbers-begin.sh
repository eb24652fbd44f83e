#!/bin/sh
# docx-preview 0.4.1 (npm), shown in Chromium 156: article numbers that begin at 101 in Word begin at 1 on the page.
#
#   input     two paragraphs numbered 第%1条, in a list whose start is set to 101 (<w:startOverride w:val="101"/>), as "set numbering value" in Word
#             writes it
#   expected  第一百零一条 and 第一百零二条, by startOverride of ISO/IEC 29500-1; the form in Chinese is right in docx-preview
#   found     第一条 and 第二条
#
# If the list itself begins at 101 (<w:start w:val="101"/>), the numbers are right, so the feature seems to be there. The second part of a law, or an
# amendment, appears in such a preview with the numbers of other articles. Needs npm, chromium (or CHROMIUM=path), pdftotext, python3 with venv, and
# a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund docx-preview@0.4.1 jszip@3.10.2
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install python-docx==1.2.0

cat >run.py <<'PY'
import base64
import docx
from docx.oxml import parse_xml

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
made = docx.Document()
numbering = made.part.numbering_part.element
for old in list(numbering):
    numbering.remove(old)
level = ('<w:lvl w:ilvl="0"><w:start w:val="{}"/><w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="nothing"/><w:lvlText w:val="第%1条"/>'
         '<w:lvlJc w:val="left"/></w:lvl>')
for number, start in [(1, 1), (2, 101)]:
    numbering.append(parse_xml(f'<w:abstractNum {W} w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/>{level.format(start)}</w:abstractNum>'))
override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="101"/></w:lvlOverride>'
for number, rest in [(1, override), (2, "")]:
    numbering.append(parse_xml(f'<w:num {W} w:numId="{number}"><w:abstractNumId w:val="{number}"/>{rest}</w:num>'))
for number, text in [(1, "：override"), (1, "：override"), (2, "：start"), (2, "：start")]:
    made.element.body.insert(-1, parse_xml(f'<w:p {W}><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
                                           f"<w:r><w:t>{text}</w:t></w:r></w:p>"))
made.save("a.docx")
data = base64.b64encode(open("a.docx", "rb").read()).decode()
with open("a.html", "w") as out:
    out.write('<!DOCTYPE html><meta charset="utf-8"><script src="node_modules/jszip/dist/jszip.min.js"></script>'
              '<script src="node_modules/docx-preview/dist/docx-preview.min.js"></script><div id="page"></div><script>docx.renderAsync('
              f'Uint8Array.from(atob("{data}"), (c) => c.charCodeAt(0)), document.getElementById("page"))</script>')
PY
env/bin/python run.py
"${CHROMIUM:-chromium}" --headless=new --no-sandbox --user-data-dir="$work/profile" --allow-file-access-from-files --virtual-time-budget=8000 \
    --no-pdf-header-footer --print-to-pdf=a.pdf a.html >log 2>&1
pdftotext a.pdf - | tr -d ' \f' | grep -a '^第' >found
cat found
cat >recorded <<'END'
第一条：override
第二条：override
第一百零一条：start
第一百零二条：start
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
