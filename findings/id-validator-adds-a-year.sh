#!/bin/sh
# id-validator 1.0.20 (Python), a checker of Chinese identity numbers: until a person's birthday in the current year, it gives an age that is one year
# too high.
#
#   input     get_info of two made-up numbers with a correct check digit, for persons born sixty years before this year: the birthday of one is over,
#             and that of the other is still to come
#   expected  60 and 59: the law counts an age in full years (周岁), and the next year begins on the day after the birthday
#   found     60 and 60: the difference of the years
#
# The package is used for lists of people who are 60 or 18. On average, the age is wrong for half of the people on the day of the list. Needs python3
# with venv, and a network connection.

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
