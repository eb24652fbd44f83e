#!/bin/sh
# dateparser 1.5.0 (Python), with Chinese as the language: a year alone becomes a day of the year 2, and a date in Chinese digits is not recognised.
#
#   input     2024年                              二〇二四年六月十八日      (2024年6月 and 2024年6月18日 beside them)
#   expected  a day in 2024, as "2024" gives it   18 June 2024
#   found     29 November of the year 2           none
#
# 2024年 is read as "2024 years ago", counted from the day of the run; followed by a month, it is read as the year. Annual reports are dated by the
# year alone, and 二〇二四年六月十八日 is the usual form below a signature. The script needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install dateparser==1.5.0

cat >run.py <<'PY'
import datetime
import dateparser

settings = {"RELATIVE_BASE": datetime.datetime(2026, 11, 29)}
for text in ["2024年6月18日", "2024年6月", "2024年", "2024", "二〇二四年六月十八日"]:
    date = dateparser.parse(text, languages=["zh"], settings=settings)
    print(f"{text}:", date and date.date())
PY
env/bin/python run.py >found
cat found
cat >recorded <<'END'
2024年6月18日: 2024-06-18
2024年6月: 2024-06-29
2024年: 0002-11-29
2024: 2024-11-29
二〇二四年六月十八日: None
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
