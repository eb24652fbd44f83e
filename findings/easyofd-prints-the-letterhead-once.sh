#!/bin/sh
# easyofd 20260427 (Python): in the PDF that it makes from an OFD file, the content of the page template is on the first page only. Of a package with
# two documents, it prints only the first.
#
#   input     an OFD file (GB/T 33190—2016) of three pages that all name one template page with 甲市人民政府公报; an OFD file with two documents (two
#             ofd:DocBody), as the standard allows; OFD().read(…).to_pdf()
#   expected  the line of the template on all three pages; one page for each document, as ofdkit 0.2.0 reads them
#   found     the template on page 1, pages 2 and 3 without it; one page, with 第一件
#
# Template pages contain letterheads, lines of forms, page frames and security markings. Neither loss is reported. The script draws with Debian's
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


def line(id, y, text):
    steps = " ".join(["5"] * (len(text) - 1))
    return (f'<ofd:TextObject ID="{id}" Boundary="20 {y} 150 8" Font="2" Size="5"><ofd:TextCode X="0" Y="5" DeltaX="{steps}">{text}</ofd:TextCode>'
            "</ofd:TextObject>")


def page(id, objects, template=""):
    return f'{HEAD}<ofd:Page {SPACE}>{template}<ofd:Area>{BOX}</ofd:Area><ofd:Content><ofd:Layer ID="{id}">{objects}</ofd:Layer></ofd:Content></ofd:Page>'


def package(name, documents):
    bodies = "".join(f"<ofd:DocBody><ofd:DocInfo><ofd:DocID>{n:032x}</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_{n}/Document.xml</ofd:DocRoot></ofd:DocBody>"
                     for n in range(len(documents)))
    with zipfile.ZipFile(name, "w") as ofd:
        ofd.writestr("OFD.xml", f'{HEAD}<ofd:OFD {SPACE} Version="1.0" DocType="OFD">{bodies}</ofd:OFD>')
        for n, (template, texts) in enumerate(documents):
            use = '<ofd:Template TemplateID="3" ZOrder="Background"/>' if template else ""
            known = '<ofd:TemplatePage ID="3" BaseLoc="Tpls/Tpl_0/Content.xml"/>' if template else ""
            pages = "".join(f'<ofd:Page ID="{10 + p}" BaseLoc="Pages/Page_{p}/Content.xml"/>' for p in range(len(texts)))
            ofd.writestr(f"Doc_{n}/Document.xml", f"{HEAD}<ofd:Document {SPACE}><ofd:CommonData><ofd:MaxUnitID>99</ofd:MaxUnitID><ofd:PageArea>{BOX}"
                         f"</ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>{known}</ofd:CommonData><ofd:Pages>{pages}</ofd:Pages></ofd:Document>")
            ofd.writestr(f"Doc_{n}/PublicRes.xml", f'{HEAD}<ofd:Res {SPACE} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="2" FontName="宋体"/></ofd:Fonts></ofd:Res>')
            if template:
                ofd.writestr(f"Doc_{n}/Tpls/Tpl_0/Content.xml", page(4, line(5, 10, template)))
            for p, text in enumerate(texts):
                ofd.writestr(f"Doc_{n}/Pages/Page_{p}/Content.xml", page(20 + p, line(30 + p, 40, text), use))


package("template.ofd", [("甲市人民政府公报", ["第一页", "第二页", "第三页"])])
package("two.ofd", [("", ["第一件"]), ("", ["第二件"])])
PY
cat >run.py <<'PY'
import io
import logging
import os

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

logging.disable(logging.CRITICAL)
pdfmetrics.registerFont(TTFont("宋体", os.environ.get("FONT", "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf")))
import pypdf
from easyofd.ofd import OFD

for name in ["template.ofd", "two.ofd"]:
    made = OFD()
    made.read(name, fmt="path")
    for number, page in enumerate(pypdf.PdfReader(io.BytesIO(made.to_pdf())).pages, 1):
        print("FOUND", name, "easyofd, page", number, "|", " ".join(page.extract_text().split()))
    os.system(f"env/bin/ofdkit text {name} | tr -s '\\n' ' ' | sed 's/^/FOUND {name} ofdkit | /; s/ *$/\\n/'")
PY
env/bin/python make.py
env/bin/python run.py 2>run.log | sed -n 's/^FOUND //p' >found
cat found
cat >recorded <<'TXT'
template.ofd easyofd, page 1 | 甲 市 人 民 政 府 公 报 第 一 页
template.ofd easyofd, page 2 | 第 二 页
template.ofd easyofd, page 3 | 第 三 页
template.ofd ofdkit | 甲市人民政府公报 第一页 甲市人民政府公报 第二页 甲市人民政府公报 第三页
two.ofd easyofd, page 1 | 第 一 件
two.ofd ofdkit | 第一件 第二件
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
