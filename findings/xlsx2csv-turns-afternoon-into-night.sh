#!/bin/sh
# xlsx2csv 0.8.6 (Python): 13:30 in a cell with the format yyyy/m/d h:mm becomes 01:30, and a date in the long Chinese form keeps the quotation marks
# of its format.
#
#   input     18 June 2024, 13:30, with the formats yyyy/m/d h:mm and yyyy/m/d hh:mm, yyyy"年"m"月"d"日" and yyyy"年"m"月"d"日"h"时"mm"分"; 0:30 with h:mm:ss
#   expected  2024/06/18 13:30 twice, because hours count to 24 in a format without AM/PM; 2024年6月18日, and 2024年6月18日13时30分; 00:30:00
#   found     01:30 with h and 13:30 with hh; 2024"年"06"月"18"日"; 01时06分, where 06 is the month; 12:30:00 for half past midnight
#
# Excel and openpyxl write a date with a time as h:mm by default, and the long form is the second date format that a Chinese Excel offers. A cell with
# h:mm alone is right. Opening hours, deadlines and times of meetings change by half a day, without AM or PM. Needs python3 with venv, and a network
# connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install xlsx2csv==0.8.6 openpyxl==3.1.5
env/bin/python - <<'PY'
import datetime

import openpyxl

book = openpyxl.Workbook()
long = 'yyyy"年"m"月"d"日"'
afternoon = ["yyyy/m/d h:mm", "yyyy/m/d hh:mm", long, long + 'h"时"mm"分"', "h:mm"]
for row, form in enumerate(afternoon + ["yyyy-mm-dd h:mm:ss"], 1):
    hour = 13 if row <= len(afternoon) else 0
    cell = book.active.cell(row, 1, datetime.datetime(2024, 6, 18, hour, 30))
    cell.number_format = form
book.save("times.xlsx")
PY
env/bin/xlsx2csv times.xlsx >found
cat found
cat >recorded <<'TXT'
2024/06/18 01:30
2024/06/18 13:30
"2024""年""06""月""18""日"""
"2024""年""06""月""18""日""01""时""06""分"""
13:30
2024-06-18 12:30:00
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
