#!/bin/sh
# csvtojson 2.0.14 (npm), with its defaults: it divides the names of numbered columns, which are usual on official forms, at the point, and two
# columns whose names begin with the same number become one object.
#
#   input     a csv with the columns 序号, 1.单位, 2.1预算, 2.2决算 and 占比（0.5以上）; csvtojson().fromString
#   expected  five names with five values, as csv-parse and Papa Parse give them
#   found     {"1":{"单位":…},"2":{"1预算":…,"2决算":…},"序号":…,"占比（0":{"5以上）":…}}: the numbers come first, whatever the order of the columns
#
# The forms that an office has to fill in number their columns. A page that shows the columns by name is empty there. The option flatKeys prevents
# this. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund csvtojson@2.0.14
cat >run.mjs <<'JS'
import csvtojson from "csvtojson";
const csv = "序号,1.单位,2.1预算,2.2决算,占比（0.5以上）\n1,甲局,12,13,0.6\n";
for (const options of [{}, { flatKeys: true }]) console.log(JSON.stringify((await csvtojson(options).fromString(csv))[0]));
JS
node run.mjs >found
cat found
cat >recorded <<'TXT'
{"1":{"单位":"甲局"},"2":{"1预算":"12","2决算":"13"},"序号":"1","占比（0":{"5以上）":"0.6"}}
{"序号":"1","1.单位":"甲局","2.1预算":"12","2.2决算":"13","占比（0.5以上）":"0.6"}
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
