#!/bin/sh
# jionlp 1.5.31 (Python): it reads an amount in digits with two units, 1亿2000万元, as 220020000 instead of 120000000.
#
#   input     parse_money of 1亿2000万元, 3亿5000万元, 2万3千元 and 1万2000元, as budgets and tenders write them
#   expected  120000000, 350000000, 23000 and 12000; 一亿二千万元, 1.2亿元 and 12000万元 are right
#   found     220020000, 650050000, 43000 and 22002, with "definition": "accurate"
#
# Digits with one unit, and Chinese numerals with any number of units, are read correctly, so trials pass. The mixed form is usual in print, and
# 3亿5000万元 is nearly doubled. The results look like amounts, and nobody sees them in the sum of a list. Needs python3 with venv, and a network
# connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install jionlp==1.5.31
env/bin/python - >printed <<'PY'
import jionlp

for text in ["1亿2000万元", "3亿5000万元", "2万3千元", "1万2000元", "一亿二千万元", "1.2亿元", "12000万元"]:
    amount = jionlp.parse_money(text)
    print(text, amount["num"], amount["definition"])
PY
grep 元 printed >found
cat found
cat >recorded <<'TXT'
1亿2000万元 220020000.00 accurate
3亿5000万元 650050000.00 accurate
2万3千元 43000.00 accurate
1万2000元 22002.00 accurate
一亿二千万元 120000000.00 accurate
1.2亿元 120000000.00 accurate
12000万元 120000000.00 accurate
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
