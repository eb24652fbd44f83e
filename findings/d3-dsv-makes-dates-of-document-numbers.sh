#!/bin/sh
# d3-dsv 3.0.2 (npm), autoType: document numbers of a year become the first day of a month, from number 13 on an invalid date, and 30 February becomes 1
# March.
#
#   input     a csv with one column 文号: 2024-11, 2024-12, 2024-13, 2024-1, 0031 and 2024-02-30; csvParse(text, autoType)
#   expected  the texts of the column, or dates in all lines that have one form; 2024-02-30 stays text, because that day does not exist
#   found     dates for 11 and 12, Invalid Date for 13, which JSON writes as null; 2024-1 stays text; 31 without its zeros; 2024-03-01
#
# The function looks at the digits of each cell alone, not at the range of the month. A test with the first twelve documents of a year shows dates, and
# the thirteenth number is lost. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund d3-dsv@3.0.2
cat >run.mjs <<'JS'
import { autoType, csvParse } from "d3-dsv";
const text = "文号\n2024-11\n2024-12\n2024-13\n2024-1\n0031\n2024-02-30\n";
const rows = csvParse(text, autoType);
csvParse(text).forEach((row, i) => console.log(row.文号, typeof rows[i].文号, JSON.stringify(rows[i].文号)));
JS
node run.mjs >found
cat found
cat >recorded <<'TXT'
2024-11 object "2024-11-01T00:00:00.000Z"
2024-12 object "2024-12-01T00:00:00.000Z"
2024-13 object null
2024-1 string "2024-1"
0031 number 31
2024-02-30 object "2024-03-01T00:00:00.000Z"
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
