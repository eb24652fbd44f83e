#!/bin/sh
# pandas 3.1.1 with odfpy 1.4.1 (Python): if one cell has a duration of a day or more, such as 26:00, it cannot read the whole ODS table. It reads the
# same table as xlsx.
#
#   input     a table of opening hours a week with 7:30, 26:00 and 40:00 in the format [h]:mm; made with openpyxl 3.1.5, saved as ODS by LibreOffice 7.4.7
#             (Debian 12); read_excel
#   expected  timedelta, as read_excel gives for the xlsx; or text, as the engine calamine (python-calamine 0.9.1) gives for the ODS
#   found     "hour must be in 0..23: 26:00", and no table
#
# ODS stores what Excel calls [h]:mm as office:time-value="PT26H00M00S", which the standard defines as a duration; pandas takes it for a time of day.
# Working, opening and training hours are written in this form. Needs libreoffice-calc (or SOFFICE=path), python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install pandas==3.1.1 odfpy==1.4.1 openpyxl==3.1.5 python-calamine==0.9.1
env/bin/python - <<'PY'
import datetime

import openpyxl

book = openpyxl.Workbook()
book.active.append(["窗口", "每周开放"])
for row, hours in enumerate([7.5, 26, 40], 2):
    book.active.append([f"{row - 1}号", datetime.timedelta(hours=hours)])
    book.active.cell(row, 2).number_format = "[h]:mm"
book.save("hours.xlsx")
PY
"${SOFFICE:-soffice}" "-env:UserInstallation=file://$work/profile" --headless --convert-to ods hours.xlsx >soffice.log 2>&1
cat >run.py <<'PY'
import warnings

import pandas

warnings.simplefilter("ignore")
for name, engine in [("hours.xlsx", "openpyxl"), ("hours.ods", "calamine"), ("hours.ods", "odf")]:
    try:
        print(name, engine, *map(str, pandas.read_excel(name, engine=engine)["每周开放"]), sep=" | ")
    except ValueError as error:
        print(name, engine, error, sep=" | ")
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
hours.xlsx | openpyxl | 0 days 07:30:00 | 1 days 02:00:00 | 1 days 16:00:00
hours.ods | calamine | 07:30:00 | PT26H00M00S | PT40H00M00S
hours.ods | odf | hour must be in 0..23: 26:00
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
