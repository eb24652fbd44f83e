#!/bin/sh
# pymarc 5.4.0 (Python): it reads a CNMARC record in UTF-8 as MARC-8 and gives Latin letters with accents, with two lines on stderr.
#
#   input     a record of GB/T 2901 with 200 $a甲市政府公报 $f甲市人民政府办公室 in UTF-8; its field 100 states the character set 50 (ISO 10646), and position 9 of
#             the leader is blank, as UNIMARC has it
#   expected  the Chinese text, or an exception: the bytes are valid UTF-8, and the record says so in the place that its format has for it
#   found     ø̇ı̄ ̆ð̄… for the title; with an "a" in position 9, as MARC 21 marks UTF-8, or with force_utf8=True, it is right
#
# Libraries and archives in China exchange CNMARC, where position 9 means nothing. The package assumes MARC 21 unless one knows the switch, and the
# garbled titles are valid text that goes into the catalogue. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install pymarc==5.4.0

cat >run.py <<'PY'
import pymarc


def record(mark):
    fields = [("001", "012024000012"), ("100", "  \x1fa20240618d2024    em y0chiy50      ea"),
              ("200", "1 \x1fa甲市政府公报\x1ff甲市人民政府办公室")]
    directory, body = b"", b""
    for tag, value in fields:
        value = value.encode() + b"\x1e"
        directory += f"{tag}{len(value):04d}{len(body):05d}".encode()
        body += value
    directory += b"\x1e"
    base = 24 + len(directory)
    return f"{base + len(body) + 1:05d}nam {mark}22{base:05d}   450 ".encode() + directory + body + b"\x1d"


for name, mark, more in [("blank", " ", {}), ("blank, force_utf8", " ", {"force_utf8": True}), ("a", "a", {})]:
    for read in pymarc.MARCReader(record(mark), **more):
        print(f"position 9 {name}:", ascii(read["200"]["a"]) if name == "blank" else read["200"]["a"])
PY
env/bin/python run.py >found 2>log
cat found log
cat >recorded <<'TXT'
position 9 blank: '\xf8\u0307\u0131\u0304 \u0306\xf0\u0304\u01a0\u0304\xc6\u0306'
position 9 blank, force_utf8: 甲市政府公报
position 9 a: 甲市政府公报
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
