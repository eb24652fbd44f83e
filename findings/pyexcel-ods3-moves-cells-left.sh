#!/bin/sh
# pyexcel-ods3 0.6.1 (Python): after a merged cell in an ODS table, the rest of the row moves to the left. The sister package pyexcel-ods 0.6.0 is
# right, unless pyexcel_ods3 was imported before it.
#
#   input     rows of three columns 文号, 标题, 日期; in one 2号 spans two columns, in another 3号 spans two rows; get_data of either package
#   expected  an empty cell for the covered one, as pandas 3.1.1 with odfpy gives; each package reads with its own code
#   found     pyexcel_ods3: the date in the column of titles, in the second row of 3号 the title in the column of numbers; pyexcel_ods the same when it is
#             imported second, and pyexcel_ods3 right when it is
#
# A covered cell is an element of its own in ODS, and pyexcel-ods3 skips it. Rows become shorter, but rows with empty last cells are short anyway.
# get_data of both packages asks one shared list for the reader of "ods", and the first import decides, so an import elsewhere in the program changes
# what is read. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install pyexcel-ods3==0.6.1 pyexcel-ods==0.6.0 pyexcel-io==0.6.8 pandas==3.1.1 odfpy==1.4.1
env/bin/python - <<'PY'
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P


def cell(text, **span):
    made = TableCell(valuetype="string", **span)
    made.addElement(P(text=text))
    return made


book, table = OpenDocumentSpreadsheet(), Table(name="目录")
for cells in [
    [cell("文号"), cell("标题"), cell("日期")],
    [cell("2号", numbercolumnsspanned=2), CoveredTableCell(), cell("6月18日")],
    [cell("3号", numberrowsspanned=2), cell("甲办法"), cell("6月19日")],
    [CoveredTableCell(), cell("乙办法"), cell("6月20日")],
]:
    row = TableRow()
    for one in cells:
        row.addElement(one)
    table.addElement(row)
book.spreadsheet.addElement(table)
book.save("目录.ods")
PY
for program in \
    'import pandas; print(*pandas.read_excel("目录.ods", engine="odf", header=None).fillna("").values.tolist()[1:])' \
    'import pyexcel_ods; print(*pyexcel_ods.get_data("目录.ods")["目录"][1:])' \
    'import pyexcel_ods3; print(*pyexcel_ods3.get_data("目录.ods")["目录"][1:])' \
    'import pyexcel_ods3, pyexcel_ods; print(*pyexcel_ods.get_data("目录.ods")["目录"][1:])' \
    'import pyexcel_ods, pyexcel_ods3; print(*pyexcel_ods3.get_data("目录.ods")["目录"][1:])'; do
    printf '%s: ' "${program%%;*}"
    env/bin/python -c "$program"
done >found
cat found
cat >recorded <<'TXT'
import pandas: ['2号', '', '6月18日'] ['3号', '甲办法', '6月19日'] ['', '乙办法', '6月20日']
import pyexcel_ods: ['2号', '', '6月18日'] ['3号', '甲办法', '6月19日'] ['', '乙办法', '6月20日']
import pyexcel_ods3: ['2号', '6月18日'] ['3号', '甲办法', '6月19日'] ['乙办法', '6月20日']
import pyexcel_ods3, pyexcel_ods: ['2号', '6月18日'] ['3号', '甲办法', '6月19日'] ['乙办法', '6月20日']
import pyexcel_ods, pyexcel_ods3: ['2号', '', '6月18日'] ['3号', '甲办法', '6月19日'] ['', '乙办法', '6月20日']
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
