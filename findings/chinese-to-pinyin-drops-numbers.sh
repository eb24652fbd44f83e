#!/bin/sh
# chinese-to-pinyin 1.3.1 and simple-pinyin 4.0.0 (npm): digits and Latin letters are dropped, so that all issues of a bulletin and all classes of a
# scheme get one pinyin.
#
#   input     2024年第18号, 2023年第9号, A类 and B类; chinese-to-pinyin also with keepRest
#   expected  what is no Chinese character stays, as other converters have it: 2024 nian di 18 hao
#   found     nian di hao for both numbers, lei for both classes; with keepRest 2024nian di18hao, without a blank after the digits
#
# Addresses and sort keys made from pinyin must tell documents apart, and these names differ only in their digits. The second document overwrites the
# page of the first. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund chinese-to-pinyin@1.3.1 simple-pinyin@4.0.0
cat >run.cjs <<'JS'
const toPinyin = require("chinese-to-pinyin");
const simple = require("simple-pinyin").default;
for (const text of ["2024年第18号", "2023年第9号", "A类", "B类"])
    console.log(text, "|", toPinyin(text, { removeTone: true }), "|", toPinyin(text, { removeTone: true, keepRest: true }), "|", simple(text).join(" "));
JS
node run.cjs >found
cat found
cat >recorded <<'TXT'
2024年第18号 | nian di hao | 2024nian di18hao | nian di hao
2023年第9号 | nian di hao | 2023nian di9hao | nian di hao
A类 | lei | Alei | lei
B类 | lei | Blei | lei
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
