#!/bin/sh
# warcio 1.8.1 and pywb 2.10.0 (one family): a record made for http://example.org/甲.txt is written and indexed without complaint, and then cannot be replayed.
#
#   input     create_warc_record("http://example.org/甲.txt", …) and the same for /é.txt; wb-manager add; replay of both
#   expected  warcio escapes the address (the header is an ASCII URI by the WARC standard) or refuses it; or replay finds it, as it finds é
#   found     the header holds the Chinese letters as UTF-8 bytes; é answers 200, 甲 answers 500 "Internal Server Error"
#
# Tried with a European address it works, so the writer seems right. The archive of a Chinese site made this way passes every count of records, and shows an error
# for each page that is not in English. Escape the address before the record is made. The script runs the packages without mulu, and fails when the behaviour is
# another. It needs python3 3.11 with venv, and a connection.

set -eu
work=$(mktemp -d)
server=
trap 'kill $server 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install pywb==2.10.0 warcio==1.8.1 setuptools==80.9.0
cat >make.py <<'PY'
import io
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

with open("site.warc", "wb") as file:
    writer = WARCWriter(file, gzip=False)
    for name in ["甲", "é", "%E4%B9%99"]:
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/plain")], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(
            f"http://example.org/{name}.txt", "response", payload=io.BytesIO(b"x"), http_headers=head,
            warc_headers_dict={"WARC-Date": "2024-01-01T00:00:00Z"}))
PY
env/bin/python make.py
env/bin/wb-manager init site >log 2>&1
env/bin/wb-manager add site site.warc >>log 2>&1
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
env/bin/wayback -b 127.0.0.1 -p "$port" >>log 2>&1 &
server=$!
cat >ask.py <<'PY'
import sys
import time
import urllib.parse
import urllib.request

for name in ["甲", "é", "乙"]:
    for _ in range(120):
        try:
            address = f"http://127.0.0.1:{sys.argv[1]}/site/20240101000000id_/http://example.org/{urllib.parse.quote(name)}.txt"
            with urllib.request.urlopen(address) as answer:
                print(name, answer.status)
            break
        except urllib.error.HTTPError as error:
            print(name, error.code)
            break
        except OSError:
            time.sleep(0.5)
PY
{
    grep -a -o 'Target-URI: .*' site.warc | tr -d '\r'
    env/bin/python ask.py "$port"
} >found
cat found
cat >recorded <<'TXT'
Target-URI: http://example.org/甲.txt
Target-URI: http://example.org/é.txt
Target-URI: http://example.org/%E4%B9%99.txt
甲 500
é 200
乙 200
TXT
cmp -s found recorded || { echo "another behaviour than recorded" && exit 1; }
