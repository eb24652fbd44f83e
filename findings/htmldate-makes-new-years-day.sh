#!/bin/sh
# htmldate 1.11.0, which trafilatura 2.3.1 uses for its dates (Python): it gives a page with a Chinese date 1 January of that year, and reads
# telephone numbers as dates.
#
#   input     <p>发布日期：2024年6月20日</p> and a text, nothing else that looks like a date
#   expected  2024-06-20, as if the date were written in that form; or no date, because a year is not a date
#   found     2024-01-01; with <p>电话：0531-20231112</p> in place of the date, 2023-11-12
#
# The month and the day are on the page and are dropped. The library's documentation names it as a caveat that a year alone is given as 1 January. The
# result cannot be distinguished from a page that was published on New Year's Day. Every portal writes dates with 年月日, in the head of a page and below
# a signature. The script needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install htmldate==1.11.0 trafilatura==2.3.1 lxml_html_clean==0.4.6

cat >run.py <<'PY'
import htmldate
import trafilatura

text = "为进一步加强和规范全市政府信息公开工作，现将有关事项通知如下，请各单位认真贯彻执行。" * 4
for line in ["发布日期：2024年6月20日", "发布日期：2024-06-20", "电话：0531-20231112", "没有日期"]:
    page = f'<html lang="zh-CN"><head><title>通知</title></head><body><article><p>{line}</p><p>{text}</p></article></body></html>'
    print(f"{line} | htmldate: {htmldate.find_date(page)} | trafilatura: {trafilatura.extract_metadata(page).date}")
PY
env/bin/python run.py >found 2>errors || { cat errors && exit 1; }
cat found
cat >recorded <<'END'
发布日期：2024年6月20日 | htmldate: 2024-01-01 | trafilatura: 2024-01-01
发布日期：2024-06-20 | htmldate: 2024-06-20 | trafilatura: 2024-06-20
电话：0531-20231112 | htmldate: 2023-11-12 | trafilatura: 2023-11-12
没有日期 | htmldate: None | trafilatura: None
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
