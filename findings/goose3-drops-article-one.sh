#!/bin/sh
# goose3 3.1.22 (Python, extractor of articles) with its Chinese stop words: of a notice with two articles, the addressees, article 1, the table, the
# signature and the date are missing from the text, and the name of the site becomes part of the title.
#
#   input     a page of a portal with a menu, <h1>, and a <div class="content"> of four paragraphs, a table, a signature and a date; StopWordsChinese,
#             as the manual says for Chinese
#   expected  the four paragraphs; article 1 has forty characters and stands between two that are kept
#   found     the second paragraph and article 2
#
# The text reads on without a gap from the notice to article 2, so nobody sees that an article is missing. The script runs the package without mulu
# and fails if the behaviour changes. It needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install goose3==3.1.22 jieba==0.42.1
cat >run.py <<'PY'
from goose3 import Goose
from goose3.text import StopWordsChinese

page = """<html lang="zh"><head><meta charset="utf-8"><title>关于印发甲市政府信息公开办法的通知_甲市人民政府</title></head><body>
<div class="nav"><a href="/">首页</a></div><h1>关于印发甲市政府信息公开办法的通知</h1><div class="content">
<p>　　各乡镇人民政府，市政府各部门：</p>
<p>　　《甲市政府信息公开办法》已经市政府同意，现印发给你们，请认真贯彻执行。各单位要结合实际，明确责任，按照规定的时限公开政府信息，并接受社会监督。</p>
<p>　　第一条　为了保障公民、法人和其他组织依法获取政府信息，提高政府工作的透明度，建设法治政府，制定本办法。</p>
<p>　　第二条　本办法所称政府信息，是指行政机关在履行行政管理职能过程中制作或者获取的，以一定形式记录、保存的信息。</p>
<table><tr><th>单位</th><th>件数</th></tr><tr><td>甲局</td><td>12</td></tr></table>
<p>甲市人民政府</p><p>2024年6月18日</p></div></body></html>"""
article = Goose({"stopwords_class": StopWordsChinese}).extract(raw_html=page)
print("title", article.title)
print("text", *(line.split("　")[0][:24] for line in article.cleaned_text.split("\n\n")), sep="\n  ")
for words in ["各乡镇", "第一条", "透明度", "第二条", "件数", "2024年6月18日"]:
    print(words, words in article.cleaned_text)
PY
env/bin/python run.py 2>errors.log >found
cat found
cat >recorded <<'TXT'
title 关于印发甲市政府信息公开办法的通知_甲市人民政府
text
  《甲市政府信息公开办法》已经市政府同意，现印发给
  第二条 本办法所称政府信息，是指行政机关在履行行
各乡镇 False
第一条 False
透明度 False
第二条 True
件数 False
2024年6月18日 False
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
