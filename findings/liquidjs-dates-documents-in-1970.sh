#!/bin/sh
# liquidjs 10.30.1 (npm; templates of Eleventy and LiquidJS sites), filter date: a year, and a date without separators, become a day of 1970. 附件 3
# (annex 3) becomes 1 March 2001.
#
#   input     "2024", "202406", "20240618", "2024-06", "附件 3" and "二〇二四年" with {{ value | date: "%Y-%m-%d" }}, in the time zone of China
#   expected  days of 2024, since 20240618 is the basic form of GB/T 7408 (ISO 8601) and 2024-06 is understood, or the text unchanged, as for 二〇二四年
#   found     1970-01-01, 1970-01-03, 1970-08-23, 2024-06-01, 2001-03-01, 二〇二四年
#
# Digits alone are taken for seconds since 1970. Metadata of documents often have 20240618, and a list sorted or grouped by year puts them all into
# 1970. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund liquidjs@10.30.1
cat >run.mjs <<'JS'
import { Liquid } from "liquidjs";
const liquid = new Liquid();
for (const value of ["2024", "202406", "20240618", "2024-06", "附件 3", "二〇二四年"])
  console.log(value, "→", await liquid.parseAndRender(`{{ value | date: "%Y-%m-%d" }}`, { value }));
JS
TZ=Asia/Shanghai node run.mjs >found
cat found
cat >recorded <<'TXT'
2024 → 1970-01-01
202406 → 1970-01-03
20240618 → 1970-08-23
2024-06 → 2024-06-01
附件 3 → 2001-03-01
二〇二四年 → 二〇二四年
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
