#!/bin/sh
# unmhtml 0.4.0 (Python), which converts saved pages (MHTML) to HTML: a page in GBK that Chromium has saved becomes replacement characters.
#
#   input     a page in the form in which Chromium 156 saves a page in GBK: the type text/html without an encoding, quoted-printable, the bytes in
#             GBK, and the encoding in <meta http-equiv="Content-Type">; the same page in UTF-8
#   expected  关于防汛的通知, as pimht 0.6.0 (Python) and Chromium itself give it: HTML takes the encoding from the page if no header has it
#   found     ���ڷ�Ѵ��֪ͨ for GBK, without an error; the page in UTF-8 is right
#
# Chromium keeps the encoding of an old portal when it saves a page, and does not write it into the header of the part. The text is lost in the
# conversion. The script runs the packages without mulu and fails if the behaviour changes. It needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install unmhtml==0.4.0 pimht==0.6.0
cat >run.py <<'PY'
import quopri
import re

import pimht
import unmhtml

def saved(charset):
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"></head><body><p>关于防汛的通知</p></body></html>'
    lines = ["From: <Saved by Blink>", "Snapshot-Content-Location: http://example.org/a.html", "MIME-Version: 1.0", "Content-Type: multipart/related;",
             '\ttype="text/html";', '\tboundary="b"', "", "", "--b", "Content-Type: text/html", "Content-Transfer-Encoding: quoted-printable",
             "Content-Location: http://example.org/a.html", "", quopri.encodestring(page.encode(charset)).decode("ascii").replace("\n", "\r\n"), "--b--", ""]
    return "\r\n".join(lines).encode("ascii")


def paragraph(text):
    return re.search("<p>(.*?)</p>", text)[1]


for charset in ["GBK", "UTF-8"]:
    print(charset, "pimht", paragraph(next(iter(pimht.from_bytes(saved(charset)))).text))
    print(charset, "unmhtml", paragraph(unmhtml.to_standalone_html(unmhtml.load_mhtml(saved(charset)))))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
GBK pimht 关于防汛的通知
GBK unmhtml ���ڷ�Ѵ��֪ͨ
UTF-8 pimht 关于防汛的通知
UTF-8 unmhtml 关于防汛的通知
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
