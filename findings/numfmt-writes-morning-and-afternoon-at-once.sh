#!/bin/sh
# numfmt 4.0.1 (npm, the formats of Excel for JavaScript): with the time format of a Chinese Excel, it writes half past three as 上午/下午15时30分.
#
#   input     45461.645833333336 (18 June 2024, 15:30) and 45461.375 (9:00) with 上午/下午h"时"mm"分";@ and with AM/PM h:mm, locale zh-CN
#   expected  下午3时30分 and 上午9时00分, as ssf 0.11.2 (npm, the formats of SheetJS) gives it; the package knows the words, for it writes them for AM/PM
#   found     上午/下午15时30分 and 上午/下午9时00分
#
# 上午/下午h"时"mm"分" is one of the formats that a Chinese Excel offers for times, and it stores them in these words. A list of meetings or opening hours
# on a page says "morning/afternoon" at every time. Needs node 20, npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund numfmt@4.0.1 ssf@0.11.2

cat >run.mjs <<'JS'
import { format } from "numfmt";
import ssf from "ssf";
for (const pattern of ['上午/下午h"时"mm"分";@', '[$-804]上午/下午h"时"mm"分";@', 'AM/PM h:mm'])
  for (const value of [45461.645833333336, 45461.375])
    console.log(pattern, value, "| numfmt:", format(pattern, value, { locale: "zh-CN" }), "| ssf:", ssf.format(pattern, value));
JS
node run.mjs >found
cat found
cat >recorded <<'TXT'
上午/下午h"时"mm"分";@ 45461.645833333336 | numfmt: 上午/下午15时30分 | ssf: 下午3时30分
上午/下午h"时"mm"分";@ 45461.375 | numfmt: 上午/下午9时00分 | ssf: 上午9时00分
[$-804]上午/下午h"时"mm"分";@ 45461.645833333336 | numfmt: 上午/下午15时30分 | ssf: 下午3时30分
[$-804]上午/下午h"时"mm"分";@ 45461.375 | numfmt: 上午/下午9时00分 | ssf: 上午9时00分
AM/PM h:mm 45461.645833333336 | numfmt: 下午 3:30 | ssf: PM 3:30
AM/PM h:mm 45461.375 | numfmt: 上午 9:00 | ssf: AM 9:00
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
