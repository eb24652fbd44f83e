#!/bin/sh
# cpca 0.5.5 (Python), which finds province, city and district in Chinese addresses: it takes the plain word 县 (county) for a place in Chongqing, and
# 市辖区 (districts of a city) for a place in Zunyi.
#
#   input     cpca.transform of 全县各乡镇, 县级以上人民政府, 各县（市、区）人民政府, 市辖区, 甲县财政局 and 浙江省各县
#   expected  no place for the first four, because they name none, and none for a county that is not in the table
#   found     重庆市 and the code 500200 for each text that has 县 and no province; 贵州省遵义市 for 市辖区: the package's table of divisions lists the headings 县
#             and 市辖区 as names
#
# Nearly every document of a county contains 全县 or 县级以上. If this package sorts the documents or puts them on a map, they are all in Chongqing. Needs
# python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install cpca==0.5.5
cat >run.py <<'PY'
import cpca

texts = ["全县各乡镇", "县级以上人民政府", "各县（市、区）人民政府", "市辖区", "甲县财政局", "浙江省各县", "各乡镇人民政府"]
for text, row in zip(texts, cpca.transform(texts).fillna("-").itertuples(index=False)):
    print(text, *row)
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
全县各乡镇 重庆市 县 - 各乡镇 500200
县级以上人民政府 重庆市 县 - 级以上人民政府 500200
各县（市、区）人民政府 重庆市 县 - （市、区）人民政府 500200
市辖区 贵州省 遵义市 市辖区  520301
甲县财政局 重庆市 县 - 财政局 500200
浙江省各县 浙江省 - - 各县 330000
各乡镇人民政府 - - - - -
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
