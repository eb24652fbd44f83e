#!/bin/sh
# LibreOffice 7.4.7 (Debian 12), pandas 3.1.1 with odfpy 1.4.1 and python-calamine 0.9.1 (Python): they drop a tab inside a cell of an ODS table, so
# that 201, tab, 05 becomes 20105.
#
#   input     a csv with the cells "201<tab>05" and "张某<tab>李某"; LibreOffice saves it as ODS: <text:p>201<text:tab/>05</text:p>; the ODS is read
#   expected  a tab or a space, as ezodf 0.3.2 gives; from csv to csv LibreOffice keeps the tab, and all of them keep a line break in a cell
#   found     20105 and 张某李某 with both engines of pandas.read_excel, and in LibreOffice itself when it opens what it has saved
#
# Tabs get into cells with text that is pasted from Word or from a page. A code and its subcode become one number, and two persons become one,
# although nobody changed anything but the format. Needs libreoffice-calc (or SOFFICE=path), python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install pandas==3.1.1 odfpy==1.4.1 python-calamine==0.9.1 ezodf==0.3.2 lxml==6.1.3
printf '科目,姓名\n"201\t05","张某\t李某"\n"第一行\n第二行",王某\n' >in.csv
convert() { "${SOFFICE:-soffice}" "-env:UserInstallation=file://$work/profile" --headless --infilter="CSV:44,34,UTF8" --convert-to "$1" --outdir out "$2" >soffice.log 2>&1; }
csv='csv:Text - txt - csv (StarCalc):44,34,UTF8'
convert "$csv" in.csv
mv out/in.csv direct.csv
convert ods in.csv
convert "$csv" out/in.ods
cat >run.py <<'PY'
import csv

import ezodf
import pandas

rows = {
    "LibreOffice, csv to csv": list(csv.reader(open("direct.csv", encoding="utf-8")))[1:],
    "LibreOffice, ODS to csv": list(csv.reader(open("out/in.csv", encoding="utf-8")))[1:],
    "ezodf": [[cell.value for cell in row] for row in ezodf.opendoc("out/in.ods").sheets[0].rows()][1:],
    "pandas, odfpy": pandas.read_excel("out/in.ods", engine="odf").values.tolist(),
    "pandas, calamine": pandas.read_excel("out/in.ods", engine="calamine").values.tolist(),
}
for name, table in rows.items():
    print(name, table)
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
LibreOffice, csv to csv [['201\t05', '张某\t李某'], ['第一行\n第二行', '王某']]
LibreOffice, ODS to csv [['20105', '张某李某'], ['第一行\n第二行', '王某']]
ezodf [['201\t05', '张某\t李某'], ['第一行\n第二行', '王某']]
pandas, odfpy [['20105', '张某李某'], ['第一行\n第二行', '王某']]
pandas, calamine [['20105', '张某李某'], ['第一行\n第二行', '王某']]
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
