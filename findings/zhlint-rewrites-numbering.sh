#!/bin/sh
# zhlint 0.8.2 rewrites three of the four levels of numbering that the standard of official documents prescribes; autocorrect-node 2.14.0, which leaves
# them alone, rewrites the wide space.
#
#   input     一、总则 （一）原则 1.加强领导 （1）分工   the levels of GB/T 9704—2012, 7.3.3
#   expected  unchanged, or at most a blank beside a digit, which both announce
#   found     一、总则 (一) 原则 1。加强领导 (1) 分工
#
# zhlint takes the point after a digit for the end of a sentence, and exchanges the full-width brackets for narrow ones. AutoCorrect turns the wide space
# of the standard (张　三, as names of two characters are set under names of three; the distance from the margin in a signature) into an ordinary blank,
# which HTML and Markdown then drop or join. A clerk who runs either over a document breaks the form for which it will be sent back. The script needs
# npm and a connection.

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
