#!/bin/sh
# id-validator 1.0.20 (Python), the checker of Chinese identity numbers: the age it gives is a year too high until the day of birth has come round.
#
#   input     get_info of two made-up numbers with a right check digit, for persons born sixty years before this year: the birthday of one is
#             over, that of the other still to come
#   expected  60 and 59: an age in law is counted in full years (周岁), a year more from the day after the birthday
#   found     60 and 60: the difference of the years
#
# Lists of those who are 60 or 18 are made with it: for half of the people, on average, the answer is wrong on the day it is asked for. The script runs the package
# without mulu, and fails when the behaviour is another. It needs python3 with venv, and a connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install id-validator==1.0.20
cat >run.py <<'PY'
import datetime

from id_validator import validator


def number(day):
    start = f"110101{day:%Y%m%d}001"
    return start + "10X98765432"[sum(int(c) * (2 ** (17 - i) % 11) for i, c in enumerate(start)) % 11]


today = datetime.date.today()
for name, days in [("birthday still to come", 10), ("birthday over", -10)]:
    near = today + datetime.timedelta(days)
    if near.year != today.year:  # in the first and the last days of a year: a birthday on the safe side of it
        near = today.replace(month=12, day=31) if days > 0 else today.replace(month=1, day=1)
    born = near.replace(year=today.year - 60, day=min(near.day, 28))
    print(name, "| package:", validator.get_info(number(born))["age"])
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
birthday still to come | package: 60
birthday over | package: 60
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
