#!/bin/sh
# SheetJS 0.18.5 (npm xlsx, the last version there): in the formats of Excel 5 and dBase, every Chinese character becomes an underscore, without an error.
#
#   input     a sheet 台账 with one cell 关于防汛的通知, written with bookType biff5, biff2 and dbf, with and without the option codepage: 936
#   expected  the text, because both formats can store it in code page 936; at least with that option, or else an error
#   found     _______ in a sheet named __; the option changes nothing
#
# The package writes these formats in a single-byte code page and replaces all other characters. xls stands for two of its formats: biff8 (the default
# for the ending .xls) keeps the text and biff5 does not. A ledger of an office that asks for an old format has lost every title. Needs npm and a
# network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund xlsx@0.18.5

cat >run.cjs <<'JS'
const XLSX = require("xlsx");
const book = XLSX.utils.book_new();
XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([["关于防汛的通知"]]), "台账");
for (const bookType of ["biff8", "biff5", "biff2", "dbf"]) {
  for (const more of [{}, { codepage: 936 }]) {
    const read = XLSX.read(XLSX.write(book, { type: "buffer", bookType, ...more }));
    const name = read.SheetNames[0];
    console.log(bookType, JSON.stringify(more), name, read.Sheets[name].A1.v);
  }
}
JS
node run.cjs >found
cat found
cat >recorded <<'END'
biff8 {} 台账 关于防汛的通知
biff8 {"codepage":936} 台账 关于防汛的通知
biff5 {} __ _______
biff5 {"codepage":936} __ _______
biff2 {} Sheet1 _______
biff2 {"codepage":936} Sheet1 _______
dbf {} Sheet1 _______
dbf {"codepage":936} Sheet1 _______
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
