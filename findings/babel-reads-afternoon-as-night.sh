#!/bin/sh
# Babel 2.19.0 (Python): a time of the afternoon that it writes for Chinese, 下午3:30, it reads as half past three in the night.
#
#   input     format_time(15:30, "short", locale="zh_Hant_TW") and the pattern "ah:mm" in zh_CN, then parse_time of what came out; the same in en_US
#   expected  15:30, as for "3:30 PM" in en_US: 下午 stands in the same table of the locale as PM, and writing takes it from there
#   found     03:30, without an error, for 下午 and for 晚上 alike
#
# Times of hearings, of opening hours and of the end of a tender are written in this way. An import by parse_time puts each of them twelve hours early and
# nobody is told. The script runs the package without mulu, and fails when the behaviour is another. It needs python3 with venv, and a connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install babel==2.19.0
cat >run.py <<'PY'
import datetime

from babel.dates import format_time, parse_time

for hour in [15, 20]:
    moment = datetime.time(hour, 30)
    for locale, form in [("en_US", "short"), ("zh_Hant_TW", "short"), ("zh_CN", "ah:mm"), ("zh_CN", "Bh:mm"), ("zh_CN", "short")]:
        written = format_time(moment, form, locale=locale).replace("\u202f", " ")
        print(moment, locale, written, "->", parse_time(written, locale=locale))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
15:30:00 en_US 3:30 PM -> 15:30:00
15:30:00 zh_Hant_TW 下午3:30 -> 03:30:00
15:30:00 zh_CN 下午3:30 -> 03:30:00
15:30:00 zh_CN 下午3:30 -> 03:30:00
15:30:00 zh_CN 15:30 -> 15:30:00
20:30:00 en_US 8:30 PM -> 20:30:00
20:30:00 zh_Hant_TW 晚上8:30 -> 08:30:00
20:30:00 zh_CN 下午8:30 -> 08:30:00
20:30:00 zh_CN 晚上8:30 -> 08:30:00
20:30:00 zh_CN 20:30 -> 20:30:00
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
