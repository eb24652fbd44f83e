#!/bin/sh
# serve 14.2.7 (npm): it redirects a link to search.html?q=甲 to /search, without the query.
#
#   input     a folder with search.html and 政策/index.html; GET /search.html?q=%E7%94%B2, and GET /政策
#   expected  200, or a redirect to /search?q=%E7%94%B2; for the folder a redirect to /政策/, as http-server 14.1.1, nginx and Python's server give
#   found     301 to /search; and 200 for /政策 itself, so that the relative links of the page lead to the folder above
#
# The server removes .html by default. Shared and bookmarked searches open an empty search page, which looks like "nothing found". If a page is
# requested without the last slash, its links are dead. Both work on the server where the site will be. "cleanUrls": false in serve.json keeps the
# query. Needs npm, python3 and a network connection.

set -eu
work=$(mktemp -d)
server=
trap 'kill $server 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund serve@14.2.7 http-server@14.1.1
mkdir -p site/政策
echo '<!doctype html><title>search</title>' >site/search.html
echo '<!doctype html><title>list</title><a href="1.html">1</a>' >site/政策/index.html
cat >ask.py <<'PY'
import http.client
import sys
import time

for path in ["/search.html?q=%E7%94%B2", "/%E6%94%BF%E7%AD%96"]:
    for _ in range(120):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", int(sys.argv[2]))
            connection.request("GET", path)
            answer = connection.getresponse()
            print(sys.argv[1], path, answer.status, answer.getheader("Location") or "")
            break
        except OSError:
            time.sleep(0.5)
PY
free() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
port=$(free)
node node_modules/serve/build/main.js -l "tcp://127.0.0.1:$port" site >log 2>&1 &
server=$!
python3 ask.py serve "$port" >found
kill $server
port=$(free)
node node_modules/http-server/bin/http-server site -a 127.0.0.1 -p "$port" >log 2>&1 &
server=$!
python3 ask.py http-server "$port" >>found
cat found
cat >recorded <<'TXT'
serve /search.html?q=%E7%94%B2 301 /search
serve /%E6%94%BF%E7%AD%96 200 
http-server /search.html?q=%E7%94%B2 200 
http-server /%E6%94%BF%E7%AD%96 302 /%E6%94%BF%E7%AD%96/
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
