#!/bin/sh
# Miller 6.6.0 (Debian 12, 6.6.0-2+b3): from a csv with numbered items, 1. and 2., or with a rate as .5, it writes JSON that no JSON reader takes.
#
#   input     a csv with the columns 序号 and 比例 and the rows 1. | 0.5 and 2. | .5, and one with 一、 and 000014349; mlr --icsv --ojson cat
#   expected  1 or "1.": in JSON a number has a digit on both sides of its point, and "cat" has nothing to compute
#   found     "序号": 1. and "比例": .5, with exit status 0; Python's json and Node.js refuse the text. 000014349 is written as text and is right
#
# The point after an item's number is the usual mark of official lists. Miller takes 1. for a number and keeps its form. -A and -O change nothing; -S
# makes every value text, and so does string() for one column. Needs Debian 12's miller, python3 and Node.js.

set -eu
command -v mlr >/dev/null || { echo "Miller is missing" && exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
printf '序号,比例\n1.,0.5\n2.,.5\n' >points.csv
printf '序号,代码\n一、,000014349\n' >plain.csv
for name in points plain; do mlr --icsv --ojson cat $name.csv >$name.json; done
for option in -S -A -O; do mlr --icsv --ojson $option cat points.csv >with$option.json; done
mlr --icsv --ojson put '$序号 = string($序号) . ""; $比例 = string($比例) . ""' points.csv >text.json
cat >read.py <<'PY'
import json
import sys

for name in sys.argv[1:]:
    try:
        print(name, "read", json.load(open(name, encoding="utf-8")))
    except json.JSONDecodeError:
        print(name, "refused")
PY
{
    mlr --version
    cat points.json
    python3 read.py points.json plain.json with-S.json with-A.json with-O.json text.json
    node -e 'try { JSON.parse(require("fs").readFileSync("points.json", "utf8")); console.log("Node.js read"); } catch { console.log("Node.js refused"); }'
} >found
cat found
cat >recorded <<'TXT'
mlr 6.6.0
[
{
  "序号": 1.,
  "比例": 0.5
},
{
  "序号": 2.,
  "比例": .5
}
]
points.json refused
plain.json read [{'序号': '一、', '代码': '000014349'}]
with-S.json read [{'序号': '1.', '比例': '0.5'}, {'序号': '2.', '比例': '.5'}]
with-A.json refused
with-O.json refused
text.json read [{'序号': '1.', '比例': '0.5'}, {'序号': '2.', '比例': '.5'}]
Node.js refused
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
