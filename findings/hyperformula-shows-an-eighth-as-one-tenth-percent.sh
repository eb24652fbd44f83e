#!/bin/sh
# HyperFormula 3.5.0 and fast-formula-parser 1.0.19 (npm), which calculate Excel formulas on web pages: TEXT gives a wrong rate and a wrong amount in
# the first, and an error for every format with a Chinese character in the second. The first also refuses the name of a Chinese sheet.
#
#   input     =TEXT(0.125,"0.0%"), =TEXT(12000,"#,##0.00"), =TEXT(45461,"yyyy年m月d日"), =TEXT(5,"第000号"), =LEFT("李𬱖",2) and =甲!A1 with a sheet 甲
#   expected  12.5%, 12,000.00, 2024年6月18日, 第005号, 李𬱖, and the value of the cell: Excel writes 甲!A1 without quotation marks
#   found     HyperFormula: 0.1%, 12000,##0.00, both Chinese formats right, 李 with half a character, #ERROR!; fast-formula-parser: 12.5%, 12,000.00,
#             and #VALUE! for both Chinese formats
#
# 0.1% for an eighth is a hundredth of the rate, and no reader can see it. The script runs the packages without mulu and fails if the behaviour
# changes. It needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund hyperformula@3.5.0 fast-formula-parser@1.0.19
cat >run.cjs <<'JS'
const { HyperFormula } = require("hyperformula");
const FormulaParser = require("fast-formula-parser");
console.error = () => {};
const formulas = ['TEXT(0.125,"0.0%")', 'TEXT(12000,"#,##0.00")', 'TEXT(45461,"yyyy年m月d日")', 'TEXT(5,"第000号")', 'LEFT("李𬱖",2)', "甲!A1"];
const book = HyperFormula.buildFromSheets({ 甲: [[7]], 乙: [formulas.map((formula) => `=${formula}`)] }, { licenseKey: "gpl-v3" });
const other = new FormulaParser({ onCell: () => 7 });
formulas.forEach((formula, column) => {
    const one = book.getCellValue({ sheet: 1, row: 0, col: column });
    let two;
    try {
        two = other.parse(formula, { sheet: "乙", row: 1, col: 1 });
    } catch (error) {
        two = error.name;
    }
    console.log(formula, "→", JSON.stringify(one.value ?? one), JSON.stringify(two.name ?? two));
});
JS
node run.cjs >found
cat found
cat >recorded <<'TXT'
TEXT(0.125,"0.0%") → "0.1%" "12.5%"
TEXT(12000,"#,##0.00") → "12000,##0.00" "12,000.00"
TEXT(45461,"yyyy年m月d日") → "2024年6月18日" "#VALUE!"
TEXT(5,"第000号") → "第005号" "#VALUE!"
LEFT("李𬱖",2) → "李\ud873" "李\ud873"
甲!A1 → "#ERROR!" 7
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
