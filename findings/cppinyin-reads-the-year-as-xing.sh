#!/bin/sh
# cppinyin 0.11 (Python): with the dictionary that the package brings, 年 is xing, 北京市 is bei jing bei, and the sentence of its own documentation is
# wrong too.
#
#   input     Encoder().encode of 年, 北京市, 厦门市, 国办发 and 我是中国人民的儿子; the lines of 年 and 北京市 in resources/pinyin.raw of the package
#   expected  nian2, bei3 jing1 shi4 and so on, as the text form of the dictionary has them
#   found     xing4, bei3 jing1 bei3, xia4 xia4 xia4, guo2 guo2 fa1; the text form is right, so the compiled form that the package reads does not agree
#             with it
#
# The number of syllables is right or nearly so, and no error appears, so sort keys, addresses and search by pinyin are filled with other words. Needs
# python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install cppinyin==0.11
cat >run.py <<'PY'
import pathlib

import cppinyin

encoder = cppinyin.Encoder()
for text in ["年", "北京市", "厦门市", "国办发", "我是中国人民的儿子"]:
    print(text, *encoder.encode(text))
for line in (pathlib.Path(cppinyin.__file__).parent / "resources/pinyin.raw").read_text(encoding="utf-8").splitlines():
    if line.split()[:1] in (["年"], ["北京市"]):
        print("raw", line)
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
年 xing4
北京市 bei3 jing1 bei3
厦门市 xia4 xia4 xia4
国办发 guo2 guo2 fa1
我是中国人民的儿子 wo3 shi4 zhong1 guo2 dai4 dai4 er er2 e4
raw 北京市 -1.20397 bei3 jing1 shi4
raw 年 -2.30259 nian2
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
