#!/bin/sh
# cnchar 3.2.6 (npm): sortStroke sorts names by the sum of the strokes of all characters, and spell with the option array cuts a rare character in two.
#
#   input     sortStroke of the made-up names 丁一丽, 马大 and 王晓霞, 石一; spell of 王𬱖 (U+2CC56) as text and with array
#   expected  丁 (2 strokes) before 马 (3), 王 (4) before 石 (5): lists of persons follow the surname; two elements for two characters
#   found     马大 (6 strokes) before 丁一丽 (10), 石一 before 王晓霞; Wang𬱖 as text, but three elements, of which the last two are halves of a character
#
# Short names come first and long names last, which no reader of an official list expects. Half characters cannot be written as UTF-8, so a file of such
# readings has replacement characters. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund cnchar@3.2.6
cat >run.cjs <<'JS'
const cnchar = require("cnchar");
for (const names of [["丁一丽", "马大"], ["王晓霞", "石一"]])
    console.log(names.join(" "), "strokes", names.map((name) => cnchar.stroke(name)).join(" "), "->", cnchar.sortStroke([...names]).join(" "));
console.log(cnchar.spell("王𬱖"), JSON.stringify(cnchar.spell("王𬱖", "array")));
JS
node run.cjs >found
cat found
cat >recorded <<'TXT'
丁一丽 马大 strokes 10 6 -> 马大 丁一丽
王晓霞 石一 strokes 31 6 -> 石一 王晓霞
Wang𬱖 ["Wang","\ud873","\udc56"]
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
