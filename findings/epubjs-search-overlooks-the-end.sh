#!/bin/sh
# epubjs 0.3.93 (npm), section.search: it searches only the first of the last pieces of text in a chapter, so it never finds the issuing office and
# the date below a notice. It finds a word that occurs twice in a paragraph only once.
#
#   input     a chapter with a heading, three paragraphs, and 甲市人民政府 and 2024年6月18日 at the end; 公开 occurs twice in one paragraph; search for words of
#             each part; the same with find, another function of the package; in Chromium 156
#   expected  a hit for each occurrence in the chapter, as find gives; search differs from find in that it also finds text that runs over several
#             elements
#   found     nothing for 附件, 甲市人民政府 and 2024年6月18日, and one hit for the two 公开; find has all of them
#
# A government document names its office and its date at the end. A search for them finds nothing in any document of the volume. Needs npm, Chromium,
# and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund epubjs@0.3.93 jszip@3.10.2
cat >make.py <<'PY'
import base64
import io
import zipfile

XML = '<?xml version="1.0" encoding="UTF-8"?>'


def page(body):
    return (f'{XML}<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>t</title></head>'
            f"<body>{body}</body></html>")


paragraphs = ["现予公开。公开目录见附表。", "请遵照执行。", "附件另发。", "甲市人民政府", "2024年6月18日"]
file = io.BytesIO()
with zipfile.ZipFile(file, "w") as epub:
    epub.writestr("mimetype", "application/epub+zip")
    epub.writestr("META-INF/container.xml", f'{XML}<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
                  '<rootfile full-path="content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>')
    epub.writestr("content.opf", f'{XML}<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"><metadata '
                  'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">x</dc:identifier><dc:title>甲市政府公报</dc:title>'
                  '<dc:language>zh-CN</dc:language><meta property="dcterms:modified">2024-06-18T00:00:00Z</meta></metadata><manifest>'
                  '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
                  '<item id="c" href="c.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="c"/></spine></package>')
    epub.writestr("nav.xhtml", page('<nav epub:type="toc"><ol><li><a href="c.xhtml">通知</a></li></ol></nav>'))
    epub.writestr("c.xhtml", page("<h1>关于目录的通知</h1>" + "".join(f"<p>{p}</p>" for p in paragraphs)))
with open("a.html", "w") as out:
    out.write('<!DOCTYPE html><meta charset="utf-8"><script src="node_modules/jszip/dist/jszip.min.js"></script>'
              '<script src="node_modules/epubjs/dist/epub.js"></script><pre id="found"></pre><script>(async () => {'
              f'const data = Uint8Array.from(atob("{base64.b64encode(file.getvalue()).decode()}"), (c) => c.charCodeAt(0)).buffer;'
              "const book = ePub(); await book.open(data); await book.ready; const chapter = book.spine.get(0); await chapter.load(book.load.bind(book));"
              'let lines = ""; for (const word of ["目录的通知", "公开", "遵照执行", "附件", "甲市人民政府", "2024年6月18日"])'
              "lines += `${word}: search ${chapter.search(word).length}, find ${chapter.find(word).length}\\n`;"
              'document.getElementById("found").textContent = lines; })()</script>')
PY
python3 make.py
"${CHROMIUM:-chromium}" --headless=new --no-sandbox --user-data-dir="$work/profile" --allow-file-access-from-files --virtual-time-budget=8000 \
    --dump-dom a.html 2>log | grep -a 'search [0-9]' | sed 's/.*<pre id="found">//' >found
cat found
cat >recorded <<'TXT'
目录的通知: search 1, find 1
公开: search 1, find 2
遵照执行: search 1, find 1
附件: search 0, find 1
甲市人民政府: search 0, find 1
2024年6月18日: search 0, find 1
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
