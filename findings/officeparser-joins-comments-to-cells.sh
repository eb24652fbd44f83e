#!/bin/sh
# officeparser 7.8.0 (npm): it puts the comment on a cell of an ODS table directly before the text of the cell; from the same table as xlsx, it gives
# no comment.
#
#   input     a sheet with 办法, and on that cell the comment 内部意见：暂缓公开 (internal: do not publish yet), saved as ods and as xlsx; parseOffice, then to("text")
#   expected  办法 in both; or the comment separate from the cell; with the option ignoreComments, no comment
#   found     内部意见：暂缓公开办法 from the ods, with ignoreComments too; 办法 from the xlsx
#
# In the file, the comment is an element inside the cell, and the program takes its paragraphs for those of the cell. Offices discuss matters in
# comments, and the text goes into an index or onto a page as a title. A trial with xlsx shows no comment. Needs npm, python3 with venv, and a network
# connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install odfpy==1.4.1 openpyxl==3.1.5
npm init -y >/dev/null
npm install --silent --no-audit --no-fund officeparser@7.8.0
env/bin/python - <<'PY'
from odf.office import Annotation
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl import Workbook
from openpyxl.comments import Comment

book = OpenDocumentSpreadsheet()
table, row, cell, note = Table(name="目录"), TableRow(), TableCell(valuetype="string"), Annotation()
note.addElement(P(text="内部意见：暂缓公开"))
cell.addElement(note)
cell.addElement(P(text="办法"))
row.addElement(cell)
table.addElement(row)
book.spreadsheet.addElement(table)
book.save("目录.ods")

book = Workbook()
book.active["A1"] = "办法"
book.active["A1"].comment = Comment("内部意见：暂缓公开", "张某")
book.save("目录.xlsx")
PY
cat >run.mjs <<'JS'
import { OfficeParser } from "officeparser";
for (const name of ["目录.ods", "目录.xlsx"]) {
  for (const ignoreComments of [false, true]) {
    const read = await OfficeParser.parseOffice(name, { ignoreComments });
    const text = (await read.to("text")).value.replace(/\s/g, "");
    console.log(name, ignoreComments ? "ignoreComments" : "as it is", text);
  }
}
JS
node run.mjs >found
cat found
cat >recorded <<'TXT'
目录.ods as it is 内部意见：暂缓公开办法
目录.ods ignoreComments 内部意见：暂缓公开办法
目录.xlsx as it is 办法
目录.xlsx ignoreComments 办法
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
