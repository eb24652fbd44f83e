#!/bin/sh
# PyExcelerate 0.13.0 (Python, a fast writer of xlsx): the dates of a table that is written in one call are shown as 45461. Written cell by cell, they
# are dates, but the time of day is hidden, and a duration is English text in both cases.
#
#   input     18 June 2024, 18 June 2024 15:30, 15:30 and 36 hours; new_sheet(name, data=rows), and set_cell_value for each; read with openpyxl 3.1.5
#   expected  formats of dates in both: the values are dates in Python, and the package has a format for them
#   found     the number format General: 45461, 45461.65, 0.65; by cell: yyyy-mm-dd for all three, so 15:30 is shown as a day of 1899 or 1900; "1 day,
#             12:00:00"
#
# The description recommends the one call for its speed. A list of documents with 45461 as its date cannot be read by the public, and a program that
# reads it takes the date for an amount. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install pyexcelerate==0.13.0 openpyxl==3.1.5
cat >run.py <<'PY'
import datetime
import warnings

import openpyxl
from pyexcelerate import Workbook

warnings.simplefilter("ignore")
values = [datetime.date(2024, 6, 18), datetime.datetime(2024, 6, 18, 15, 30), datetime.time(15, 30), datetime.timedelta(hours=36)]
for way in ["one call", "by cell"]:
    book = Workbook()
    sheet = book.new_sheet("台账", data=[values] if way == "one call" else None)
    if way == "by cell":
        for number, value in enumerate(values, 1):
            sheet.set_cell_value(1, number, value)
    book.save("list.xlsx")
    for cell in openpyxl.load_workbook("list.xlsx").active[1]:
        print(f"{way}: {cell.value!r} as {cell.number_format}")
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
one call: 45461.0 as General
one call: 45461.645833333336 as General
one call: 0.6458333333333335 as General
one call: '1 day, 12:00:00' as General
by cell: datetime.datetime(2024, 6, 18, 0, 0) as yyyy-mm-dd
by cell: datetime.datetime(2024, 6, 18, 15, 30) as yyyy-mm-dd
by cell: datetime.time(15, 30) as yyyy-mm-dd
by cell: '1 day, 12:00:00' as General
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
