#!/bin/sh
# HTTrack 3.49.4 (Debian 12, 3.49.4-1): it does not understand <meta charset="utf-8">. It requests Chinese links at garbled addresses, so the files
# behind them are missing from the copy.
#
#   input     a page with <meta charset="utf-8"> that links to 附件/名单.csv; a server that names no charset, as many do for files
#   expected  附件/名单.csv in the copy, as with <meta http-equiv="Content-Type" content="text/html; charset=utf-8"> in the same page
#   found     a request for /éä»¶/… (each byte of UTF-8 read as Latin-1 and written as UTF-8 again), the answer 404, and the error page saved as
#             éä»¶/….html; the csv is nowhere in the copy
#
# Pages have declared their encoding in this way since HTML5, and browsers follow their links. Every attachment with a Chinese name is lost, and the
# log blames the site for dead links. Percent-encoded links are followed. The script runs the program against a server of its own without mulu and
# fails if the behaviour changes. It needs python3, Debian 12's apt-get, dpkg-deb, and a network connection.

set -eu
work=$(mktemp -d)
server=
trap 'kill $server 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
apt-get download httrack=3.49.4-1 libhttrack2=3.49.4-1 >/dev/null 2>&1
for package in *.deb; do dpkg-deb -x "$package" debian; done
LD_LIBRARY_PATH=$(dirname "$(find debian -name 'libhttrack.so*' | head -n 1)")
export LD_LIBRARY_PATH LC_ALL=C.UTF-8
site() { # site FOLDER META LINK
    mkdir -p "$1/附件"
    printf '<!DOCTYPE html><html lang="zh"><head>%s<title>x</title></head><body><a href="%s">名单</a></body></html>' "$2" "$3" >"$1/index.html"
    echo '甲,乙' >"$1/附件/名单.csv"
}
site new '<meta charset="utf-8">' 附件/名单.csv
site old '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">' 附件/名单.csv
site escaped '<meta charset="utf-8">' '%E9%99%84%E4%BB%B6/%E5%90%8D%E5%8D%95.csv'
cat >serve.py <<'PY'
import functools
import http.server

handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=".")
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
print(server.server_port, flush=True)
server.serve_forever()
PY
python3 serve.py >port 2>/dev/null &
server=$!
while [ ! -s port ]; do sleep 0.1; done
for page in new old escaped; do
    debian/usr/bin/httrack -q -O "copy-$page" "http://127.0.0.1:$(cat port)/$page/index.html" >/dev/null 2>&1
    if grep -q 甲,乙 -r "copy-$page"; then kept=kept; else kept=missing; fi
    if [ -e "$(find "copy-$page" -path '*/附件/名单.csv')" ]; then name=right; else name=another; fi
    echo "$page: the csv is $kept, its name $name, answers with 404: $(grep -c '(404)' "copy-$page/hts-log.txt")"
done >found
cat found
cat >recorded <<'TXT'
new: the csv is missing, its name another, answers with 404: 1
old: the csv is kept, its name right, answers with 404: 0
escaped: the csv is kept, its name right, answers with 404: 0
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
