#!/bin/sh
# xls2csv of catdoc 0.95 (Debian 12): it gives 18 June 2024 in an .xls file as 19 June 2028 if the format of the cell is built into Excel, and as
# 45461 if it is any other format. A cell with TRUE is missing.
#
#   input     18 June 2024 and 1 October 1949 as M/D/YY, 18 June 2024 as yyyy"年"m"月"d"日" and yyyy-mm-dd, and TRUE; made by xlwt 1.3.0, dates counted
#             from 1900
#   expected  06-18-24 and 10-01-49, a date in some form for the other two, as xlrd 2.0.2 finds it in each of these cells; a value for TRUE
#   found     06-19-28 and 10-02-53, which is the count from 1904; 45461 twice; nothing after the name of the last row
#
# The file says that its dates count from 1900. A person sees at once that 45461 is no date, but not that 2028 is wrong, and both appear in the search
# index of one ledger. Needs Debian 12's apt-get and dpkg-deb, python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get -q download catdoc=1:0.95-6~deb12u1 >log 2>&1
dpkg-deb -x catdoc_*.deb .
printf 'charset_path = %s\nmap_path = %s\n' "$work/usr/share/catdoc" "$work/usr/share/catdoc" >.catdocrc
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install xlwt==1.3.0 xlrd==2.0.2

cat >run.py <<'PY'
import datetime

import xlrd
import xlwt

book = xlwt.Workbook(encoding="utf-8")
sheet = book.add_sheet("台账")
day = datetime.datetime(2024, 6, 18)
rows = [("date 1", day, "M/D/YY"), ("date 2", datetime.datetime(1949, 10, 1), "M/D/YY"), ("date 3", day, 'yyyy"年"m"月"d"日"'),
        ("date 4", day, "yyyy-mm-dd"), ("public", True, "General")]
for row, (name, value, form) in enumerate(rows):
    sheet.write(row, 0, name)
    sheet.write(row, 1, value, xlwt.easyxf(num_format_str=form))
book.save("a.xls")
read = xlrd.open_workbook("a.xls", formatting_info=True)
for row in range(len(rows)):
    cell = read.sheet_by_index(0).cell(row, 1)
    print("xlrd:", xlrd.xldate_as_datetime(cell.value, read.datemode).date() if cell.ctype == xlrd.XL_CELL_DATE else bool(cell.value))
PY
env/bin/python run.py >found
HOME="$work" usr/bin/xls2csv -d utf-8 a.xls | tr -d '\f' >>found
cat found
cat >recorded <<'TXT'
xlrd: 2024-06-18
xlrd: 1949-10-01
xlrd: 2024-06-18
xlrd: 2024-06-18
xlrd: True
"date 1","06-19-28"
"date 2","10-02-53"
"date 3","45461"
"date 4","45461"
"public"
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
