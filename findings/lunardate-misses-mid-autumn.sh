#!/bin/sh
# lunardate 0.3.0 (Python): it puts the mid-autumn festival of 1978 on 16 September, one day before the official date in China.
#
#   input     17 September 1978 and 25 November 1954 converted to the lunar calendar; the same with zhdate 0.1, cnlunar 0.2.5 and lunar-javascript
#             1.7.7
#   expected  8-15 and 11-1, as the rules of GB/T 33661—2017 give (the new moons were at 0:09 and 20:30, Beijing time), and as ICU in Node.js 20 gives
#   found     8-16 and 10-30, and the same shift for 30 days each time; the three other packages and ICU in Node.js 20 agree with each other
#
# In records since 1949, two months of lunar dates are converted to wrong days. The years that people try (current years, leap months) are right.
# Needs node 20, npm, python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund lunar-javascript@1.7.7
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install lunardate==0.3.0 zhdate==0.1 cnlunar==0.2.5

cat >run.py <<'PY'
import datetime
import warnings
import cnlunar
import lunardate
import zhdate

warnings.simplefilter("ignore")
for date in [(1978, 9, 17), (1954, 11, 25), (2024, 9, 17)]:
    one = lunardate.LunarDate.fromSolarDate(*date)
    two = zhdate.ZhDate.from_datetime(datetime.datetime(*date))
    three = cnlunar.Lunar(datetime.datetime(*date, 9))
    print(*date, f"lunardate {one.month}-{one.day} zhdate {two.lunar_month}-{two.lunar_day} cnlunar {three.lunarMonth}-{three.lunarDay}")
days = []
date = datetime.date(1949, 10, 1)
while date < datetime.date(2027, 1, 1):
    one = lunardate.LunarDate.fromSolarDate(date.year, date.month, date.day)
    two = zhdate.ZhDate.from_datetime(datetime.datetime(date.year, date.month, date.day))
    if (one.month, one.day) != (two.lunar_month, two.lunar_day):
        days.append(date)
    date += datetime.timedelta(days=1)
print("days from 1949 to 2026 on which lunardate and zhdate differ:", len(days), *sorted({day.year for day in days}))
PY
cat >run.mjs <<'JS'
import lunar from "lunar-javascript";
const icu = new Intl.DateTimeFormat("en-u-ca-chinese", { month: "numeric", day: "numeric", timeZone: "Asia/Shanghai" });
for (const [y, m, d] of [[1978, 9, 17], [1954, 11, 25], [2024, 9, 17]]) {
  const date = lunar.Solar.fromYmd(y, m, d).getLunar();
  console.log(y, m, d, `lunar-javascript ${date.getMonth()}-${date.getDay()} ICU ${icu.format(new Date(Date.UTC(y, m - 1, d, 4)))}`);
}
JS
env/bin/python run.py >found
node run.mjs >>found
cat found
cat >recorded <<'END'
1978 9 17 lunardate 8-16 zhdate 8-15 cnlunar 8-15
1954 11 25 lunardate 10-30 zhdate 11-1 cnlunar 11-1
2024 9 17 lunardate 8-15 zhdate 8-15 cnlunar 8-15
days from 1949 to 2026 on which lunardate and zhdate differ: 60 1954 1978
1978 9 17 lunar-javascript 8-15 ICU 8/15
1954 11 25 lunar-javascript 11-1 ICU 11/1
2024 9 17 lunar-javascript 8-15 ICU 8/15
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
