#!/bin/sh
# smartypants 2.0.2 and docutils 0.23 (Python; its option smart_quotes with language_code zh-cn): of the two straight quotation marks around a Chinese
# word, the first becomes a closing mark too, unless the sentence begins with it.
#
#   input     关于印发"十四五"规划的通知, 他说："同意。", "十四五"规划, and the same in English with the usual spaces; smartypants(text), and publish_parts with smart_quotes
#   expected  “十四五” in both: the marks alternate, and docutils has a list of the marks of each language, with “” for Chinese
#   found     ”十四五”, ”同意。”; right only at the beginning of the sentence and in English
#
# Both decide by the space before the mark, and Chinese has none. Notices are typed with straight marks on old keyboards. The page then shows a
# quotation that ends twice and never begins, and a reader that pairs the marks finds no quotation. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install smartypants==2.0.2 docutils==0.23
cat >run.py <<'PY'
import html
import re

from docutils.core import publish_parts
from smartypants import smartypants

for text in ['关于印发"十四五"规划的通知', '他说："同意。"', '"十四五"规划', 'the "fourteenth" plan']:
    language = "en" if text.isascii() else "zh-cn"
    settings = {"smart_quotes": True, "language_code": language, "report_level": 5}
    page = publish_parts(text, writer_name="html5", settings_overrides=settings)["body"]
    print(html.unescape(smartypants(text)), "|", re.sub("<.*?>", "", page).strip())
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
关于印发”十四五”规划的通知 | 关于印发”十四五”规划的通知
他说：”同意。” | 他说：”同意。”
“十四五”规划 | “十四五”规划
the “fourteenth” plan | the “fourteenth” plan
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
