#!/bin/sh
# segmentit 2.0.3 and segment 0.1.3 (npm): 1,200万元 is cut into 1 and 200万元, and 12,000元 into 12 and 000.
#
#   input     预算1,200万元, 12,000元, 3.5亿元
#   expected  one token for the number of each amount; the decimal point does not divide a number either
#   found     200万元 is a token with its unit, as if the amount were two millions; 000 is a token; 3.5 stays whole
#
# The comma is written in amounts of budgets and of accounts, and both packages give 200万元 as one word. A search for 200万元 then finds a plan of 12
# millions, and a list of amounts that is taken from the words is wrong. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund segmentit@2.0.3 segment@0.1.3
cat >run.cjs <<'JS'
const { Segment } = require("segment");
const segmentit = require("segmentit");
const node = new Segment();
node.useDefault();
const browser = segmentit.useDefault(new segmentit.Segment());
for (const text of ["预算1,200万元", "12,000元", "3.5亿元"])
    console.log(text, "|", node.doSegment(text, { simple: true }).join(" "), "|", browser.doSegment(text, { simple: true }).join(" "));
JS
node run.cjs >found
cat found
cat >recorded <<'TXT'
预算1,200万元 | 预算 1 , 200万元 | 预算 1 , 200万元
12,000元 | 12 , 000 元 | 12 , 000 元
3.5亿元 | 3.5 亿 元 | 3.5 亿 元
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
