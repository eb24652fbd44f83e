#!/bin/sh
# chinese-numbers-converter 2.3.1 (npm): 一亿零五百万 becomes 1000005000000, and numerals side by side are added up or glued: 十二五规划 is plan 35.
#
#   input     toArabicString of 总投资一亿零五百万元, 总投资一亿元, 总投资三千五百万元, 十二五规划, 四五十人, 张三 and 一带一路
#   expected  105000000, 100000000 and 35000000; the other four unchanged, or 12五, because they are a name of the twelfth plan, an estimate, a
#             placeholder of a person and a name
#   found     1000005000000, nearly ten thousand times as much, while the others are right; 35规划, 450人, 张3, 1带1路
#
# A sum of money that a list computes from such text, or a search index with both forms of a number, is wrong by four digits and without a sign of it.
# Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund chinese-numbers-converter@2.3.1
cat >run.cjs <<'JS'
const Numbers = require("chinese-numbers-converter");
for (const text of ["总投资一亿零五百万元", "总投资一亿元", "总投资三千五百万元", "十二五规划", "四五十人", "张三", "一带一路"])
    console.log(text, new Numbers(text).toArabicString());
JS
node run.cjs >found
cat found
cat >recorded <<'TXT'
总投资一亿零五百万元 总投资1000005000000元
总投资一亿元 总投资100000000元
总投资三千五百万元 总投资35000000元
十二五规划 35规划
四五十人 450人
张三 张3
一带一路 1带1路
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
