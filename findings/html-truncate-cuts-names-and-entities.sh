#!/bin/sh
# html-truncate 1.2.2 (npm), which shortens HTML: it cuts a rare character of a name in half and an entity in the middle, and makes 120 of the number
# 1200.
#
#   input     the first four characters of <p>任命李𬱖为科长</p>, three of <p>a&nbsp;b</p>, and five of a table with the cells 甲局 and 1200
#   expected  任命李𬱖, "a b" with its no-break space, and no part of a number
#   found     任命李 with half a character (U+D873), a&n..., and 120... in the cell
#
# The excerpt of a notice is no longer valid text, and 120 is another amount than 1200. The script runs the package without mulu and fails if the
# behaviour changes. It needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund html-truncate@1.2.2
cat >run.cjs <<'JS'
const truncate = require("html-truncate");
for (const [page, length] of [["<p>任命李𬱖为科长</p>", 4], ["<p>a&nbsp;b</p>", 3], ["<table><tr><td>甲局</td><td>1200</td></tr></table>", 5]])
    console.log(page, length, "→", JSON.stringify(truncate(page, length)));
JS
node run.cjs >found
cat found
cat >recorded <<'TXT'
<p>任命李𬱖为科长</p> 4 → "<p>任命李\ud873...</p>"
<p>a&nbsp;b</p> 3 → "<p>a&n...</p>"
<table><tr><td>甲局</td><td>1200</td></tr></table> 5 → "<table><tr><td>甲局</td><td>120...</td></tr></table>"
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
