#!/bin/sh
# pycel 1.0b30 and formulas 1.3.4 (Python, which calculate the formulas of a workbook): TEXT rounds a half to the even digit, so a rate of 12.5 % is
# 12% and 1234.5 is 1,234, while ROUND in the same packages gives 13% and 1235.
#
#   input     TEXT(0.125,"0%"), TEXT(0.0625,"0.0%"), TEXT(1234.5,"#,##0") and TEXT(2.5,"0"), each also of the value rounded by ROUND; in a workbook by
#             openpyxl 3.1.5; LibreOffice 7.4.7 (Debian 12) calculates the same file
#   expected  13%, 6.3%, 1,235 and 3 in both columns: Excel rounds a half up in formats as in ROUND, and LibreOffice does
#   found     12%, 6.2%, 1,234 and 2; by ROUND first, as expected
#
# Sentences of reports are made in workbooks: ="办结率"&TEXT(B2,"0%"). The sentence and the table beside it then differ by one per cent, and only for
# some values. Needs libreoffice-calc (or SOFFICE=path), python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install pycel==1.0b30 formulas==1.3.4 openpyxl==3.1.5 "setuptools<81"
cat >run.py <<'PY'
import csv
import os
import subprocess

import formulas
import openpyxl
from pycel import ExcelCompiler

book = openpyxl.Workbook()
asked = [("0.125", 2, "0%"), ("0.0625", 3, "0.0%"), ("1234.5", 0, "#,##0"), ("2.5", 0, "0")]
for number, (value, places, form) in enumerate(asked, 1):
    book.active[f"A{number}"] = f'=TEXT({value},"{form}")'
    book.active[f"B{number}"] = f'=TEXT(ROUND({value},{places}),"{form}")'
book.save("rates.xlsx")
pycel = ExcelCompiler("rates.xlsx")
solved = {str(name).split("!")[-1]: cell for name, cell in formulas.ExcelModel().loads("rates.xlsx").finish().calculate().items()}
profile = f"-env:UserInstallation=file://{os.getcwd()}/profile"
subprocess.run([os.environ.get("SOFFICE", "soffice"), profile, "--headless", "--convert-to", "csv", "rates.xlsx"], check=True, capture_output=True)
with open("rates.csv", encoding="utf-8") as file:
    office = list(csv.reader(file))
for number, (value, _, form) in enumerate(asked, 1):
    row = [(pycel.evaluate(f"Sheet!{column}{number}"), solved[f"{column}{number}"].value[0, 0]) for column in "AB"]
    print(f"{value} as {form}: TEXT", *row[0], "of ROUND", *row[1], "| LibreOffice", *office[number - 1])
PY
env/bin/python -W ignore run.py >found 2>log
cat found
cat >recorded <<'TXT'
0.125 as 0%: TEXT 12% 12% of ROUND 13% 13% | LibreOffice 13% 13%
0.0625 as 0.0%: TEXT 6.2% 6.2% of ROUND 6.3% 6.3% | LibreOffice 6.3% 6.3%
1234.5 as #,##0: TEXT 1,234 1,234 of ROUND 1,235 1,235 | LibreOffice 1,235 1,235
2.5 as 0: TEXT 2 2 of ROUND 3 3 | LibreOffice 3 3
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
