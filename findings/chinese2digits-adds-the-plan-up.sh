#!/bin/sh
# chinese2digits 6.0.2 (Python, "the best conversion of Chinese numbers"): it makes 55规划 of 十四五规划 (the plan for 2021 to 2025), adds the digits of an
# estimate to a number, and writes the two units of an amount one after the other.
#
#   input     takeNumberFromString(text)["replacedText"] for the three plans 十二五, 十三五 and 十四五, for 约七八百人, 二三十人 and 1亿2000万元, and beside them 一亿二千万元
#   expected  145规划 or the text unchanged; 约7、800人 or unchanged; 120000000元, as the package itself reads 一亿二千万元
#   found     35, 45 and 55规划; 约7800人 and 230人; 10000000020000000元, which is ten quadrillion
#
# Every report of a government names its plan. 约七八百人 says about seven or eight hundred persons and becomes seven thousand eight hundred. Digits with
# two units are the usual form in budgets. No result differs in form from a right one. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install chinese2digits==6.0.2
cat >run.py <<'PY'
import chinese2digits

for text in ["十二五规划", "十三五规划", "十四五规划", "约七八百人", "二三十人", "1亿2000万元", "一亿二千万元"]:
    print(text, chinese2digits.takeNumberFromString(text)["replacedText"])
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
十二五规划 35规划
十三五规划 45规划
十四五规划 55规划
约七八百人 约7800人
二三十人 230人
1亿2000万元 10000000020000000元
一亿二千万元 120000000元
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
