#!/bin/sh
# HTTrack 3.49.4 (Debian 12, 3.49.4-1): <meta charset="utf-8"> is not understood. Links in Chinese are saved under garbled names, and a csv or txt file behind such
# a link becomes .html.
#
#   input     a page with <meta charset="utf-8"> that links to 附件/名单.csv; a server that names no charset, as most do for files
#   expected  附件/名单.csv in the copy, as with <meta http-equiv="Content-Type" content="text/html; charset=utf-8"> in the same page
#   found     no folder 附件; the one file is saved as éä»¶/….html (each byte of UTF-8 read as Latin-1 and written as UTF-8 again)
#
# Every page since HTML5 declares itself like this. The copy seems whole, its links work, and the log says "No errors, 0 warnings"; but neither names nor types
# are those of the site, so it cannot be compared with it nor put back. The script runs the program against a server of its own without mulu, and fails when the
# behaviour is another. It needs python3, Debian 12's apt-get, dpkg-deb, and a connection.

set -eu
work=$(mktemp -d)
server=
trap 'kill $server 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
apt-get download httrack=3.49.4-1 libhttrack2=3.49.4-1 >/dev/null 2>&1
for package in *.deb; do dpkg-deb -x "$package" debian; done
LD_LIBRARY_PATH=$(dirname "$(find debian -name 'libhttrack.so*' | head -n 1)")
export LD_LIBRARY_PATH LC_ALL=C.UTF-8
site() { # site FOLDER META
    mkdir -p "$1/附件"
    printf '<!DOCTYPE html><html lang="zh"><head>%s<title>x</title></head><body><a href="附件/名单.csv">名单</a></body></html>' "$2" >"$1/index.html"
    echo '甲,乙' >"$1/附件/名单.csv"
}
site new '<meta charset="utf-8">'
site old '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">'
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
for page in new old; do
    debian/usr/bin/httrack -q -O "copy-$page" "http://127.0.0.1:$(cat port)/$page/index.html" >/dev/null 2>&1
    saved=$(find "copy-$page" -path '*_*' -type f ! -name index.html)
    case $saved in
        */附件/名单.csv) echo "$page: 附件/名单.csv" ;;
        *.html) echo "$page: a garbled name, .html" ;;
        *) echo "$page: $saved" ;;
    esac
    grep -o 'No errors, 0 warnings' "copy-$page/hts-log.txt"
done >found
cat found
printf 'new: a garbled name, .html\nNo errors, 0 warnings\nold: 附件/名单.csv\nNo errors, 0 warnings\n' >recorded
cmp -s found recorded || { echo "another behaviour than recorded" && exit 1; }
