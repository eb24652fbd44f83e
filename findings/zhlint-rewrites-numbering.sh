#!/bin/sh
# zhlint 0.8.2 makes a full stop of the point after an ordinal, 1.加强领导, and takes the wide space out of a name; autocorrect-node 2.14.0, which leaves
# the ordinal alone, makes an ordinary blank of the wide space.
#
#   input     1.加强领导, the third of the four levels of GB/T 9704—2012, 7.3.3 (the others beside it); 张　三、李某某 with the wide space U+3000
#   expected  1.加强领导: the README speaks of the point at the end of text (文字. to 文字。); 张　三, or a report
#   found     zhlint: 1。加强领导 and 张三; AutoCorrect: 1.加强领导 and 张 三 with U+0020
#
# That zhlint also makes （一） (一) is announced in its README. The wide space is how a name of two characters is set under names of three, and how a
# signature is set off from the margin; an ordinary blank there is joined or dropped by HTML and Markdown. A clerk who runs either over a document breaks
# the form for which it will be sent back. The script needs npm and a connection.

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
diff recorded found || { echo "another behaviour than recorded" && exit 1; }
