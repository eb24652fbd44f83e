#!/bin/sh
# SheetJS 0.18.5 (npm xlsx, the last version there): it shows a number in Chinese capital numerals as an amount in dollars.
#
#   input     45461 with the format that Chinese Excel offers as 中文大写数字, [DBNum2][$-804]General; with [$-804]0.00; a date with [$-804]aaaa (weekday)
#   expected  肆万伍仟肆佰陆拾壹, or the plain number, because the numerals are not supported; 45461.00; 星期二 or a date
#   found     $45461, $45461.00, $aaaa
#
# [$-804] states the language (Chinese) and no currency: the part before the hyphen, which would be a currency, is empty, and the package inserts a
# dollar sign. The sign is in the shown text (w), which goes into CSV and HTML; with [$¥-804] the sign is right. A list of contracts in yuan is
# published in dollars. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund xlsx@0.18.5

cat >run.mjs <<'JS'
import XLSX from "xlsx";
const formats = ["[DBNum2][$-804]General", "[$-804]0.00", "[$-804]aaaa", '[$-804]yyyy"年"m"月"d"日"', "[$¥-804]#,##0.00"];
const sheet = XLSX.utils.aoa_to_sheet([formats.map(() => 45461)]);
formats.forEach((z, column) => (sheet[XLSX.utils.encode_cell({ r: 0, c: column })].z = z));
const book = XLSX.utils.book_new();
XLSX.utils.book_append_sheet(book, sheet, "甲");
const read = XLSX.read(XLSX.write(book, { type: "buffer", bookType: "xlsx" })).Sheets.甲;
formats.forEach((z, column) => console.log(z, "→", read[XLSX.utils.encode_cell({ r: 0, c: column })].w));
console.log(XLSX.utils.sheet_to_csv(read));
JS
node run.mjs >found
cat found
cat >recorded <<'END'
[DBNum2][$-804]General → $45461
[$-804]0.00 → $45461.00
[$-804]aaaa → $aaaa
[$-804]yyyy"年"m"月"d"日" → 2024年6月18日
[$¥-804]#,##0.00 → ¥45,461.00
$45461,$45461.00,$aaaa,2024年6月18日,"¥45,461.00"
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
