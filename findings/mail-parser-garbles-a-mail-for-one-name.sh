#!/bin/sh
# mail-parser 4.8.0 (Python, which reads mails for archives and analyses): if a mail declares gb2312 and contains one character that GB 2312 lacks,
# the whole text becomes replacement characters and Latin letters.
#
#   input     a mail with charset=gb2312 and the text 任命李某为科长。, then the same with 李镕某, in GBK, as mail programs of Chinese Windows write both; the
#             last also with charset=gbk
#   expected  the text in all three cases: the label gb2312 means GBK on the web and in mail programs; at most one character is lost
#   found     the text in the first and the last; in the second, no Chinese character of the sentence is left
#
# The package tries the declared encoding strictly, and then UTF-8, which such a mail never is; it notes that in its list of defects. Names with 镕, 堃
# or 喆 make such mails, and the whole mail is lost to search for the one name. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install mail-parser==4.8.0
cat >run.py <<'PY'
import mailparser

HEAD = "From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset={}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
for label, text in [("gb2312", "任命李某为科长。"), ("gb2312", "任命李镕某为科长。"), ("gbk", "任命李镕某为科长。")]:
    mail = mailparser.parse_from_bytes(HEAD.format(label).encode() + text.encode("gbk"))
    chinese = sum("\u4e00" <= character <= "\u9fff" for character in mail.body)
    print(f"{label}, {text}: {mail.body if mail.body == text else 'garbled'}, {chinese} of {len(text) - 1} characters, defects {len(mail.defects)}")
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
gb2312, 任命李某为科长。: 任命李某为科长。, 7 of 7 characters, defects 0
gb2312, 任命李镕某为科长。: garbled, 0 of 8 characters, defects 1
gbk, 任命李镕某为科长。: 任命李镕某为科长。, 8 of 8 characters, defects 0
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
