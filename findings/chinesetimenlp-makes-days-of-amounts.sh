#!/bin/sh
# ChineseTimeNLP 3.0.1 (Python, which finds times in Chinese sentences): an amount becomes a day of January, the number of a document a period of
# twelve days, and "within three days" the third of the next month.
#
#   input     parse, with 10 January 2024 as the present day, of 拨付1.5万元, 甲政发〔2024〕12号, 三日内, 会期3-5日, 2024年12月31日 and 二〇二四年六月十八日
#   expected  an error for the first two ("no time pattern could be extracted", as for 第12条); three days from the present; the days 3 to 5
#   found     5 January 2025; a period of 12 days; 3 February 2024; 5 March 2024. The two dates are right
#
# A program that looks for deadlines in notices gets a day from an amount, and nothing distinguishes it from a real one. The script runs the package
# without mulu and fails if the behaviour changes. It needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install ChineseTimeNLP==3.0.1
cat >run.py <<'PY'
import arrow
from ChineseTimeNLP import TimeNormalizer

reader = TimeNormalizer()
for text in ["拨付1.5万元", "甲政发〔2024〕12号", "第12条", "三日内", "会期3-5日", "2024年12月31日", "二〇二四年六月十八日"]:
    print(text, "→", {name: value for name, value in reader.parse(text, arrow.get("2024-01-10")).items() if name != "type"})
PY
env/bin/python run.py 2>errors.log >found
cat found
cat >recorded <<'TXT'
拨付1.5万元 → {'timestamp': '2025-01-05 00:00:00'}
甲政发〔2024〕12号 → {'timedelta': {'year': 0, 'month': 0, 'day': 12, 'hour': 0, 'minute': 0, 'second': 0}}
第12条 → {'error': 'no time pattern could be extracted.'}
三日内 → {'timestamp': '2024-02-03 00:00:00'}
会期3-5日 → {'timestamp': '2024-03-05 00:00:00'}
2024年12月31日 → {'timestamp': '2024-12-31 00:00:00'}
二〇二四年六月十八日 → {'timestamp': '2024-06-18 00:00:00'}
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
