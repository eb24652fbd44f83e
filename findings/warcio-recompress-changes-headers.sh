#!/bin/sh
# warcio 1.8.1 (Python), `warcio recompress`: it rewrites an archived Content-Disposition if the file name in it is not ASCII, so that `warcio check`
# then fails for the record. The address in a Location is percent-encoded a second time.
#
#   input     a WARC with a valid block digest: 302, Content-Disposition: attachment; filename="附件.pdf" and Location: /附件/a%20b.pdf (which browsers
#             follow), both as bytes of UTF-8, as many servers send them; recompress, then check
#   expected  the same bytes with another compression, which is the purpose of the command; `warcio check` passes before and after
#   found     filename*=UTF-8''…; the recorded digest stays, and the check says "block digest failed"; Location: /%E9%99%84%E4%BB%B6/a%2520b.pdf
#
# The command prints "No Errors Found!". A replay follows the redirection to a%2520b.pdf, which is not in the archive. Records with ASCII headers
# pass, so a trial with an English site shows nothing. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install warcio==1.8.1

cat >make.py <<'PY'
import base64
import hashlib

block = ('HTTP/1.1 302 Found\r\nLocation: /附件/a%20b.pdf\r\nContent-Disposition: attachment; filename="附件.pdf"\r\n'
         "Content-Length: 0\r\n\r\n").encode()
digest = base64.b32encode(hashlib.sha1(block).digest()).decode()
head = ["WARC/1.0", "WARC-Type: response", "WARC-Target-URI: http://example.org/a", "WARC-Date: 2024-06-18T00:00:00Z",
        "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>", "Content-Type: application/http; msgtype=response",
        f"WARC-Block-Digest: sha1:{digest}", f"Content-Length: {len(block)}"]
open("a.warc", "wb").write("\r\n".join(head).encode() + b"\r\n\r\n" + block + b"\r\n\r\n")
PY
python3 make.py
{
    env/bin/warcio check -v a.warc | grep digest
    env/bin/warcio recompress a.warc b.warc.gz | tail -1
    gzip -dc b.warc.gz | tr -d '\r' | grep -aE '^(Location|Content-Disp)'
    env/bin/warcio check -v b.warc.gz | grep -o 'block digest failed' || true
} >found
cat found
cat >recorded <<'END'
    digest pass
No Errors Found!
Location: /%E9%99%84%E4%BB%B6/a%2520b.pdf
Content-Disposition: attachment; filename*=UTF-8''%E9%99%84%E4%BB%B6.pdf
block digest failed
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
