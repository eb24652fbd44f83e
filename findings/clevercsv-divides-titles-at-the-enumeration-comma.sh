#!/bin/sh
# clevercsv 0.8.5 (Python, "a drop-in replacement for the csv module that can handle messy files"): it divides a list of titles at the enumeration
# comma 、 and so makes columns of one title, without a word of doubt.
#
#   input     a csv with the one column 标题 and two titles with 、 in them; a csv with two columns and a comma, for comparison
#   expected  one column, or an error, as csv.Sniffer of Python 3.11 gives it ("Could not determine delimiter"): no program writes 、 between columns
#   found     the delimiter 、, and rows of one and of two cells: 关于印发《甲办法 is a cell
#
# The list of titles of a catalogue is a usual export. The script runs the package without mulu and fails if the behaviour changes. It needs python3
# with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install clevercsv==0.8.5
cat >run.py <<'PY'
import csv
import io

import clevercsv

for text in ["标题\n关于印发《甲办法、乙办法》的通知\n关于印发《丙办法、丁办法》的通知\n", "文号,标题\n甲发〔2024〕1号,关于甲、乙的通知\n甲发〔2024〕2号,关于丙、丁的通知\n"]:
    found = clevercsv.Sniffer().sniff(text)
    print("clevercsv", found, *clevercsv.reader(io.StringIO(text), found))
    try:
        print("csv", repr(csv.Sniffer().sniff(text).delimiter))
    except csv.Error as error:
        print("csv", error)
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
clevercsv SimpleDialect('、', '', '') ['标题'] ['关于印发《甲办法', '乙办法》的通知'] ['关于印发《丙办法', '丁办法》的通知']
csv Could not determine delimiter
clevercsv SimpleDialect(',', '', '') ['文号', '标题'] ['甲发〔2024〕1号', '关于甲、乙的通知'] ['甲发〔2024〕2号', '关于丙、丁的通知']
csv ','
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
