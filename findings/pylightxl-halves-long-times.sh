#!/bin/sh
# pylightxl 1.61 (Python): it reads 36 hours in a cell with the format [h]:mm as 12:00:00. It reads a count whose format contains the letter d as a
# day of January 1900.
#
#   input     a workbook by XlsxWriter 3.2.9 with 1.5 days as [h]:mm (36:00), 3 as "第"0"天 (d)" and 18 June 2024 as yyyy"年"m"月"d"日"; the same by
#             openpyxl 3.1.5
#   expected  36:00 in some form, as python-calamine 0.9.1 gives it; 3, since text in quotation marks is literal
#   found     12:00:00 and 1900/01/02; the date is right
#
# Overtime, waiting times and deadlines that are counted in hours have this format, and lose their whole days. Needs python3 with venv, and a
# network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install pylightxl==1.61 XlsxWriter==3.2.9 openpyxl==3.1.5 python-calamine==0.9.1
cat >run.py <<'PY'
import openpyxl
import pylightxl
import python_calamine
import xlsxwriter

ROWS = [("办理时长", 1.5, "[h]:mm"), ("期限", 3, '"第"0"天 (d)"'), ("成文日期", 45461, 'yyyy"年"m"月"d"日"')]
book = xlsxwriter.Workbook("a.xlsx")
sheet = book.add_worksheet("表")
other = openpyxl.Workbook()
other.active.title = "表"
for row, (name, value, form) in enumerate(ROWS):
    sheet.write(row, 0, name)
    sheet.write_number(row, 1, value, book.add_format({"num_format": form}))
    other.active.append([name, value])
    other.active.cell(row + 1, 2).number_format = form
book.close()
other.save("b.xlsx")
for file in ["a.xlsx", "b.xlsx"]:
    there = python_calamine.CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    for (_, mine), (name, yours) in zip(pylightxl.readxl(file).ws("表").rows, there):
        print(file, name, "| pylightxl:", mine, "| calamine:", yours)
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
a.xlsx 办理时长 | pylightxl: 12:00:00 | calamine: 1 day, 12:00:00
a.xlsx 期限 | pylightxl: 1900/01/02 | calamine: 3.0
a.xlsx 成文日期 | pylightxl: 2024/06/18 | calamine: 2024-06-18
b.xlsx 办理时长 | pylightxl: 12:00:00 | calamine: 1 day, 12:00:00
b.xlsx 期限 | pylightxl: 1900/01/02 | calamine: 3.0
b.xlsx 成文日期 | pylightxl: 2024/06/18 | calamine: 2024-06-18
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
