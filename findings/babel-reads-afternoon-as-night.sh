#!/bin/sh
# Babel 2.19.0 (Python): it writes half past three in the afternoon as 下午3:30 in Chinese, and reads this text as half past three in the night.
#
#   input     format_time(15:30, "short", locale="zh_Hant_TW") and the pattern "ah:mm" in zh_CN; parse_time of the results; the same in en_US
#   expected  15:30, as for "3:30 PM" in en_US: 下午 is in the same table of the locale as PM, and format_time takes it from there
#   found     03:30, without an error, both for 下午 and for 晚上
#
# Hearings, opening hours and the ends of tenders are announced in this form. An import that uses parse_time puts each of them twelve hours too early,
# without a message. Needs python3 with venv, and a network connection.

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
