#!/bin/sh
# magika 1.0.3 (Python), which recognises file types: it calls a Chinese notice in GBK or in UTF-16 "unknown binary data", but the same notice in
# UTF-8 a text. It recognises a csv in GBK.
#
#   input     Magika().identify_bytes of a notice of nine lines and of one line, in UTF-8, GBK and UTF-16 with a byte-order mark; of a csv with three
#             lines in UTF-8 and GBK
#   expected  txt, text/plain for each notice, or a type with "text" in its name: the list of types has txt, and `file` says text
#   found     unknown, application/octet-stream in GBK and in UTF-16; for the notice of one line with the score 1
#
# Texts of old portals are in GBK, and Notepad writes UTF-16 under the name "Unicode". A filter that passes only recognised files drops the old
# notices and keeps the new ones. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install magika==1.0.3
cat >run.py <<'PY'
import magika

reader = magika.Magika()
notice = """关于印发甲县政府信息公开办法的通知
各乡镇人民政府，县政府各部门：
    为进一步做好政府信息公开工作，现将有关事项通知如下。
    一、加强领导。
    二、落实责任。
                甲县人民政府
                2024年6月18日
"""
table = "索引号,标题,日期\n000014349,关于防汛的通知,2024-06-18\n000014350,关于防火的通知,2024-06-19\n"
for name, text in [("notice", notice), ("line", "公告，现予公布"), ("csv", table)]:
    for encoding in ["utf-8", "gbk", "utf-16"]:
        result = reader.identify_bytes(text.encode(encoding)).output
        print(name, encoding, result.label, result.mime_type)
PY
env/bin/python run.py 2>/dev/null >found
cat found
cat >recorded <<'TXT'
notice utf-8 txt text/plain
notice gbk unknown application/octet-stream
notice utf-16 unknown application/octet-stream
line utf-8 txt text/plain
line gbk unknown application/octet-stream
line utf-16 unknown application/octet-stream
csv utf-8 csv text/csv
csv gbk csv text/csv
csv utf-16 csv text/csv
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
