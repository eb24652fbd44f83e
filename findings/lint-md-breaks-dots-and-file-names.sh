#!/bin/sh
# @lint-md/core 2.4.0 (npm; lint-md for Markdown in Chinese): its repairs turn the first of three dots into a Chinese full stop, divide the numbers of
# documents, and put a full stop into the name of a file.
#
#   input     lintMarkdown with repairs of 等等..., 1.加强领导, 附件:1.名单.docx, 甲政发〔2024〕12号 and 3月5日-6月7日
#   expected  …… or ... for the dots; the number of an item and of a document as GB/T 9704—2012 writes them (1.加强领导, 〔2024〕12号); 名单.docx
#   found     等等。.., 1。加强领导, 附件：1。名单。docx, 甲政发〔2024〕12 号, 3 月 5 日-6 月 7 日; a second run finds nothing more to mend
#
# The tool reports the result as stable, so a repository of notices is rewritten without a question. (zhlint does other things to the same forms.) The
# script runs the package without mulu and fails if the behaviour changes. It needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @lint-md/core@2.4.0
cat >run.cjs <<'JS'
const { lintMarkdown } = require("@lint-md/core");
for (const text of ["等等...", "1.加强领导", "附件:1.名单.docx", "甲政发〔2024〕12号", "3月5日-6月7日"]) {
    const once = lintMarkdown(text, {}, true).fixedResult.result;
    console.log(text, "→", once, lintMarkdown(once, {}, true).lintResult.length);
}
JS
node run.cjs >found
cat found
cat >recorded <<'TXT'
等等... → 等等。.. 0
1.加强领导 → 1。加强领导 0
附件:1.名单.docx → 附件：1。名单。docx 0
甲政发〔2024〕12号 → 甲政发〔2024〕12 号 0
3月5日-6月7日 → 3 月 5 日-6 月 7 日 0
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
