#!/bin/sh
# dayjs 1.11.23 and date-fns 4.4.0 (npm), locale zh-CN: for something that happens three days from now, they write "within three days" (3 天内).
#
#   input     a moment three days, two months and a year after now: dayjs(…).fromNow() (plugin relativeTime), formatDistance(…, { addSuffix: true })
#   expected  3天后, which means "in 3 days", as Intl.RelativeTimeFormat of Node.js 20 and moment 2.31.0 give it
#   found     3 天内, 2 个月内, 1 年内 in dayjs; 3 天内, 2 个月内, 大约 1 年内 in date-fns
#
# 内 sets a limit, and 后 names a moment. In a notice, "the hearing takes place within three days" and "applications are accepted in three days" are two
# different promises. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund dayjs@1.11.23 moment@2.31.0 date-fns@4.4.0
cat >run.cjs <<'JS'
const dayjs = require("dayjs");
dayjs.extend(require("dayjs/plugin/relativeTime"));
require("dayjs/locale/zh-cn");
const moment = require("moment");
require("moment/locale/zh-cn");
const { formatDistance } = require("date-fns");
const { zhCN } = require("date-fns/locale");
const now = new Date("2024-06-18T09:30:00");
for (const [count, unit, then] of [[3, "day", "2024-06-21"], [2, "month", "2024-08-18"], [1, "year", "2025-06-18"]]) {
    const day = new Date(then + "T09:30:00");
    console.log(count, unit, "dayjs:", dayjs(day).locale("zh-cn").from(now), "| date-fns:", formatDistance(day, now, { addSuffix: true, locale: zhCN }),
        "| moment:", moment(day).locale("zh-cn").from(now), "| Intl:", new Intl.RelativeTimeFormat("zh-CN").format(count, unit));
}
JS
node run.cjs >found
cat found
cat >recorded <<'TXT'
3 day dayjs: 3 天内 | date-fns: 3 天内 | moment: 3 天后 | Intl: 3天后
2 month dayjs: 2 个月内 | date-fns: 2 个月内 | moment: 2 个月后 | Intl: 2个月后
1 year dayjs: 1 年内 | date-fns: 大约 1 年内 | moment: 1 年后 | Intl: 1年后
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
