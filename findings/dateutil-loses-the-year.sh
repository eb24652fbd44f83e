#!/bin/sh
# python-dateutil 2.9.0.post0: it reads month and day of a Chinese date, and replaces the year by the current one.
#
#   input     parse("1949年10月1日", fuzzy=True)
#   expected  1 October 1949, or an error: the year has four digits and stands first
#   found     1 October of the year in which the program runs
#
# With spaces (1949 年 10 月 1 日) the year is read. People use fuzzy=True after the strict form has failed. In a catalogue dated in this way, every date
# is wrong except those of the current year, with which the code was tried. 甲政发〔2024〕12号 becomes the 12th of the current month. The script needs
# python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install python-dateutil==2.9.0.post0

cat >run.py <<'PY'
import datetime
from dateutil import parser

today = datetime.datetime(2026, 11, 29)  # without it, the day on which the program runs
for text in ["1949年10月1日", "2018年3月5日", "1949 年 10 月 1 日", "1949-10-01", "甲政发〔2024〕12号"]:
    print(f"{text}:", parser.parse(text, fuzzy=True, default=today).date())
this_year = parser.parse("1949年10月1日", fuzzy=True).year == datetime.date.today().year
print("without the default:", "the present year" if this_year else "another")
PY
env/bin/python run.py >found
cat found
cat >recorded <<'END'
1949年10月1日: 2026-10-01
2018年3月5日: 2026-03-05
1949 年 10 月 1 日: 1949-10-01
1949-10-01: 1949-10-01
甲政发〔2024〕12号: 2026-11-12
without the default: the present year
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
