#!/bin/sh
# pywb 2.10.0: if the addresses of two archived files differ only in the case of a letter, or in %2F and /, it serves one of the files for both
# addresses, with status 200 and without a message.
#
#   input     a WARC with records for a/A.txt and a/a.txt, and for b%2Fc.txt and b/c.txt, each with its own address as content; replay of all four
#   expected  four contents: the index has the full address of each record, so the exact record can be chosen
#   found     the content of a/A.txt under a/a.txt, and that of b%2Fc.txt under b/c.txt
#
# The key of the index is decoded and in lower case, and of several records pywb takes the one nearest in time, not the one with the requested
# address. 附件A.pdf and 附件a.pdf are two files on nearly every server. The archive shows the wrong file, and a check that every address answers passes.
# Needs python3 3.11 with venv, and a network connection.

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

with open("site.warc.gz", "wb") as file:
    writer = WARCWriter(file, gzip=True)
    for path in ["a/A.txt", "a/a.txt", "b%2Fc.txt", "b/c.txt"]:
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/plain")], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(
            "http://example.org/" + path, "response", payload=io.BytesIO(path.encode()), http_headers=head,
            warc_headers_dict={"WARC-Date": "2024-01-01T00:00:00Z"}))
PY
env/bin/python make.py
env/bin/wb-manager init site >log 2>&1
env/bin/wb-manager add site site.warc.gz >>log 2>&1
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
env/bin/wayback -b 127.0.0.1 -p "$port" >>log 2>&1 &
server=$!
cat >ask.py <<'PY'
import sys
import time
import urllib.request

for path in ["a/A.txt", "a/a.txt", "b%2Fc.txt", "b/c.txt"]:
    for _ in range(120):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}/site/20240101000000id_/http://example.org/{path}") as answer:
                print(path, answer.status, answer.read().decode())
            break
        except urllib.error.HTTPError as error:
            print(path, error.code)
            break
        except OSError:
            time.sleep(0.5)
PY
env/bin/python ask.py "$port" >found
cat found
printf 'a/A.txt 200 a/A.txt\na/a.txt 200 a/A.txt\nb%%2Fc.txt 200 b%%2Fc.txt\nb/c.txt 200 b%%2Fc.txt\n' >recorded
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
