#!/bin/sh
# reading-time 1.5.0 and word-counting 1.1.4 (npm): 〇 is no character to them, so 二〇二四年 has four words by one and is cut in two by the other.
#
#   input     二〇二四年 and 二零二四年, which say the same year, and 㐂 (U+3402) twice, a rare character of names
#   expected  the same count for both forms, five by reading-time, which counts each Chinese character; two for the rare characters
#   found     4 and 5 by reading-time, 2 and 1 by word-counting; 1 for the two rare characters by both
#
# The official form of a year in Chinese numerals has 〇. Lengths that a catalogue states differ from those of an office program, and texts with many
# dates most. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund reading-time@1.5.0 word-counting@1.1.4
cat >run.cjs <<'JS'
const readingTime = require("reading-time");
const wordCounting = require("word-counting").default ?? require("word-counting");
for (const text of ["二〇二四年", "二零二四年", "㐂㐂"])
    console.log(text, readingTime(text).words, JSON.stringify(wordCounting(text)));
JS
node run.cjs >found
cat found
cat >recorded <<'TXT'
二〇二四年 4 {"wordsCount":2}
二零二四年 5 {"wordsCount":1}
㐂㐂 1 {"wordsCount":1}
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
