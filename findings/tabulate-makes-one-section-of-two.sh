#!/bin/sh
# tabulate 0.10.0 (Python, which prints tables as text, Markdown or HTML; pandas uses it for to_markdown): the texts 1.10 and 2024.10 of a column of
# sections or months become 1.1 and 2024.1, which are other entries of the same column.
#
#   input     the rows 1.1, 1.9, 1.10 and 2024.1, 2024.9, 2024.10, all of them texts; tabulate(rows, headers, tablefmt="pipe"); beside them 000014349
#   expected  the texts as they are: numbers are formatted as numbers, a text is a text, and 000014349 keeps its zeros
#   found     1.1, 1.9, 1.1 and 2024.1, 2024.9, 2024.1; with disable_numparse=True the texts stay
#
# The package takes a column of texts for numbers if each could be one, and formats it in the shortest form; only for whole numbers is the text kept.
# A report then has two sections 1.1 and two Januaries, and no October. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install tabulate==0.10.0
cat >run.py <<'PY'
from tabulate import tabulate

rows = [["1.1", "2024.1", "000014349"], ["1.9", "2024.9", "000014350"], ["1.10", "2024.10", "000014351"]]
for keep in [False, True]:
    table = tabulate(rows, headers=["节", "月份", "代码"], tablefmt="pipe", disable_numparse=keep)
    for line in table.splitlines()[2:]:
        print("texts kept:" if keep else "default:", *line.replace("|", " ").split())
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
default: 1.1 2024.1 000014349
default: 1.9 2024.9 000014350
default: 1.1 2024.1 000014351
texts kept: 1.1 2024.1 000014349
texts kept: 1.9 2024.9 000014350
texts kept: 1.10 2024.10 000014351
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
