#!/bin/sh
# natural-orderby 5.0.0 (npm), "the human way" of sorting: section 3.10 comes before 3.9 as soon as a title follows, December before February in 2024.12, and index numbers of twenty digits
# keep the order they came in.
#
#   input     orderBy of 3.10 决算, 3.9 预算, 3.1 总则; of 附件3.10, 附件3.9; of 2024.12, 2024.2; of three numbers of twenty digits that differ in the last one
#   expected  3.1, 3.9, 3.10, as 附件3.1, 附件3.9, 附件3.10 are sorted; February before December; ascending numbers
#   found     3.1, 3.10, 3.9; 2024.12, 2024.2; …102, …101, …103. With 附件 before the number the order is right. natural-compare 1.4.0 has 3.9 first, and the numbers like it
#
# A contents page by sections and a list by index numbers come out in another order on each run of the crawler. The script runs the packages without mulu, and fails if
# the behaviour changes. It needs npm and a network connection.

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
