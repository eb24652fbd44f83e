#!/bin/sh
# Resiliparse 2.0.1 (Python), extract_plain_text(main_content=True): it removes a bulleted list from the middle of an article, however long its
# sentences are, but keeps a numbered list.
#
#   input     a notice in <article>: a paragraph, <ul> with two duties of forty characters each, a paragraph; the same with <ol>, with <dl> and with <div>
#   expected  the same text with all of them: the list has no link, nothing suggests a menu, and the package is made for articles
#   found     nothing of the <ul>; <ol>, <dl> and <div> whole; the menu above, a <div> of links, is kept too
#
# Menus are <ul>, but so are lists of duties, conditions and contacts. The rest continues from "carry out as follows:" with the next paragraph, and in
# ten thousand texts nobody sees the gap. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install resiliparse==2.0.1
env/bin/python - >found <<'PY'
from resiliparse.extract.html2text import extract_plain_text

duty = "负责全市政府信息公开工作的组织协调和监督检查，并会同有关部门制定具体办法和考核标准"
lists = {
    "ul": f"<ul><li>甲、{duty}<li>乙、{duty}</ul>",
    "ol": f"<ol><li>甲、{duty}<li>乙、{duty}</ol>",
    "dl": f"<dl><dt>甲、<dd>{duty}<dt>乙、<dd>{duty}</dl>",
    "div": f"<div>甲、{duty}</div><div>乙、{duty}</div>",
}
for name, part in lists.items():
    page = f"""<html><body><div><a href="/">首页</a> <a href="/zwgk/">政务公开</a></div><main><article><h1>办法</h1>
<p>各区县人民政府，市政府各部门：现将各单位的职责通知如下，请认真贯彻执行：</p>{part}<p>本办法自2024年7月1日起施行，由市政府办公室负责解释。</p></article></main></body></html>"""
    text = extract_plain_text(page, main_content=True)
    kept = {"menu": "政务公开" in text, "notice": "现将" in text and "解释" in text, "list": text.count(duty)}
    print(name, kept)
PY
cat found
cat >recorded <<'TXT'
ul {'menu': True, 'notice': True, 'list': 0}
ol {'menu': True, 'notice': True, 'list': 2}
dl {'menu': True, 'notice': True, 'list': 2}
div {'menu': True, 'notice': True, 'list': 2}
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
