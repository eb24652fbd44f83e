#!/bin/sh
# xlsx2html 0.6.4 with Babel 2.19.0 (Python): numbers in the formats of Chinese Excel become parts of the format's name: 45461 in capital numerals is
# [DBNum45461]804General, and a date in Chinese numerals is [18BNu61][$-804]2024年6月18日.
#
#   input     45461 with [DBNum2][$-804]General, [DBNum1][$-804]yyyy"年"m"月"d"日", [$-804]aaaa (weekday) and yyyy"年"m"月"d"日"; 5 with "第"0"号"; half past
#             one in the afternoon with 上午/下午h"时"mm"分"; made by openpyxl 3.1.5; locale zh
#   expected  肆万伍仟肆佰陆拾壹, 二〇二四年六月十八日, 星期二, 2024年6月18日, 第5号, 下午1时30分; or the plain number or date where the numerals are not supported
#   found     only 2024年6月18日 is right; see the output for the rest
#
# Excel offers these formats in its dialogue (中文大写数字, 中文小写数字, 星期三). The page shows digits of the date between letters, and nothing tells which are
# which. The script runs the package without mulu and fails if the behaviour changes. It needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install xlsx2html==0.6.4 openpyxl==3.1.5 babel==2.19.0
cat >run.py <<'PY'
import html
import re

import openpyxl
from xlsx2html import xlsx2html

rows = [(45461, "[DBNum2][$-804]General"), (45461, '[DBNum1][$-804]yyyy"年"m"月"d"日"'), (45461, "[$-804]aaaa"), (45461, 'yyyy"年"m"月"d"日"'),
        (5, '"第"0"号"'), (0.5625, '上午/下午h"时"mm"分"')]
book = openpyxl.Workbook()
for number, (value, form) in enumerate(rows, 1):
    book.active.cell(number, 1, value).number_format = form
book.save("a.xlsx")
page = xlsx2html("a.xlsx", locale="zh")
page.seek(0)
for (value, form), cell in zip(rows, re.findall(r"<td[^>]*>(.*?)</td>", page.read(), re.S)):
    print(value, form, "→", html.unescape(cell).strip())
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
45461 [DBNum2][$-804]General → [DBNum45461]804General
45461 [DBNum1][$-804]yyyy"年"m"月"d"日" → [18BNu61][$-804]2024年6月18日
45461 [$-804]aaaa → 45461aaaa
45461 yyyy"年"m"月"d"日" → 2024年6月18日
5 "第"0"号" → "第"5"号"
0.5625 上午/下午h"时"mm"分" → 上午/下午13时30分
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
