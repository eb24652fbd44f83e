#!/bin/sh
# EbookLib 0.20 (Python): if the Chinese file names of a book are percent-encoded, as EPUB allows and many programs write them, no entry of the table
# of contents leads to a chapter. A book that is written again has a space in an address.
#
#   input     an EPUB 3 with 第一章 总则.xhtml, called %E7%AC%AC…%20….xhtml in manifest and navigation; read_epub, get_item_with_href of each entry of toc,
#             write_epub
#   expected  the chapter, because the entry has the address that the book itself uses; with unencoded names, the chapter is found; href="…%20…" in
#             the new book
#   found     None, because the package decodes the names of the items but not the addresses of the contents; href="第一章 总则.xhtml" in the new manifest
#
# Programs that divide books by their contents produce empty chapters. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install EbookLib==0.20
cat >make.py <<'PY'
import zipfile
from urllib.parse import quote

NAME = "第一章 总则.xhtml"
XML = '<?xml version="1.0" encoding="UTF-8"?>'


def page(body):
    return (f'{XML}<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>t</title></head>'
            f"<body>{body}</body></html>")


for book, href in [("escaped", quote(NAME)), ("plain", "第二章.xhtml")]:
    with zipfile.ZipFile(book + ".epub", "w") as epub:
        epub.writestr("mimetype", "application/epub+zip")
        epub.writestr("META-INF/container.xml", f'{XML}<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
                      '<rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>')
        epub.writestr("OEBPS/content.opf", f'{XML}<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"><metadata '
                      'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">x</dc:identifier><dc:title>甲市政府公报</dc:title>'
                      '<dc:language>zh-CN</dc:language><meta property="dcterms:modified">2024-06-18T00:00:00Z</meta></metadata><manifest>'
                      '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
                      f'<item id="c" href="{href}" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="c"/></spine></package>')
        epub.writestr("OEBPS/nav.xhtml", page(f'<nav epub:type="toc"><ol><li><a href="{href}">总则</a></li></ol></nav>'))
        epub.writestr("OEBPS/" + (NAME if book == "escaped" else href), page("<p>第一条</p>"))
PY
cat >run.py <<'PY'
import re
import warnings
import zipfile

from ebooklib import epub

warnings.simplefilter("ignore")
for name in ["plain", "escaped"]:
    book = epub.read_epub(name + ".epub")
    found = book.get_item_with_href(book.toc[0].href)
    print(name, "| contents:", book.toc[0].href, "| chapter:", found and found.get_name())
epub.write_epub("again.epub", book)
print("written:", re.findall('href="([^"]*章[^"]*)"', zipfile.ZipFile("again.epub").read("EPUB/content.opf").decode()))
PY
python3 make.py
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
plain | contents: 第二章.xhtml | chapter: 第二章.xhtml
escaped | contents: %E7%AC%AC%E4%B8%80%E7%AB%A0%20%E6%80%BB%E5%88%99.xhtml | chapter: None
written: ['第一章 总则.xhtml']
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
