#!/bin/sh
# wacz 0.6.0 (Python) on a crawl of GNU Wget 1.21.3 (Debian 12, 1.21.3-1+deb12u1): `wacz create --detect-pages --text` lists a page only if the crawl
# followed pictures, styles or links from it; other pages are missing from the list and from the text search. A page in GBK is listed without title
# and text.
#
#   input     wget -r -p --warc-file of a home page, a notice of text alone, a notice with a picture, and a notice in GBK (so declared) with a picture
#   expected  four pages with titles and texts: all four are HTML, status 200
#   found     three pages; the notice of text alone is missing, the one in GBK has its address as title and no text; `wacz validate` says "valid"
#
# A page counts only if another record names it as its Referer. A notice of plain text, the most common page of an office, is in the archive but
# cannot be found there, because replay programs list and search pages.jsonl. The only message is "Num Pages Detected: 3". Needs wget, unzip, python3
# with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'kill $server 2>"$work/kill.log" || true; rm -rf "$work"' EXIT
server=
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install wacz==0.6.0 cdxj-indexer==1.4.5 warcio==1.7.4 boilerpy3==1.0.7 setuptools==80.9.0
mkdir site
cat >make.py <<'PY'
def write(name, title, body, charset="utf-8"):
    page = f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>'
    open("site/" + name, "wb").write(page.encode(charset))


text = "<p>" + "各县人民政府，市政府各部门、各直属机构。" * 20 + "</p>"
write("index.html", "甲市信息公开", "".join(f'<a href="{name}.html">{name}</a> ' for name in ["text", "picture", "gbk"]))
write("text.html", "关于印发办法的通知", text)
write("picture.html", "关于公布名单的通知", text + '<img src="a.png">')
write("gbk.html", "关于调整机构的批复", text + '<img src="b.png">', "gbk")
for name in ["a.png", "b.png"]:
    open("site/" + name, "wb").write(b"\x89PNG")
PY
cat >serve.py <<'PY'
import functools
import http.server

serve = http.server.HTTPServer(("127.0.0.1", 0), functools.partial(http.server.SimpleHTTPRequestHandler, directory="site"))
with open("port.part", "w") as file:
    file.write(str(serve.server_port))
__import__("os").rename("port.part", "port")
serve.serve_forever()
PY
python3 make.py
python3 serve.py 2>serve.log &
server=$!
while [ ! -e port ]; do sleep 0.2; done
wget -q -r -p --warc-file=crawl "http://127.0.0.1:$(cat port)/" || true # 8: there is no robots.txt
env/bin/wacz create -o crawl.wacz --detect-pages --text crawl.warc.gz >wacz.log 2>&1
unzip -q crawl.wacz
{
    python3 - <<'PY'
import json

for line in list(open("pages/pages.jsonl", encoding="utf-8"))[1:]:
    page = json.loads(line)
    path = page["url"].split("/", 3)[3]
    title = page["title"] if "//" not in page["title"] else "its address"
    print(f"/{path} title: {title}; text:", "yes" if "机构" in page.get("text", "") else "no")
PY
    grep -o 'Num Pages Detected: .*' wacz.log
    env/bin/wacz validate -f crawl.wacz 2>validate.log | tail -1
} >found
cat found
cat >recorded <<'TXT'
/ title: 甲市信息公开; text: no
/picture.html title: 关于公布名单的通知; text: yes
/gbk.html title: its address; text: no
Num Pages Detected: 3
Validation succeeded, the passed WACZ is valid
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
