#!/bin/sh
# borax 4.1.3 (Python): the Chinese form of 110 is 一百十, where every law writes 一百一十.
#
#   input     ChineseNumbers.to_chinese_number, measure_number and order_number of 12, 110, 115, 210, 1010, 10110
#   expected  十二, and 一百一十, 一百一十五, 二百一十, 一千零一十, 一万零一百一十, as cn2an 0.5.24 gives them, and as FinanceNumbers of borax itself writes 壹佰壹拾
#   found     一百十, 一百十五, 二百十, 一千零十 and 一万零一百十
#
# The short form 十 is right at the beginning of a number only. 第一百一十条 is article 110 in the law; a link or a search for 第一百十条 finds nothing, and
# numbers below 110 show no error. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install borax==4.1.3 cn2an==0.5.24 setuptools==80.9.0

cat >run.py <<'PY'
import cn2an
from borax.numbers import ChineseNumbers, FinanceNumbers

for number in [10, 12, 101, 110, 115, 210, 1010, 10110]:
    forms = [form(number) for form in (ChineseNumbers.to_chinese_number, ChineseNumbers.measure_number, ChineseNumbers.order_number)]
    print(number, *forms, "| FinanceNumbers:", FinanceNumbers.to_capital_str(number), "| cn2an:", cn2an.an2cn(number))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
10 十 十 十 | FinanceNumbers: 壹拾元整 | cn2an: 十
12 十二 十二 十二 | FinanceNumbers: 壹拾贰元整 | cn2an: 十二
101 一百零一 一百零一 一百〇一 | FinanceNumbers: 壹佰零壹元整 | cn2an: 一百零一
110 一百十 一百十 一百十 | FinanceNumbers: 壹佰壹拾元整 | cn2an: 一百一十
115 一百十五 一百十五 一百十五 | FinanceNumbers: 壹佰壹拾伍元整 | cn2an: 一百一十五
210 二百十 二百十 二百十 | FinanceNumbers: 贰佰壹拾元整 | cn2an: 二百一十
1010 一千零十 一千零十 一千〇十 | FinanceNumbers: 壹仟零壹拾元整 | cn2an: 一千零一十
10110 一万零一百十 一万零一百十 一万〇一百十 | FinanceNumbers: 壹万零壹佰壹拾元整 | cn2an: 一万零一百一十
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
