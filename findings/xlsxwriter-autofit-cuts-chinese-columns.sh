#!/bin/sh
# XlsxWriter 3.3.1 (Python), autofit: a column of Chinese text gets half the width that it needs, and dates in the Chinese form are shown as ###.
#
#   input     a sheet with 关于印发甲市政府信息公开办法的通知, the English "about the publication of rules" and 18 June 2024 as yyyy"年"m"月"d"日"; worksheet.autofit();
#             printed by LibreOffice 7.4.7
#   expected  about 35 units for the 17 characters, which are two digits wide each, as the 30 English letters get 27; the date in full
#   found     20.4 units, so the title is cut in the middle, and ### for the date
#
# The package knows the widths of ASCII letters and takes every other character for as wide as a digit; a date has one width in every format. A
# printed ledger, or its PDF, has lost half of the titles and all dates. Needs LibreOffice Calc (soffice), pdftotext of poppler-utils, python3 with
# venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install XlsxWriter==3.3.1 openpyxl==3.1.5

cat >run.py <<'PY'
import datetime

import openpyxl
import xlsxwriter

book = xlsxwriter.Workbook("a.xlsx")
sheet = book.add_worksheet("台账")
sheet.write("A1", "关于印发甲市政府信息公开办法的通知")
sheet.write("B1", "about the publication of rules")
sheet.write_datetime("C1", datetime.datetime(2024, 6, 18), book.add_format({"num_format": 'yyyy"年"m"月"d"日"'}))
sheet.autofit()
book.close()
read = openpyxl.load_workbook("a.xlsx").active
for column in "ABC":
    print(column, read[column + "1"].value, "width", round(read.column_dimensions[column].width, 1))
PY
env/bin/python run.py >found
soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to pdf a.xlsx >log 2>&1
printf 'printed: ' >>found
pdftotext -layout a.pdf - | head -1 | tr -s ' ' >>found
cat found
cat >recorded <<'TXT'
A 关于印发甲市政府信息公开办法的通知 width 20.4
B about the publication of rules width 27.1
C 2024-06-18 00:00:00 width 10.7
printed: 关于印发甲市政府信息公开办about the publication of rules ###
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
