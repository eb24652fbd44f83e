#!/bin/sh
# openpyxl 3.1.5, python-calamine 0.9.1 (Python) and ExcelJS 4.4.0 (npm): a date that Chinese Excel shows as 星期二 is read as a plain number.
#
#   input     18 June 2024 in cells with the formats [$-804]aaaa;@ (星期二) and [$-804]aaa;@ (周二), as a Chinese Excel offers them for dates, and with
#             dddd, the English form of the same
#   expected  dates in all cells: the number is a day, and aaa stands for the day of the week, as ddd does; read-excel-file 9.3.17 (npm) gives three
#             dates
#   found     45461 for both Chinese formats, a date for dddd
#
# All three look for letters such as y, m, d and h in the format. A plan of duties (值班表) has days of the week in its date column, and becomes a list
# of numbers. Dates with year and month beside the day of the week are right. Needs node 20, npm, python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund exceljs@4.4.0 read-excel-file@9.3.17
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install openpyxl==3.1.5 python-calamine==0.9.1

cat >run.py <<'PY'
import datetime

import openpyxl
import python_calamine

book = openpyxl.Workbook()
for row, form in enumerate(["[$-804]aaaa;@", "[$-804]aaa;@", "dddd"], 1):
    cell = book.active.cell(row, 1, datetime.date(2024, 6, 18))
    cell.number_format = form
    book.active.cell(row, 2, form)
book.save("a.xlsx")
print("openpyxl:", *[cell.value for cell in openpyxl.load_workbook("a.xlsx").active["A"]])
print("calamine:", *[row[0] for row in python_calamine.CalamineWorkbook.from_path("a.xlsx").get_sheet_by_index(0).to_python()])
PY
cat >run.mjs <<'JS'
import ExcelJS from "exceljs";
import { readSheet } from "read-excel-file/node";
const show = (value) => (value instanceof Date ? value.toISOString().slice(0, 10) : value);
const book = new ExcelJS.Workbook();
await book.xlsx.readFile("a.xlsx");
console.log("ExcelJS:", ...[1, 2, 3].map((row) => show(book.worksheets[0].getCell(row, 1).value)));
console.log("read-excel-file:", ...(await readSheet("a.xlsx")).map(([value]) => show(value)));
JS
env/bin/python run.py >found
node run.mjs >>found
cat found
cat >recorded <<'TXT'
openpyxl: 45461 45461 2024-06-18 00:00:00
calamine: 45461.0 45461.0 2024-06-18
ExcelJS: 45461 45461 2024-06-18
read-excel-file: 2024-06-18 2024-06-18 2024-06-18
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
