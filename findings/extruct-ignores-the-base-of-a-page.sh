#!/bin/sh
# extruct 0.18.0 (Python): addresses in microdata are resolved against the address of the page although the page has a <base>, and a full-width space
# becomes an ordinary one.
#
#   input     a page with <base href="https://files.example.gov.cn/公开/"> and a schema.org Report: a link 2024/年报.pdf, an image logo.png, and the name
#             年度报告, full-width space, 2024; base_url is https://www.example.gov.cn/a/index.html
#   expected  https://files.example.gov.cn/公开/2024/年报.pdf, as browsers resolve it, and the name as it is
#   found     https://www.example.gov.cn/a/2024/年报.pdf, and the same for the image; an ordinary space in the name
#
# Portals with a server for files write such a base once. Every address of a document that is harvested from its description then leads nowhere, and
# titles do not match those of the catalogue. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install extruct==0.18.0
cat >run.py <<'PY'
import extruct

page = """<html><head><base href="https://files.example.gov.cn/公开/"></head><body><div itemscope itemtype="https://schema.org/Report">
<span itemprop="name">年度报告　2024</span><a itemprop="url" href="2024/年报.pdf">下载</a><img itemprop="image" src="logo.png"></div></body></html>"""
found = extruct.extract(page, base_url="https://www.example.gov.cn/a/index.html", syntaxes=["microdata"])
for name, value in found["microdata"][0]["properties"].items():
    print(name, ascii(value) if name == "name" else value)
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
name '\u5e74\u5ea6\u62a5\u544a 2024'
url https://www.example.gov.cn/a/2024/年报.pdf
image https://www.example.gov.cn/a/logo.png
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
