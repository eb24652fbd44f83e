#!/bin/sh
# LibreOffice 7.4.7 (Debian 12, libreoffice-calc 4:7.4.7-1+deb12u14): `soffice --convert-to csv` writes the hidden sheet and not the active one. In
# the locale C.UTF-8 (containers, servers) it writes every Chinese character as a question mark.
#
#   input     an xlsx whose first sheet 名单 is hidden and whose second sheet 公开 is the active one; LC_ALL=C.UTF-8
#   expected  the text of 公开 in UTF-8, as the conversion to PDF shows it; or an error, if a character cannot be written
#   found     five question marks, for the five characters of the hidden sheet; exit status 0
#
# A table made for download publishes the hidden sheet, and if the text of this sheet is English or digits, no question marks warn anybody. The
# options of the filter can state the number of the sheet and the encoding (76). Needs LibreOffice 7.4 (apt-get install libreoffice-calc), python3
# with venv, and a network connection.

set -eu
command -v soffice >/dev/null || { echo "LibreOffice is missing" && exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install openpyxl==3.1.5
env/bin/python - <<'PY'
import openpyxl

book = openpyxl.Workbook()
book.active.title, book.active["A1"] = "名单", "甲乙丙丁戊"
book.create_sheet("公开")["A1"] = "总数"
book.worksheets[0].sheet_state = "hidden"
book.active = 1
book.save("table.xlsx")
PY
export LC_ALL=C.UTF-8
soffice "-env:UserInstallation=file://$work/profile" --version
for form in 'csv' 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2'; do
    rm -rf out
    soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to "$form" --outdir out table.xlsx >/dev/null 2>&1
    echo "$? $(cat out/*.csv)"
done >found
cat found
printf '0 ?????\n0 总数\n' >recorded
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
