#!/bin/sh
# gggdtparser 0.1.6 (Python, "a general parser of date texts" for Chinese pages): a date in Chinese digits gets the current year, a date with points
# is moved to the first of its month, eight in the morning, and a telephone number becomes a day in the year 3456.
#
#   input     parse of 2024年6月18日, 二〇二四年六月十八日, 2024.6.18, 2024.06.18, 电话0531-12345678 and section 1.10
#   expected  18 June 2024 for the first four, and nothing for the telephone number and the section
#   found     right; 18 June of this year; 2024-06-01 08:00; right; 3456-12-01; 10 January of this year
#
# The day is right and the year is not, so a list of old documents looks new. The script compares with the clock. Needs python3 with venv, and a
# network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install gggdtparser==0.1.6
cat >run.py <<'PY'
import datetime

from gggdtparser import parse

for text in ["2024年6月18日", "二〇二四年六月十八日", "2024.6.18", "2024.06.18", "电话0531-12345678", "1.10"]:
    print(text, str(parse(text)).replace(f"{datetime.date.today().year}-", "this year, "))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
2024年6月18日 2024-06-18 00:00:00
二〇二四年六月十八日 this year, 06-18 00:00:00
2024.6.18 2024-06-01 08:00:00
2024.06.18 2024-06-18 00:00:00
电话0531-12345678 3456-12-01 00:00:00
1.10 this year, 01-10 00:00:00
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
