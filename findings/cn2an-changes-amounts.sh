#!/bin/sh
# cn2an 0.5.24 (Python): converting the numbers of a sentence to Chinese falsifies amounts with a separator, and the reverse conversion changes names
# to digits.
#
#   input     transform("拨付12,000元", "an2cn")      transform("四川省一律执行", "cn2an")
#   expected  拨付一万二千元, as for 12000; or unchanged  四川省一律执行; 第一百零一条 becomes 第101条
#   found     拨付十二,零元                            4川省1律执行
#
# 12,000 is read as the two numbers 12 and 000. A date in ISO form gets 负 (minus) for each hyphen. The function is called experimental, but nothing
# says that it loses thousands. The script needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install cn2an==0.5.24

cat >run.py <<'PY'
import cn2an

for text in ["拨付12000元", "拨付12,000元", "2024-06-18"]:
    print(text, "->", cn2an.transform(text, "an2cn"))
for text in ["第一百零一条", "四川省一律执行"]:
    print(text, "->", cn2an.transform(text, "cn2an"))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'END'
拨付12000元 -> 拨付一万二千元
拨付12,000元 -> 拨付十二,零元
2024-06-18 -> 二千零二十四负六负十八
第一百零一条 -> 第101条
四川省一律执行 -> 4川省1律执行
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
