#!/bin/sh
# @lingo-reader/epub-parser 0.4.6 (npm): if the Chinese file names of a book are percent-encoded, each chapter with such a name is an empty text. A
# book in EPUB 3 has no table of contents.
#
#   input     an EPUB 3 with 第一章.xhtml, called %E7%AC%AC….xhtml in the manifest, and 2.xhtml; a navigation document (nav) and no NCX, which is
#             optional in EPUB 3; getToc, and loadChapter of each item of the spine
#   expected  two entries in the table of contents, and the text of both chapters; or an error
#   found     no entry; an empty text for the first chapter; a line on the console about a "file was not exit"
#
# EPUB 3.3 requires addresses in the manifest. An address may encode Chinese characters, and many programs write it so. A program that searches or
# shows books with this package loses these chapters. Needs npm, python3, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @lingo-reader/epub-parser@0.4.6
cat >make.py <<'PY'
import zipfile
from urllib.parse import quote

XML = '<?xml version="1.0" encoding="UTF-8"?>'


def page(body):
    return (f'{XML}<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>t</title></head>'
            f"<body>{body}</body></html>")


with zipfile.ZipFile("a.epub", "w") as epub:
    epub.writestr("mimetype", "application/epub+zip")
    epub.writestr("META-INF/container.xml", f'{XML}<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
                  '<rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>')
    first = quote("第一章.xhtml")
    epub.writestr("OEBPS/content.opf", f'{XML}<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"><metadata '
                  'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">x</dc:identifier><dc:title>甲市政府公报</dc:title>'
                  '<dc:language>zh-CN</dc:language><meta property="dcterms:modified">2024-06-18T00:00:00Z</meta></metadata><manifest>'
                  '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
                  f'<item id="c1" href="{first}" media-type="application/xhtml+xml"/><item id="c2" href="2.xhtml" media-type="application/xhtml+xml"/>'
                  '</manifest><spine><itemref idref="c1"/><itemref idref="c2"/></spine></package>')
    epub.writestr("OEBPS/nav.xhtml", page(f'<nav epub:type="toc"><ol><li><a href="{first}">第一章</a></li><li><a href="2.xhtml">第二章</a></li></ol></nav>'))
    epub.writestr("OEBPS/第一章.xhtml", page("<p>第一条</p>"))
    epub.writestr("OEBPS/2.xhtml", page("<p>第二条</p>"))
PY
cat >run.mjs <<'JS'
import { initEpubFile } from "@lingo-reader/epub-parser";
const book = await initEpubFile("a.epub", "out");
console.log("entries of contents:", book.getToc().length);
for (const { id } of book.getSpine()) console.log(`${id}: ${JSON.stringify((await book.loadChapter(id)).html)}`);
JS
python3 make.py
node run.mjs >found 2>log
cat found
cat >recorded <<'TXT'
entries of contents: 0
c1: ""
c2: "<p>第二条</p>"
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
