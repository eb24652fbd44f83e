#!/bin/sh
# lunar-calendar 0.1.4 (npm): in a year with a leap month, lunarToSolar counts the leap month as a month of its own, so 八月十五 of 2025 is 6 September
# instead of 6 October.
#
#   input     lunarToSolar of 5-5, 8-15 and 9-9 in 2024, 2025 (leap sixth month) and 2026; solarToLunar of 6 October 2025
#   expected  10 June, 17 September and 11 October 2024; 31 May, 6 October and 29 October 2025; 19 June, 25 September and 18 October 2026
#   found     6 September and 30 September for 8-15 and 9-9 in 2025, the others right; 6 October is month 9 and, in the same result, 八月
#
# The documentation says it, in a comment on the range of the month from 1 to 13, and no name or error reminds of it. About one year in three has a leap
# month, so a test with the festivals of two or three years may pass. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund lunar-calendar@0.1.4
cat >run.cjs <<'JS'
const calendar = require("lunar-calendar");
for (const year of [2024, 2025, 2026])
    console.log(year, [[5, 5], [8, 15], [9, 9]].map(([month, day]) => Object.values(calendar.lunarToSolar(year, month, day)).join("-")).join(" "));
const { lunarMonth, lunarMonthName, lunarDayName } = calendar.solarToLunar(2025, 10, 6);
console.log("2025-10-6", lunarMonth, lunarMonthName, lunarDayName);
JS
node run.cjs >found
cat found
cat >recorded <<'TXT'
2024 2024-6-10 2024-9-17 2024-10-11
2025 2025-5-31 2025-9-6 2025-9-30
2026 2026-6-19 2026-9-25 2026-10-18
2025-10-6 9 八月 十五
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
