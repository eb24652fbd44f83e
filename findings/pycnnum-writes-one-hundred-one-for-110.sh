#!/bin/sh
# pycnnum 2.1.1 (Python, numbers in Chinese and back): it writes 110 as 一百一 and 1100 as 一千一, which no law or document does, and reads a year in
# Chinese digits as its last digit.
#
#   input     num2cn of 101, 110, 350, 1100 and 1024; cn2num of 二〇二四, 一九四九, 一一〇 and 一百一十
#   expected  一百零一, 一百一十, 三百五十, 一千一百, 一千零二十四; 2024, 1949, 110 (or an error), 110
#   found     一百零一, 一百一, 三百五, 一千一, 一千零二十四; 4, 9, 1, 110
#
# The unit at the end is left out only in speech. 第一百一条 can be read as article 101, and a search for 第一百一十条 does not find it. A date that is read back
# lies in the year 4, without an error. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install pycnnum==2.1.1
cat >run.py <<'PY'
from pycnnum import cn2num, num2cn

for number in [101, 110, 350, 1100, 1024]:
    print(number, num2cn(number))
for text in ["二〇二四", "一九四九", "一一〇", "一百一十"]:
    print(text, cn2num(text))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
101 一百零一
110 一百一
350 三百五
1100 一千一
1024 一千零二十四
二〇二四 4
一九四九 9
一一〇 1
一百一十 110
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
