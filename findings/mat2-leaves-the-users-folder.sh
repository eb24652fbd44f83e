#!/bin/sh
# mat2 0.15.0 (PyPI): a workbook of Excel that is cleaned of metadata still says in which folder of which user it was last saved.
#
#   input     an xlsx whose xl/workbook.xml has the element x15ac:absPath with C:\Users\zhangsan\Desktop\, which Excel has written since 2013 when it saves to a disk
#   expected  the element removed, as author, company and names of people are
#   found     zhangsan in xl/workbook.xml of the cleaned copy; the author is gone, and the list of metadata that the tool shows before does not mention the folder
#
# The log-in name, often the name of a person, and the names of internal folders are published in a file that has been through the cleaner. The
# script runs the packages without mulu (the modules for pictures and PDFs stand in empty), and fails when the behaviour is another. It needs python3 3.11 with
# venv, and a connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install openpyxl==3.1.5 mutagen==1.47.0
env/bin/pip -q --disable-pip-version-check install --no-deps mat2==0.15.0
cat >run.py <<'PY'
import sys
import zipfile
from unittest.mock import MagicMock

for name in ["cairo", "gi", "gi.repository"]:
    sys.modules[name] = MagicMock()
import openpyxl
from libmat2 import parser_factory

FOLDER = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="x15" '
    'xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main"><x15ac:absPath url="C:\\Users\\zhangsan\\Desktop\\" '
    'xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac"/></mc:Choice></mc:AlternateContent>'
)
book = openpyxl.Workbook()
book.active["A1"] = "公开"
book.properties.creator = "zhangsan"
book.save("plain.xlsx")
with zipfile.ZipFile("plain.xlsx") as plain, zipfile.ZipFile("ledger.xlsx", "w") as ledger:
    for name in plain.namelist():
        part = plain.read(name).decode()
        if name == "xl/workbook.xml":
            part = part.replace("<bookViews>", FOLDER + "<bookViews>")
        ledger.writestr(name, part)
parser, _ = parser_factory.get_parser("ledger.xlsx")
print("shown:", "Users" in str(parser.get_meta()))
parser.remove_all()
for path in ["ledger.xlsx", parser.output_filename]:
    with zipfile.ZipFile(path) as book:
        print(path, *(name for name in book.namelist() if b"zhangsan" in book.read(name)))
PY
env/bin/python run.py >found 2>log || { cat log && exit 1; }
cat found
printf 'shown: False\nledger.xlsx docProps/core.xml xl/workbook.xml\nledger.cleaned.xlsx xl/workbook.xml\n' >recorded
cmp -s found recorded || { echo "another behaviour than recorded" && exit 1; }
