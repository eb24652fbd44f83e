#!/bin/sh
# chinese-days 1.5.7 (npm, holidays and calendar): it puts the beginning of autumn (立秋) of every year from 1949 to 1999 at the end of August, twenty
# days late and after the term that follows it; in the summer of 1996, its lunar dates are one day early.
#
#   input     getSolarTerms for 1949 to 2026, compared day by day with lunar-typescript 1.8.6; getLunarDate from 15 July 1996
#   expected  立秋 on 7, 8 or 9 August, before 处暑 on 23 August; 15 July 1996 is 五月三十, as ICU in Node.js 20 has it (the new moon was at 0:15 on 16 July,
#             Beijing time)
#   found     立秋 on 27 or 28 August in 51 of 51 years before 2000, right in all years after; 15 July 1996 is 六月初一; the error lasts two months
#
# Dates of old records by term or lunar day are converted to wrong days. The years that people try are right. Needs node 20, npm and a network
# connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund chinese-days@1.5.7 lunar-typescript@1.8.6

cat >run.mjs <<'JS'
import days from "chinese-days";
import { Solar } from "lunar-typescript";
const far = { before: 0, after: 0 };
for (let year = 1949; year <= 2026; year++) {
  const { date } = days.getSolarTerms(`${year}-08-01`, `${year}-08-31`).find(({ name }) => name === "立秋");
  const [, month, day] = date.split("-").map(Number);
  const right = Solar.fromYmd(year, month, day).getLunar().getJieQi() === "立秋";
  if (!right) far[year < 2000 ? "before" : "after"]++;
  if ([1949, 1978, 1999, 2000, 2024].includes(year)) console.log("立秋", date, right ? "right" : "wrong");
}
console.log("wrong years from 1949 to 1999:", far.before, "from 2000 to 2026:", far.after);
console.log("August 1978:", days.getSolarTerms("1978-08-01", "1978-08-31").map(({ name, date }) => name + " " + date).join(", "));
const icu = new Intl.DateTimeFormat("zh-u-ca-chinese", { month: "numeric", day: "numeric", timeZone: "UTC" });
let wrong = [];
for (let time = Date.UTC(1949, 0, 1); time < Date.UTC(2027, 0, 1); time += 864e5) {
  const date = new Date(time).toISOString().slice(0, 10);
  const lunar = Solar.fromYmd(...date.split("-").map(Number)).getLunar();
  const { lunarMon, lunarDay } = days.getLunarDate(date);
  if (Math.abs(lunar.getMonth()) !== lunarMon || lunar.getDay() !== lunarDay) wrong.push(date);
  if (date === "1996-07-15") console.log(date, `chinese-days ${lunarMon}-${lunarDay} lunar-typescript ${lunar.getMonth()}-${lunar.getDay()} ICU ${icu.format(time)}`);
}
console.log("lunar dates that differ from 1949 to 2026:", wrong.length, "from", wrong[0], "to", wrong.at(-1));
JS
node run.mjs >found
cat found
cat >recorded <<'TXT'
立秋 1949-08-28 wrong
立秋 1978-08-28 wrong
立秋 1999-08-28 wrong
立秋 2000-08-07 right
立秋 2024-08-07 right
wrong years from 1949 to 1999: 51 from 2000 to 2026: 0
August 1978: 立秋 1978-08-28, 处暑 1978-08-23
1996-07-15 chinese-days 6-1 lunar-typescript 5-30 ICU 5-30
lunar dates that differ from 1949 to 2026: 60 from 1996-07-15 to 1996-10-11
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
