#!/bin/sh
# humanize 4.17.0 (Python), zh_CN: "a month ago" becomes "before January", "two months ago" becomes "before February", and "third" becomes 3第.
#
#   input     naturaltime, naturaldelta and precisedelta of 40, 75 and 300 days, and ordinal(3), after i18n.activate("zh_CN")
#   expected  1个月前, 2个月前, 10个月前; 第3: 1月, 2月 and 10月 are names of months, and a length of time is written with 个月
#   found     1月之前, 2月之前, 10月之前; 3第
#
# "Published 10月之前" means "published before October". A list of overdue answers or of the ages of documents states wrong periods in correct Chinese,
# so nobody notices the fault. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install humanize==4.17.0
cat >run.py <<'PY'
import datetime

import humanize

humanize.i18n.activate("zh_CN")
for days in [3, 40, 75, 300]:
    span = datetime.timedelta(days=days)
    print(days, humanize.naturaltime(span), humanize.naturaldelta(span), humanize.precisedelta(span))
print(humanize.ordinal(3))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
3 3天之前 3天 3天
40 1月之前 1月 1月和9天
75 2月之前 2月 2月和14天
300 10月之前 10月 9月和25天
3第
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
