#!/bin/sh
# gne 0.4.3 (Python, GeneralNewsExtractor for Chinese pages): the author of a notice is 张某各乡镇人民政府, which is the name together with the first words of
# the text below it. The date of publication is the date of the document.
#
#   input     a page with <div>作者：张某</div> above <p>各乡镇人民政府，县政府各部门：</p>, and one with 作者：李𬱖 (U+2CC56); in both, 成文日期：2024-06-18　发布日期：2024-06-20 in the
#             line before
#   expected  张某 and 李𬱖, since a <div> ends where the name ends; 2024-06-20 as publish_time
#   found     张某各乡镇人民政府, no author for 李𬱖, and 2024-06-18, which is the date of the document and comes first
#
# A list by author or by office has a new author for every notice, and none of these authors exists. The pages themselves show no fault. Needs python3
# with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install gne==0.4.3
cat >run.py <<'PY'
from gne import GeneralNewsExtractor

TEXT = """<p>各乡镇人民政府，县政府各部门：</p><p>为进一步做好政府信息公开工作，现将有关事项通知如下。</p><p>一、加强领导，落实责任，确保完成全年的各项任务。</p>
<p>二、完善制度，规范程序，提高公开的质量和效率。</p><p>甲县人民政府</p><p>2024年6月18日</p>"""
for author in ["张某", "李𬱖"]:
    page = f"""<!doctype html><html lang="zh"><head><title>通知</title></head><body><h1>关于印发办法的通知</h1>
<div>成文日期：2024-06-18　发布日期：2024-06-20</div><div>作者：{author}</div><div class="content">{TEXT}</div></body></html>"""
    found = GeneralNewsExtractor().extract(page)
    print(author, found["author"], found["publish_time"])
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
张某 张某各乡镇人民政府 2024-06-18
李𬱖  2024-06-18
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
