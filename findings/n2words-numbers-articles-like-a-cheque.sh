#!/bin/sh
# n2words 4.0.0 (npm), zh-Hans-CN: for ordinary and for ordinal numbers, it writes the capital numerals of cheques, 第壹佰零壹 for 101st; with the option
# for common numerals, 12 is 一十二.
#
#   input     toCardinal and toOrdinal of 12, 101 and 2024, with the defaults and with { formal: false }; toCurrency for comparison
#   expected  十二 and 第十二, 一百零一 and 第一百零一, as in every law; the capital numerals belong to amounts
#   found     壹拾贰 and 第壹拾贰; with { formal: false } 一十二 and 第一十二, which is right within larger numbers only; 101 is right then
#
# A page that counts its articles or chapters with the package looks like a receipt, or has an article 一十二 that no search for 第十二条 finds. The script
# runs the package without mulu and fails if the behaviour changes. It needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund n2words@4.0.0
cat >run.mjs <<'JS'
import { toCardinal, toCurrency, toOrdinal } from "n2words/zh-Hans-CN";
for (const number of [12, 101, 2024])
    console.log(number, toCardinal(number), toOrdinal(number), toCurrency(number), toCardinal(number, { formal: false }), toOrdinal(number, { formal: false }));
JS
node run.mjs >found
cat found
cat >recorded <<'TXT'
12 壹拾贰 第壹拾贰 壹拾贰圆整 一十二 第一十二
101 壹佰零壹 第壹佰零壹 壹佰零壹圆整 一百零一 第一百零一
2024 贰仟零贰拾肆 第贰仟零贰拾肆 贰仟零贰拾肆圆整 二千零二十四 第二千零二十四
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
