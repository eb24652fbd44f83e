#!/bin/sh
# Intl.DateTimeFormat.formatRange in Node.js 20 (ICU 78) and Chromium 156 (Debian 12), locale zh-CN: it writes one day as 2024年6月18日, but a period of
# days as 2024/6/18 – 2024/6/20, although the caller asked for the long form.
#
#   input     new Intl.DateTimeFormat("zh-CN", { dateStyle: "long" }); format of a day, and formatRange of two days, also over the end of a month and
#             of a year; the same in en
#   expected  2024年6月18日至20日, in the long style of the object, like "June 18 – 20, 2024" in en
#   found     slashes and an English dash in zh-CN; {"month": "long", "day": "numeric"} gives 6/18 – 7/2
#
# Notices state periods of publication (公示期) and of calls for comments with 年, 月 and 日. A page that formats its days and its periods with the same
# object has two forms of a date, and a search for the end of the period finds nothing. Needs Node.js 20; the results in the browser were compared by
# hand.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >run.cjs <<'JS'
const from = new Date(2024, 5, 18);
for (const locale of ["en", "zh-CN"]) {
    const long = new Intl.DateTimeFormat(locale, { dateStyle: "long" });
    for (const to of [new Date(2024, 5, 20), new Date(2024, 6, 2), new Date(2025, 0, 2)]) console.log(locale, long.format(from), "|", long.formatRange(from, to));
    console.log(locale, new Intl.DateTimeFormat(locale, { month: "long", day: "numeric" }).formatRange(from, new Date(2024, 6, 2)));
}
JS
node run.cjs | sed "s/$(printf '\342\200\211')/ /g" >found
cat found
cat >recorded <<'TXT'
en June 18, 2024 | June 18 – 20, 2024
en June 18, 2024 | June 18 – July 2, 2024
en June 18, 2024 | June 18, 2024 – January 2, 2025
en June 18 – July 2
zh-CN 2024年6月18日 | 2024/6/18 – 2024/6/20
zh-CN 2024年6月18日 | 2024/6/18 – 2024/7/2
zh-CN 2024年6月18日 | 2024/6/18 – 2025/1/2
zh-CN 6/18 – 7/2
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
