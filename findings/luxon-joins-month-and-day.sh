#!/bin/sh
# luxon 3.7.2 (npm) in Node.js 20 (ICU 78), locale zh-CN: with the token for the name of the month, it writes 18 June 2024 as 2024年618日, and 8 January
# as 2024年18日.
#
#   input     toFormat("yyyy年MMMMd日") and "yyyy年MMMd日" of 18 June, 8 January and 11 November 2024; for comparison the standalone token LLLL and
#             toLocaleString
#   expected  2024年六月18日 or 2024年6月18日, since MMMM is "month as an unabbreviated localized string", and the word 月 belongs to the name of the month
#   found     the bare number of the month, directly before the day; LLLL gives 六月
#
# 2024年111日 is 1 November or 11 January, and 2024年18日 looks like a day without a month. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund luxon@3.7.2
cat >run.cjs <<'JS'
const { DateTime } = require("luxon");
for (const [month, day] of [[6, 18], [1, 8], [1, 11], [11, 1]]) {
    const date = DateTime.local(2024, month, day, { locale: "zh-CN" });
    const forms = ["yyyy年MMMMd日", "yyyy年MMMd日", "yyyy年LLLLd日"].map((form) => date.toFormat(form));
    console.log(date.toISODate(), ...forms, date.toLocaleString(DateTime.DATE_FULL));
}
JS
node run.cjs >found
cat found
cat >recorded <<'TXT'
2024-06-18 2024年618日 2024年618日 2024年六月18日 2024年6月18日
2024-01-08 2024年18日 2024年18日 2024年一月8日 2024年1月8日
2024-01-11 2024年111日 2024年111日 2024年一月11日 2024年1月11日
2024-11-01 2024年111日 2024年111日 2024年十一月1日 2024年11月1日
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
