#!/bin/sh
# wetext 0.1.8 (Python; WeTextProcessing, which prepares text for speech): it reads the year of a document number as an amount, a range of items as a
# subtraction, and writes a date with 〇 half in digits.
#
#   input     normalize of 甲政发〔2024〕12号, 2024—2025年, 第1-3项, 3-5日 and GB/T 9704—2012 (to be spoken); of 二〇二四年六月十八日, 二零二四年六月十八日 and 两万五千元 (spoken text,
#             to be written)
#   expected  二零二四, as the package reads 2024年; 第一到三项, as it reads 3-5日; 2024/06/18 for both forms of the date, since 〇 is the official one
#   found     两千零二十四 in the number and for the first year of the range; 第一减三项 ("minus"); 两千零一十二 in the standard; 二〇24/06/18; ¥25000 without 元
#
# A listener cannot find the document that is read out, and 二〇24/06/18 is neither a date nor the text. The script runs the package without mulu and
# fails if the behaviour changes. It needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install wetext==0.1.8
cat >run.py <<'PY'
from wetext import Normalizer

speak, write = Normalizer(lang="zh", operator="tn"), Normalizer(lang="zh", operator="itn")
for text in ["甲政发〔2024〕12号", "2024年", "2024—2025年", "第1-3项", "3-5日", "GB/T 9704—2012"]:
    print("spoken", text, "→", speak.normalize(text))
for text in ["二〇二四年六月十八日", "二零二四年六月十八日", "两万五千元"]:
    print("written", text, "→", write.normalize(text))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
spoken 甲政发〔2024〕12号 → 甲政发〔两千零二十四〕十二号
spoken 2024年 → 二零二四年
spoken 2024—2025年 → 两千零二十四—二零二五年
spoken 第1-3项 → 第一减三项
spoken 3-5日 → 三到五日
spoken GB/T 9704—2012 → GB/T 九千七百零四—两千零一十二
written 二〇二四年六月十八日 → 二〇24/06/18
written 二零二四年六月十八日 → 2024/06/18
written 两万五千元 → ¥25000
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
