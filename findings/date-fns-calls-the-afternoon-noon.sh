#!/bin/sh
# date-fns 4.4.0 (npm), locale zhCN: with the token for the part of the day (B), half past three in the afternoon is written as "noon". The package
# cannot read the words that it writes itself for the night, the morning and a quarter of the year.
#
#   input     format(…, "Bh:mm") at 3:30, 9:30, 12:30, 15:30 and 20:30, format(…, "yyyy年QQQQ"); parse of each result with the same format
#   expected  下午3:30, as Intl.DateTimeFormat with dayPeriod gives it; every text is read as it was written
#   found     中午3:30; 夜间3:30, 早晨9:30 and 2024年第四季度 are "Invalid Date"
#
# A hearing cannot be at 中午3:30. Reports and budgets are dated by quarters, and the quarter is lost when their table is read again. Needs npm and a
# network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund date-fns@4.4.0
cat >run.cjs <<'JS'
const { format, parse, isValid } = require("date-fns");
const { zhCN, enUS } = require("date-fns/locale");
const show = (date, form, locale) => {
    const written = format(date, form, { locale });
    const read = parse(written, form, new Date(2024, 0, 1), { locale });
    return `${written} ${isValid(read) ? format(read, "yyyy-MM-dd HH:mm") : "Invalid Date"}`;
};
for (const hour of [3, 9, 12, 15, 20]) console.log(show(new Date(2024, 0, 1, hour, 30), "Bh:mm", zhCN));
for (const locale of [enUS, zhCN]) console.log(show(new Date(2024, 9, 1), "yyyy年QQQQ", locale));
JS
node run.cjs >found
cat found
cat >recorded <<'TXT'
夜间3:30 Invalid Date
早晨9:30 Invalid Date
中午12:30 2024-01-01 12:30
中午3:30 2024-01-01 15:30
晚上8:30 2024-01-01 20:30
2024年4th quarter 2024-10-01 00:00
2024年第四季度 Invalid Date
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
