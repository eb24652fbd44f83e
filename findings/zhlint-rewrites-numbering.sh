#!/bin/sh
# zhlint 0.8.2 turns the point after the number of an item, 1.加强领导, into a Chinese full stop, and removes the wide space from a name. autocorrect-node
# 2.14.0 leaves the number unchanged, but replaces the wide space by an ordinary one.
#
#   input     1.加强领导, the third of the four levels of GB/T 9704—2012, 7.3.3 (the others beside it); 张　三、李某某 with the wide space U+3000
#   expected  1.加强领导: the README speaks of the point at the end of text (文字. to 文字。); 张　三, or a report
#   found     zhlint: 1。加强领导 and 张三; AutoCorrect: 1.加强领导 and 张 三 with U+0020
#
# The README of zhlint announces that it changes （一） to (一). With the wide space, a name of two characters is aligned with names of three, and a
# signature is set off from the margin; HTML and Markdown drop or join an ordinary space there. If a clerk runs either program over a document, its
# form becomes wrong and it will be sent back. The script needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund zhlint@0.8.2 autocorrect-node@2.14.0

cat >run.mjs <<'JS'
import autocorrect from "autocorrect-node";
import { run } from "zhlint";
for (const text of ["一、总则", "（一）原则", "1.加强领导", "（1）分工", "张　三、李某某"])
    console.log(`${text} | ${run(text, { rules: { preset: "default" } }).result} | ${autocorrect.format(text)}`);
JS
node run.mjs >found
cat found
cat >recorded <<'END'
一、总则 | 一、总则 | 一、总则
（一）原则 | (一) 原则 | （一）原则
1.加强领导 | 1。加强领导 | 1.加强领导
（1）分工 | (1) 分工 | （1）分工
张　三、李某某 | 张三、李某某 | 张 三、李某某
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
