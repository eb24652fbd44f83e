#!/bin/sh
# tablib 3.10.0 (Python): it reads numbers of an ODS table as they are shown, rounded; it reads only the first of two lines in a cell; and one number
# with a thousands separator makes the file unreadable.
#
#   input     a workbook with 12.3456 shown as 12.35, a cell 第一行 / 第二行, and in a second file 1234567.89 shown as 1,234,567.89; made with openpyxl 3.1.5
#             and saved as ODS by LibreOffice 7.4.7 (Debian 12); Dataset().load(…, format="ods")
#   expected  12.3456 and 1234567.89: the file has the values (office:value="12.3456") beside what is shown, and tablib reads them from the xlsx; both lines of the cell
#   found     12.35; 第一行; "could not convert string to float: '1,234,567.89'"
#
# Sums of rounded numbers are wrong by cents, and the second line, such as a condition or an address, is missing. Amounts of money usually have
# separators. Needs libreoffice-calc (or SOFFICE=path), python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install "tablib[ods,xlsx]==3.10.0" odfpy==1.4.1 openpyxl==3.1.5
cat >make.py <<'PY'
import openpyxl

for name, amount, form in [("rounded", 12.3456, "0.00"), ("separated", 1234567.89, "#,##0.00")]:
    book = openpyxl.Workbook()
    book.active.append(["金额", "说明"])
    book.active.append([amount, "第一行\n第二行"])
    book.active["A2"].number_format = form
    book.save(name + ".xlsx")
PY
env/bin/python make.py
"${SOFFICE:-soffice}" "-env:UserInstallation=file://$work/profile" --headless --convert-to ods rounded.xlsx separated.xlsx >soffice.log 2>&1
cat >run.py <<'PY'
import tablib

for name in ["rounded", "separated"]:
    for form in ["xlsx", "ods"]:
        try:
            with open(f"{name}.{form}", "rb") as file:
                print(name, form, tablib.Dataset().load(file, format=form)[0])
        except ValueError as error:
            print(name, form, error)
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
rounded xlsx (12.3456, '第一行\n第二行')
rounded ods (12.35, '第一行')
separated xlsx (1234567.89, '第一行\n第二行')
separated ods could not convert string to float: '1,234,567.89'
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
