#!/bin/sh
# openpyxl 3.1.5 and ExcelJS 4.4.0: they read dates with the built-in date formats of Chinese Excel as plain numbers.
#
#   input     18 June 2024 in cells with the number formats 14 (international), 31 (yyyy"年"m"月"d"日") and 57 (yyyy"年"m"月")
#   expected  three dates: ISO/IEC 29500 lists 27 to 36 and 50 to 58 as date formats for zh-cn, and Excel stores only the number of a built-in format
#   found     a date, then 45461 and 45461
#
# 2024年6月18日 is the usual form of a date in a Chinese ledger. Whoever imports the ledger publishes 45461. calamine 0.9.1 and SheetJS 0.18.5 read all
# three as dates. The script needs npm, python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund exceljs@4.4.0 xlsx@0.18.5
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install openpyxl==3.1.5 python-calamine==0.9.1

cat >run.py <<'PY'
import re
import zipfile
import openpyxl
import python_calamine

# openpyxl writes the workbook, with format 14 thrice; the style sheet then names the formats by number alone, as Excel does.
book = openpyxl.Workbook()
for row, code in enumerate(["mm-dd-yy", "0.00", "0%"], 1):
    book.active.cell(row, 1, 45461).number_format = code
book.save("plain.xlsx")
with zipfile.ZipFile("plain.xlsx") as old, zipfile.ZipFile("a.xlsx", "w", zipfile.ZIP_DEFLATED) as new:
    for name in old.namelist():
        data = old.read(name)
        if name == "xl/styles.xml":
            data = data.replace(b'numFmtId="2"', b'numFmtId="31"').replace(b'numFmtId="9"', b'numFmtId="57"')
        new.writestr(name, data)
show = lambda values: " ".join(re.sub(r" 00:00:00", "", str(value)) for value in values)
print("openpyxl:", show(row[0] for row in openpyxl.load_workbook("a.xlsx").active.iter_rows(values_only=True)))
print("calamine:", show(row[0] for row in python_calamine.load_workbook("a.xlsx").get_sheet_by_index(0).to_python()))
PY
cat >run.mjs <<'JS'
import ExcelJS from "exceljs";
import XLSX from "xlsx";
const show = (values) => values.map((v) => (v instanceof Date ? v.toISOString().slice(0, 10) : v)).join(" ");
const book = new ExcelJS.Workbook();
await book.xlsx.readFile("a.xlsx");
console.log("ExcelJS:", show([1, 2, 3].map((row) => book.worksheets[0].getCell(row, 1).value)));
const sheet = Object.values(XLSX.readFile("a.xlsx", { cellDates: true, UTC: true }).Sheets)[0];
console.log("SheetJS:", ["A1", "A2", "A3"].map((name) => sheet[name].t).join(" "));
JS
env/bin/python run.py >found
node run.mjs >>found
cat found
cat >recorded <<'END'
openpyxl: 2024-06-18 45461 45461
calamine: 2024-06-18 2024-06-18 2024-06-18
ExcelJS: 2024-06-18 45461 45461
SheetJS: d d d
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
