#!/bin/sh
# Caddy 2.6.2 (Debian 12, 2.6.2-5) and sirv-cli 3.0.1 (npm): they send an old page in GBK as UTF-8, although the page declares its encoding, so every
# browser garbles it. Caddy and http-server 14.1.1 (npm) do the same with csv and text files, and Caddy with XML.
#
#   input     a folder with a page that has <meta charset="gb2312">, an XML file with encoding="gb2312", and a csv and a text in GBK, as portals have
#             kept them; `caddy file-server`, `sirv`, `http-server`; for comparison nginx 1.22.1 and Python 3.11
#   expected  no charset, as nginx and Python send it, so that the declaration of the page counts; or the charset that the page declares, as
#             http-server sends it for the page
#   found     charset=utf-8: by the HTML standard, the header of the server takes precedence over the declaration of the page
#
# After a site has moved to another server, its new pages look right, but twenty years of old pages are unreadable. The files themselves are intact.
# Needs Debian 12's caddy and nginx, npm, python3, and a network connection.

set -eu
work=$(mktemp -d)
servers=
trap 'kill $servers 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund sirv-cli@3.0.1 http-server@14.1.1
mkdir site
python3 - <<'PY'
import pathlib

for name, text in [("a.html", '<!DOCTYPE html><meta charset="gb2312"><title>x</title><p>甲市人民政府'),
                   ("a.xml", '<?xml version="1.0" encoding="gb2312"?><题名>甲市人民政府</题名>'),
                   ("a.csv", "题名,文号\r\n甲市人民政府,甲政发〔2024〕12号\r\n"), ("a.txt", "甲市人民政府\r\n")]:
    pathlib.Path("site", name).write_bytes(text.encode("gb18030"))
PY
python3 - >ports <<'PY'
import socket

sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(5)]
print(*[s.getsockname()[1] for s in sockets])
PY
read -r caddy sirv http_server python nginx <ports
export XDG_CONFIG_HOME="$work/caddy" XDG_DATA_HOME="$work/caddy"
caddy file-server --root site --listen "127.0.0.1:$caddy" >>log 2>&1 &
servers="$servers $!"
node node_modules/sirv-cli/bin.js site --port "$sirv" --host 127.0.0.1 --quiet >>log 2>&1 &
servers="$servers $!"
node node_modules/http-server/bin/http-server site -p "$http_server" -a 127.0.0.1 -s >>log 2>&1 &
servers="$servers $!"
python3 -m http.server "$python" --bind 127.0.0.1 --directory site >>log 2>&1 &
servers="$servers $!"
cat >nginx.conf <<TXT
daemon off; pid $work/nginx.pid; error_log $work/nginx.log; events {}
http { include /etc/nginx/mime.types; access_log off; client_body_temp_path $work/t1; proxy_temp_path $work/t2;
  fastcgi_temp_path $work/t3; uwsgi_temp_path $work/t4; scgi_temp_path $work/t5;
  server { listen 127.0.0.1:$nginx; root $work/site; } }
TXT
/usr/sbin/nginx -c "$work/nginx.conf" >>log 2>&1 &
servers="$servers $!"
chmod -R a+rX "$work"
cat >ask.py <<'PY'
import sys
import time
import urllib.request

for name, port in zip(["caddy", "sirv", "http-server", "python", "nginx"], sys.argv[1:]):
    types = []
    for file in ["a.html", "a.xml", "a.csv", "a.txt"]:
        for _ in range(300):
            try:
                types.append(urllib.request.urlopen(f"http://127.0.0.1:{port}/{file}").headers["Content-Type"])
                break
            except OSError:
                time.sleep(0.1)
    print(f"{name}:", " | ".join(types))
PY
python3 ask.py "$caddy" "$sirv" "$http_server" "$python" "$nginx" >found
cat found
cat >recorded <<'TXT'
caddy: text/html; charset=utf-8 | text/xml; charset=utf-8 | text/csv; charset=utf-8 | text/plain; charset=utf-8
sirv: text/html;charset=utf-8 | text/xml | text/csv | text/plain
http-server: text/html; charset=GBK | application/xml | text/csv; charset=UTF-8 | text/plain; charset=UTF-8
python: text/html | application/xml | text/csv | text/plain
nginx: text/html | text/xml | text/plain | text/plain
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
