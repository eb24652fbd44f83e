#!/bin/sh
# cli-table3 0.6.5 (npm), wordWrap: a cell of Chinese text is not wrapped but cut, and with wrapOnWordBoundary false the middle of a document number
# disappears.
#
#   input     a table with columns of 12 and 14 and the rows 国办发〔2024〕18号, 关于印发工作要点的通知 and No. 18 of 2024, Notice on the key points; wordWrap: true,
#             without and with wrapOnWordBoundary: false
#   expected  lines that hold the whole text, as for the English row
#   found     国办发〔2… and 关于印发工…; with the second option 国办发〔2… above 8号, without 024〕1
#
# The package divides by the number of characters and then cuts each line by its width on the screen, and a Chinese character is two columns wide.
# Reports on the terminal show numbers that belong to other documents. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund cli-table3@0.6.5
cat >run.cjs <<'JS'
const Table = require("cli-table3");
for (const more of [{}, { wrapOnWordBoundary: false }]) {
    const table = new Table({ colWidths: [12, 14], wordWrap: true, style: { head: [], border: [] }, ...more });
    table.push(["国办发〔2024〕18号", "关于印发工作要点的通知"], ["No. 18 of 2024", "Notice on the key points"]);
    console.log(table.toString());
}
JS
node run.cjs >found
cat found
cat >recorded <<'TXT'
┌────────────┬──────────────┐
│ 国办发〔2… │ 关于印发工…  │
├────────────┼──────────────┤
│ No. 18 of  │ Notice on    │
│ 2024       │ the key      │
│            │ points       │
└────────────┴──────────────┘
┌────────────┬──────────────┐
│ 国办发〔2… │ 关于印发工…  │
│ 8号        │              │
├────────────┼──────────────┤
│ No. 18 of  │ Notice on th │
│ 2024       │ e key points │
└────────────┴──────────────┘
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
