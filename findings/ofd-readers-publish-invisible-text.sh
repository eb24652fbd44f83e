#!/bin/sh
# ofdkit 0.2.0 and easyofd 20260427 (Python): text that an OFD file marks as invisible appears in the extracted text and in the PDF like any other
# text.
#
#   input     an OFD page (GB/T 33190—2016) with 拟同意公开。 and, in a second text object with Visible="false", 内部意见; `ofdkit text`, OFD().to_pdf()
#   expected  拟同意公开。 alone: Visible says whether an object is shown
#   found     both lines in both
#
# Whoever publishes the text or the PDF of such a file publishes something that readers of the file never saw. The script draws with Debian's
# DroidSansFallbackFull.ttf, since easyofd asks for a font named 宋体. Needs fonts-droid-fallback (or FONT=path of a TrueType font with Chinese),
# python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install easyofd==20260427 ofdkit==0.2.0 pypdf==7.1.1 >pip.log 2>&1
cat >make.py <<'PY'
import zipfile

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
BOX = "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"


def line(id, y, text, more=""):
    steps = " ".join(["5"] * (len(text) - 1))
    return (f'<ofd:TextObject ID="{id}" Boundary="20 {y} 150 8" Font="2" Size="5"{more}><ofd:TextCode X="0" Y="5" DeltaX="{steps}">{text}</ofd:TextCode>'
            "</ofd:TextObject>")


def page(id, objects):
    return f'{HEAD}<ofd:Page {SPACE}><ofd:Area>{BOX}</ofd:Area><ofd:Content><ofd:Layer ID="{id}">{objects}</ofd:Layer></ofd:Content></ofd:Page>'


def package(name, documents):
    bodies = "".join(f"<ofd:DocBody><ofd:DocInfo><ofd:DocID>{n:032x}</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_{n}/Document.xml</ofd:DocRoot></ofd:DocBody>"
                     for n in range(len(documents)))
    with zipfile.ZipFile(name, "w") as ofd:
        ofd.writestr("OFD.xml", f'{HEAD}<ofd:OFD {SPACE} Version="1.0" DocType="OFD">{bodies}</ofd:OFD>')
        for n, texts in enumerate(documents):
            pages = "".join(f'<ofd:Page ID="{10 + p}" BaseLoc="Pages/Page_{p}/Content.xml"/>' for p in range(len(texts)))
            ofd.writestr(f"Doc_{n}/Document.xml", f"{HEAD}<ofd:Document {SPACE}><ofd:CommonData><ofd:MaxUnitID>99</ofd:MaxUnitID><ofd:PageArea>{BOX}"
                         f"</ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>{pages}</ofd:Pages></ofd:Document>")
            ofd.writestr(f"Doc_{n}/PublicRes.xml", f'{HEAD}<ofd:Res {SPACE} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="2" FontName="宋体"/></ofd:Fonts></ofd:Res>')
            for p, text in enumerate(texts):
                ofd.writestr(f"Doc_{n}/Pages/Page_{p}/Content.xml", page(20 + p, text))


package("visible.ofd", [[line(30, 40, "拟同意公开。") + line(31, 60, "内部意见", ' Visible="false"')]])
PY
cat >run.py <<'PY'
import io
import logging
import os
import subprocess

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

logging.disable(logging.CRITICAL)
pdfmetrics.registerFont(TTFont("宋体", os.environ.get("FONT", "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf")))
import pypdf
from easyofd.ofd import OFD

made = OFD()
made.read("visible.ofd", fmt="path")
texts = {"easyofd": pypdf.PdfReader(io.BytesIO(made.to_pdf())).pages[0].extract_text(),
         "ofdkit": subprocess.run(["env/bin/ofdkit", "text", "visible.ofd"], capture_output=True, encoding="utf-8", check=True).stdout}
for name, text in texts.items():
    print("FOUND", name, "".join(text.split()))
PY
env/bin/python make.py
env/bin/python run.py 2>run.log | sed -n 's/^FOUND //p' >found
cat found
cat >recorded <<'TXT'
easyofd 拟同意公开。内部意见
ofdkit 拟同意公开。内部意见
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
