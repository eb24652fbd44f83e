#!/bin/sh
# munpack of mpack 1.6 (Debian 12, 1.6-18+b1), which saves the attachments of a mail: a Chinese name becomes a string of codes without an extension,
# makes a folder at a slash of the code, or becomes "part1".
#
#   input     a mail with four attachments: 附件.ofd in UTF-8 and in GBK, as mail programs write the name (filename="=?utf-8?B?…?="), 名单.pdf in the form
#             of RFC 2231 (filename*=utf-8''…), and list.pdf
#   expected  附件.ofd, 附件.ofd with a number, 名单.pdf, list.pdf
#   found     =Xutf-8XBX6ZmE5Lu2Lm9mZA==X=, i5vZmQ=X= in a folder =XgbkXBXuL28, part1, list.pdf
#
# Whoever files applications that come by mail has files that no program opens by their extension, and cannot tell which is which. Needs mpack and
# python3.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >make.py <<'PY'
from base64 import b64encode
from urllib.parse import quote

names = [f'filename="=?{code}?B?{b64encode("附件.ofd".encode(code)).decode()}?="' for code in ["utf-8", "gbk"]]
names += ["filename*=utf-8''" + quote("名单.pdf"), "filename=list.pdf"]
part = "--x\nContent-Type: application/octet-stream\nContent-Disposition: attachment; {}\nContent-Transfer-Encoding: base64\n\nAAAA\n\n"
with open("mail.eml", "w") as file:
    file.write('From: a@example.org\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="x"\n\n' + "".join(map(part.format, names)) + "--x--\n")
PY
python3 make.py
mkdir saved
munpack -q -C saved "$work/mail.eml" >log 2>&1
(cd saved && find . -type f) | sed 's/^..//' | LC_ALL=C sort >found
cat found
cat >recorded <<'TXT'
=XgbkXBXuL28/i5vZmQ=X=
=Xutf-8XBX6ZmE5Lu2Lm9mZA==X=
list.pdf
part1
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
