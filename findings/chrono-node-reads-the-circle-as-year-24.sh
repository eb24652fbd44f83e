#!/bin/sh
# chrono-node 2.10.3 (npm), Chinese: it reads a year that is written with the circle ○, as in official documents for decades, as a year of antiquity.
# It does the same with a year of the Republic.
#
#   input     chrono.zh.hans of 二○二四年六月十八日 (U+25CB; GB 2312 has no 〇), of the same with 〇 (U+3007) and 零,
#             and of 民国三十八年十月一日
#   expected  18 June 2024 three times, or no date for the first; October 1949, or no date
#   found     18 June of the year 24 for the first, 1 October of the year 108 for the last; 〇 and 零 are right
#
# The parser ignores the characters before the part that it recognises, even if they belong to the same number, as 二 and 三 do here. If a list is
# sorted by such dates, the documents of 2001 to 2009 and since 2020 come before all others, without an error. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund chrono-node@2.10.3
cat >run.mjs <<'JS'
import * as chrono from "chrono-node";
for (const text of ["二○二四年六月十八日", "二〇二四年六月十八日", "二零二四年六月十八日", "民国三十八年十月一日"]) {
    const [found] = chrono.zh.hans.parse(text, new Date("2025-11-15T12:00:00"));
    const part = (name) => found.start.get(name);
    console.log(`${text}: ${found.text} = ${part("year")}-${part("month")}-${part("day")}`);
}
JS
node run.mjs >found
cat found
cat >recorded <<'TXT'
二○二四年六月十八日: 二四年六月十八日 = 24-6-18
二〇二四年六月十八日: 二〇二四年六月十八日 = 2024-6-18
二零二四年六月十八日: 二零二四年六月十八日 = 2024-6-18
民国三十八年十月一日: 十八年十月一日 = 108-10-1
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
