#!/bin/sh
# chinese-workday 1.16.1 (npm): in a year that it has no data for, 1 October is a working day, and getFestival names it 工作日.
#
#   input     isWorkday, isHoliday and getFestival for 1 October of 2008, 2024, 2026 and 2027, and for 6 February 2027, a Saturday and the first day of
#             the lunar year; countWorkdays for the first week of October 2027
#   expected  an error or no answer for years without data; New Year's Day and National Day are holidays by regulation in every year
#   found     a working day named 工作日 in 2008 and 2027, as sure as the answers for 2024; five working days in the week of National Day; 6 February is a
#             mere 周末
#
# The arrangement for a year is published late in the year before, and until then the data are missing. A term that is counted over those weeks ends
# too early, and nothing tells that it does. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund chinese-workday@1.16.1
cat >run.mjs <<'JS'
import * as workday from "chinese-workday";
for (const date of ["2008-10-01", "2024-10-01", "2026-10-01", "2027-10-01", "2027-02-06"])
    console.log(date, "workday", workday.isWorkday(date), "holiday", workday.isHoliday(date), workday.getFestival(date));
console.log("workdays in 2027-10-01 to 2027-10-07:", workday.countWorkdays("2027-10-01", "2027-10-07"));
JS
node run.mjs >found
cat found
cat >recorded <<'TXT'
2008-10-01 workday true holiday false 工作日
2024-10-01 workday false holiday true 国庆节
2026-10-01 workday false holiday true 国庆节
2027-10-01 workday true holiday false 工作日
2027-02-06 workday false holiday true 周末
workdays in 2027-10-01 to 2027-10-07: 5
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
