#!/bin/sh
# budoux 0.10.1 (Python; Google's line breaker, here with its model for simplified Chinese): it allows a new line within an amount, within the year of
# a date, and after the opening bracket of a document number, where the browser alone allows none of the first and the last.
#
#   input     parse of 罚款12,000元, 二〇二四年六月十八日, 甲政发〔2024〕12号 and 第一百二十条; translate_html_string of the first
#   expected  breaks between words: 罚款|12,000元, 二〇二四年|六月|十八日, 甲政发|〔2024〕12号, 第一百二十条
#   found     罚款|1|2,000|元, 二〇二|四|年|六月|十八日, 甲政|发〔|2024〕12号, 第一百|二十条; in HTML, a zero-width space at each place
#
# Titles look better with the package, and one that is a little narrower shows 罚款1 on one line and 2,000元 on the next. The zero-width spaces are also
# in what a reader copies, so 12,000 and the number of the document cannot be found again. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install budoux==0.10.1
cat >run.py <<'PY'
import budoux

parser = budoux.load_default_simplified_chinese_parser()
for text in ["罚款12,000元", "二〇二四年六月十八日", "甲政发〔2024〕12号", "第一百二十条"]:
    print("|".join(parser.parse(text)))
print(ascii(parser.translate_html_string("罚款12,000元")))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
罚款|1|2,000|元
二〇二|四|年|六月|十八日
甲政|发〔|2024〕12号
第一百|二十条
'<span style="word-break: keep-all; overflow-wrap: anywhere;">\u7f5a\u6b3e\u200b1\u200b2,000\u200b\u5143</span>'
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
