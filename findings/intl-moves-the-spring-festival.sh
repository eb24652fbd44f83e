#!/bin/sh
# Intl.DateTimeFormat with the Chinese calendar, in Node.js 20 (ICU 78) and Chromium 156 (Debian 12): the Spring Festivals of 2027 and 2030 and one
# month of 2018 begin on a wrong day, and the leap month of 1987 is another month.
#
#   input     new Intl.DateTimeFormat("zh-u-ca-chinese", { dateStyle: "long", timeZone: "Asia/Shanghai" }) of 8 November 2018, 6 February 2027, 3
#             February 2030 and 1 August 1987; the same with lunar-javascript 1.7.7 (npm)
#   expected  十月初一, 正月初一 twice, and the leap sixth month, 闰六月初七, by the calendar of the Purple Mountain Observatory (GB/T 33661—2017)
#   found     十月初二, 腊月三十 (the eve), 正月初二, and 七月初七; of the days from March 1901 to 2099, more than 400 get a wrong day or month
#
# Holidays are announced by this calendar (春节 is 农历正月初一). Office hours, deadlines in working days and lunar dates of old documents are therefore one
# day off, although the function is built into every browser. Needs npm and a network connection; the results in the browser were compared by hand.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund lunar-javascript@1.7.7
cat >run.cjs <<'JS'
const { Solar } = require("lunar-javascript");
const ours = new Intl.DateTimeFormat("zh-u-ca-chinese", { dateStyle: "long", timeZone: "Asia/Shanghai" });
const lunar = (year, month, day) => {
    const date = Solar.fromYmd(year, month, day).getLunar();
    return [date.getMonth(), date.getDay()];
};
for (const day of ["1987-08-01", "2018-11-08", "2024-02-10", "2027-02-06", "2030-02-03"]) {
    const [month, date] = lunar(...day.split("-").map(Number));
    console.log(day, month, date, ours.format(new Date(`${day}T12:00:00+08:00`)));
}
const numbers = new Intl.DateTimeFormat("en-u-ca-chinese", { month: "numeric", day: "numeric", timeZone: "UTC" });
let other = 0;
for (let time = Date.UTC(1901, 2, 1); time < Date.UTC(2100, 0, 1); time += 864e5) {
    const day = new Date(time);
    const [month, date] = lunar(day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate());
    const parts = Object.fromEntries(numbers.formatToParts(day).map((part) => [part.type, part.value]));
    if (parts.month !== (month < 0 ? `${-month}bis` : `${month}`) || parts.day !== `${date}`) other += 1;
}
console.log(other);
JS
node run.cjs >found
cat found
cat >recorded <<'TXT'
1987-08-01 -6 7 1987丁卯年七月初七
2018-11-08 10 1 2018戊戌年十月初二
2024-02-10 1 1 2024甲辰年正月初一
2027-02-06 1 1 2026丙午年腊月三十
2030-02-03 1 1 2030庚戌年正月初二
417
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
