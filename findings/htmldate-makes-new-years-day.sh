#!/bin/sh
# htmldate 1.11.0, which trafilatura 2.3.1 uses for its dates (Python): a page dated in Chinese gets 1 January of the year, and telephone numbers are
# dates.
#
#   input     <p>发布日期：2024年6月20日</p> and a text, nothing else that looks like a date
#   expected  2024-06-20, as for 2024-06-20 in figures; or none, since a year is not a date
#   found     2024-01-01; with <p>电话：0531-20231112</p> in place of the date, 2023-11-12
#
# The month and the day stand in the page and are dropped; that a year by itself is given as 1 January is named among the library's caveats. The
# result cannot be told from a page that was published on New Year's Day. 年月日 is how every portal writes the date in the head of a page and under a
# signature. The script needs python3 with venv, and a connection.

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
diff recorded found || { echo "another behaviour than recorded" && exit 1; }
