#!/bin/sh
# Typst 0.15.2 (Python package typst): a heading is numbered 第一条, and a reference to it says 小节 一 (subsection one). A heading below it that is
# numbered 第四章第一条 is referred to as 小节 四章第一. The names of months and days are English.
#
#   input     #set text(lang: "zh", region: "cn"), #set heading(numbering: "第一条"), = 目的 <a>, 依照@a 办理 (without the blank, the label is a办理); then the
#             numbering "第一章第一条" with a heading on each of two levels; datetime.display with [month repr:long] and [weekday]; as HTML
#   expected  依照第一条 办理, 第四章第一条; 六月 and 星期二, since the language of the document is Chinese
#   found     依照小节 一 办理, 小节 四章第一 (without its 条); June Tuesday
#
# A reference leaves out what stands before the first and after the last number of the pattern, and puts the word of the language for "section" before
# it. In a regulation, 第一条 and 小节 一 are different things. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install typst==0.15.2
cat >rules.typ <<'TYP'
#set text(lang: "zh", region: "cn")
#set heading(numbering: "第一条")
= 目的 <a>
= 范围
= 职责
依照@a 办理。

#datetime(year: 2024, month: 6, day: 18).display("[month repr:long] [weekday]")

#set heading(numbering: "第一章第一条")
= 附则 <b>
== 施行 <c>
见@c。
TYP
env/bin/python - >found <<'PY'
import re

import typst

page = typst.compile("rules.typ", format="html").decode()
for line in re.findall(r"<(?:h\d|p)\b[^>]*>(.*?)</(?:h\d|p)>", page, re.DOTALL):
    print(re.sub("<[^>]*>", "", line).strip())
PY
cat found
cat >recorded <<'TXT'
第一条 目的
第二条 范围
第三条 职责
依照小节 一 办理。
June Tuesday
第四条 附则
第四章第一条 施行
见小节 四章第一。
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
