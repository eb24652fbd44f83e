#!/bin/sh
# mkepub 1.2.2 (Python), which makes EPUBs: every page of a book in Chinese says that it is English, also if the language of the book is given. An
# option that does not exist is accepted without an error.
#
#   input     Book(title="甲市公报", lang="zh-CN") and Book(title="甲市公报", language="zh-CN"), each with a page 第一章
#   expected  zh-CN in the package file and in each page, or an error for the option that the package does not know; its description says "including
#             language"
#   found     lang: zh-CN in the package file, and lang="en" in the page, the table of contents and the NCX; language: en everywhere
#
# The language of a page decides the voice, the Braille table, the font and the line breaks. An English voice reads nothing of a Chinese page, or
# spells it. Checkers of EPUB see no fault. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install mkepub==1.2.2
cat >run.py <<'PY'
import re
import zipfile

import mkepub

for option in ["lang", "language"]:
    book = mkepub.Book(title="甲市公报", **{option: "zh-CN"})
    book.add_page("第一章", "<p>政府工作报告</p>")
    book.save(option + ".epub")
    with zipfile.ZipFile(option + ".epub") as file:
        for name in ["EPUB/package.opf", "EPUB/page0001.xhtml", "EPUB/toc.xhtml", "EPUB/toc.ncx"]:
            text = file.read(name).decode()
            [language] = re.findall("<dc:language>(.*?)<", text) or set(re.findall('lang="(.*?)"', text))
            print(f"{option}: {name} {language}")
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
lang: EPUB/package.opf zh-CN
lang: EPUB/page0001.xhtml en
lang: EPUB/toc.xhtml en
lang: EPUB/toc.ncx en
language: EPUB/package.opf en
language: EPUB/page0001.xhtml en
language: EPUB/toc.xhtml en
language: EPUB/toc.ncx en
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
