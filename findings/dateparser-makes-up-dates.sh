#!/bin/sh
# dateparser 1.5.0 (Python): with Chinese as the language it makes dates of what is none, and does not know the Chinese form with Chinese digits.
#
#   input     2024年13月5日      2024年        二〇二四年六月十八日
#   expected  none               2024          18 June 2024
#   found     13 May 2024        the year 2    none
#
# A slip of the pen (13月) becomes a date that looks right: month and day change places although 年, 月 and 日 name them. A year alone, as annual
# reports are dated, becomes a day of the year 2 (two thousand and twenty-four years ago). 二〇二四年六月十八日 is the form under signatures. The script
# needs python3 with venv, and a connection.

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
for text in ["2024年6月18日", "2024年2月30日", "2024年13月5日", "2024年", "二〇二四年六月十八日"]:
    date = dateparser.parse(text, languages=["zh"], settings=settings)
    print(f"{text}:", date and date.date())
PY
env/bin/python run.py >found
cat found
cat >recorded <<'END'
2024年6月18日: 2024-06-18
2024年2月30日: None
2024年13月5日: 2024-05-13
2024年: 0002-11-29
二〇二四年六月十八日: None
END
diff recorded found || { echo "another behaviour than recorded" && exit 1; }
