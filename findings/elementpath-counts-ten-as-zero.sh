#!/bin/sh
# elementpath 5.1.4 (Python; XPath 3.1): if format-integer is asked for Chinese numerals, it gives wrong numbers in Arabic digits: 0 for 10, 90 for
# 100 and 1024 for 2024.
#
#   input     format-integer(n, '一') for 3, 10, 12, 100, 2010 and 2024; the same with '壹' and '1'
#   expected  十, 一百, 二千零二十四; or 10, 100, 2024, since a program need not know this sequence, but then "it must use a format token of 1" (XPath
#             Functions 3.1, 4.6.1)
#   found     every zero takes one from the digit before it, so 2010 becomes 1900; numbers without a zero are right
#
# When XML is converted, such a function makes the numbers of articles (第一百条). Article 10 becomes article 0, and article 100 becomes article 90.
# Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install elementpath==5.1.4
cat >run.py <<'PY'
import xml.etree.ElementTree as trees

import elementpath
from elementpath.xpath31 import XPath31Parser

root = trees.XML("<root/>")
for number in [3, 10, 12, 90, 100, 2010, 2024]:
    print(number, *(elementpath.select(root, f"format-integer({number}, '{form}')", parser=XPath31Parser) for form in "1一壹"))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
3 3 3 3
10 10 0 0
12 12 12 12
90 90 80 80
100 100 90 90
2010 2010 1900 1900
2024 2024 1024 1024
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
