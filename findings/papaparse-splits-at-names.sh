#!/bin/sh
# Papa Parse 5.7.1 (npm), with its defaults: it divides a short list of two columns at the semicolons between the persons in a cell, and not at the
# commas between the columns.
#
#   input     项目,负责人 / 道路,张某;李某;王某 / 桥梁,赵某;钱某;孙某, each line ended by a line break; Papa.parse(text, { header: true }); the same without the last line
#             break
#   expected  two columns, 项目 and 负责人: every line has exactly one comma, and the head has no semicolon
#   found     one column 项目,负责人 with 道路,张某; the other persons are outside any column; without the last line break, the result is right
#
# The package counts the empty text after the last line break as a row with one column, so the average for the comma is below two. Nearly every csv
# ends with a line break, and registers of responsible persons have this form. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund papaparse@5.7.1
cat >run.mjs <<'JS'
import Papa from "papaparse";
const text = "项目,负责人\n道路,张某;李某;王某\n桥梁,赵某;钱某;孙某";
for (const end of ["", "\n"]) {
    const { data, meta } = Papa.parse(text + end, { header: true });
    console.log(JSON.stringify(end), "delimiter", meta.delimiter, "columns", meta.fields.join(" | "), "first row", JSON.stringify(data[0]));
}
JS
node run.mjs >found
cat found
cat >recorded <<'TXT'
"" delimiter , columns 项目 | 负责人 first row {"项目":"道路","负责人":"张某;李某;王某"}
"\n" delimiter ; columns 项目,负责人 first row {"项目,负责人":"道路,张某","__parsed_extra":["李某","王某"]}
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
