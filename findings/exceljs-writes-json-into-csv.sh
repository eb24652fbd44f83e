#!/bin/sh
# ExcelJS 4.4.0 (npm), csv.writeBuffer: a cell with one red word becomes JSON, and for a cell with a link the csv has the address instead of the text.
#
#   input     a workbook with 甲政发〔2024〕12号（废止） where （废止） is red, and 名单 with a link to http://example.org/1.pdf, made with openpyxl 3.1.5; xlsx.readFile,
#             csv.writeBuffer
#   expected  甲政发〔2024〕12号（废止） and 名单, as Excel and LibreOffice write a csv, and as cell.text gives them in the same package
#   found     {"richText":[{"text":"甲政发〔2024〕12号"},{"font":…,"text":"（废止）"}]} and http://example.org/1.pdf
#
# One coloured word is enough, and lists of valid and repealed documents are full of coloured words. The text of a link is missing from the csv. Needs
# npm, python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund exceljs@4.4.0
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install openpyxl==3.1.5
env/bin/python - <<'PY'
import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

book = openpyxl.Workbook()
book.active.append(["文号", "附件"])
book.active["A2"] = CellRichText("甲政发〔2024〕12号", TextBlock(InlineFont(color="00FF0000"), "（废止）"))
book.active["B2"] = "名单"
book.active["B2"].hyperlink = "http://example.org/1.pdf"
book.save("files.xlsx")
PY
cat >run.cjs <<'JS'
const { Workbook } = require("exceljs");
(async () => {
    const book = new Workbook();
    await book.xlsx.readFile("files.xlsx");
    console.log("text:", book.worksheets[0].getCell("A2").text, book.worksheets[0].getCell("B2").text);
    console.log("csv:", String(await book.csv.writeBuffer()).split("\n")[1]);
})();
JS
node run.cjs >found
cat found
cat >recorded <<'TXT'
text: 甲政发〔2024〕12号（废止） 名单
csv: "{""richText"":[{""text"":""甲政发〔2024〕12号""},{""font"":{""color"":{""argb"":""00FF0000""}},""text"":""（废止）""}]}",http://example.org/1.pdf
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
