#!/bin/sh
# natural-orderby 5.0.0 (npm), which sorts in "the human way": it puts section 3.10 before 3.9 if a title follows the number, and December before
# February in 2024.12. It leaves index numbers of twenty digits in the order of the input.
#
#   input     orderBy of 3.10 决算, 3.9 预算, 3.1 总则; of 附件3.10, 附件3.9; of 2024.12, 2024.2; of three numbers of twenty digits that differ in the last
#             digit
#   expected  3.1, 3.9, 3.10, as 附件3.1, 附件3.9, 附件3.10 are sorted; February before December; ascending numbers
#   found     3.1, 3.10, 3.9; 2024.12, 2024.2; …102, …101, …103. With 附件 before the number the order is right. natural-compare 1.4.0 puts 3.9 first,
#             but treats the long numbers in the same way
#
# A table of contents by sections is in a wrong order, and the order of a list by index numbers changes with every run of the crawler. Needs npm and a
# network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund natural-orderby@5.0.0 natural-compare@1.4.0
cat >run.cjs <<'JS'
const { orderBy } = require("natural-orderby");
const compare = require("natural-compare");
for (const list of [
    ["3.10 决算", "3.9 预算", "3.1 总则"],
    ["附件3.10", "附件3.9", "附件3.1"],
    ["2024.12", "2024.2"],
    ["11010119490100000102", "11010119490100000101", "11010119490100000103"],
]) {
    console.log("natural-orderby", orderBy(list).join(", "));
    console.log("natural-compare", [...list].sort(compare).join(", "));
}
JS
node run.cjs >found
cat found
cat >recorded <<'TXT'
natural-orderby 3.1 总则, 3.10 决算, 3.9 预算
natural-compare 3.1 总则, 3.9 预算, 3.10 决算
natural-orderby 附件3.1, 附件3.9, 附件3.10
natural-compare 附件3.1, 附件3.9, 附件3.10
natural-orderby 2024.12, 2024.2
natural-compare 2024.2, 2024.12
natural-orderby 11010119490100000102, 11010119490100000101, 11010119490100000103
natural-compare 11010119490100000102, 11010119490100000101, 11010119490100000103
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
