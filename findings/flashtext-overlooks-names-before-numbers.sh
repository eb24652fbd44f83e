#!/bin/sh
# flashtext 2.7 (Python), which finds and replaces the words of a list: it does not find a Chinese word directly before a digit or a Latin letter, so
# a name before a telephone number stays.
#
#   input     the words 张三 (to be replaced by 张某) and 甲县, in 联系人张三13800000000, 甲县2024年预算, 乙和甲县A类项目 and 联系人张三，电话
#   expected  a hit in all four: Chinese has no blanks between words, and a word clearly ends between 县 and 2
#   found     a hit only before the comma; in 2024年甲县, where the digit is before the word, the word is found too
#
# The package is used to mask names in documents and to label documents with places. A list of contacts, in which a number follows each name, is
# published with the names, and 甲县2024年预算 gets no place. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install flashtext==2.7
cat >run.py <<'PY'
from flashtext import KeywordProcessor

words = KeywordProcessor()
words.add_keyword("张三", "张某")
words.add_keyword("甲县")
for text in ["联系人张三，电话", "2024年甲县预算", "联系人张三13800000000", "甲县2024年预算", "乙和甲县A类项目"]:
    print(text, words.extract_keywords(text), words.replace_keywords(text))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
联系人张三，电话 ['张某'] 联系人张某，电话
2024年甲县预算 ['甲县'] 2024年甲县预算
联系人张三13800000000 [] 联系人张三13800000000
甲县2024年预算 [] 甲县2024年预算
乙和甲县A类项目 [] 乙和甲县A类项目
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
