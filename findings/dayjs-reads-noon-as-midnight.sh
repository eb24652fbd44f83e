#!/bin/sh
# dayjs 1.11.23 (npm), locale zh-cn: it writes half past twelve as 中午12:30 and reads this text as half past midnight. It writes the month 六月 and
# cannot read it.
#
#   input     dayjs("2024-06-18 12:30").format("YYYY年M月D日Ah:mm") and .format("YYYY年MMMMD日"); each result read with the same format (plugin
#             customParseFormat); the same for 9:30, 15:30 and 20:30
#   expected  the same time, and 18 June, as moment 2.31.0 reads both
#   found     00:30 for 12:30, and "Invalid Date" for the month in Chinese; the other hours are right
#
# A hearing at half past twelve is put twelve hours too early in a calendar. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund dayjs@1.11.23 moment@2.31.0
cat >run.cjs <<'JS'
const dayjs = require("dayjs");
dayjs.extend(require("dayjs/plugin/customParseFormat"));
require("dayjs/locale/zh-cn");
const moment = require("moment");
require("moment/locale/zh-cn");
const SHOWN = "YYYY-MM-DD HH:mm";
for (const form of ["YYYY年M月D日Ah:mm", "YYYY年MMMMD日"])
    for (const hour of form.includes("A") ? ["09", "12", "15", "20"] : ["12"]) {
        const written = dayjs(`2024-06-18 ${hour}:30`).locale("zh-cn").format(form);
        console.log(`${written} dayjs: ${dayjs(written, form, "zh-cn").format(SHOWN)} moment: ${moment(written, form, "zh-cn").format(SHOWN)}`);
    }
JS
node run.cjs >found
cat found
cat >recorded <<'TXT'
2024年6月18日上午9:30 dayjs: 2024-06-18 09:30 moment: 2024-06-18 09:30
2024年6月18日中午12:30 dayjs: 2024-06-18 00:30 moment: 2024-06-18 12:30
2024年6月18日下午3:30 dayjs: 2024-06-18 15:30 moment: 2024-06-18 15:30
2024年6月18日晚上8:30 dayjs: 2024-06-18 20:30 moment: 2024-06-18 20:30
2024年六月18日 dayjs: Invalid Date moment: 2024-06-18 00:00
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
