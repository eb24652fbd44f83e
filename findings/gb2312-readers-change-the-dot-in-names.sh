#!/bin/sh
# Python 3.11, iconv of glibc 2.36 and Perl 5.36 (Debian 12), encoding gb2312: they read the dot in 买买提·艾力 as the Japanese dot ・, and the Chinese dash
# as another line. Python cannot write the dot or the dash in gb2312.
#
#   input     the bytes of 提·艾—— in GBK, decoded as gb2312 and as gbk; the characters · (U+00B7), — (U+2014), 〇 and 〔 encoded as gb2312. Most old
#             pages declare charset=gb2312, and browsers read them as gbk
#   expected  U+00B7 and U+2014, as in gbk and by GB/T 15834: gb2312 is the smaller set, and the two bytes mean the same in both; an error for 〇,
#             which gb2312 lacks
#   found     U+30FB and U+2015 in the first three; TextDecoder("gb2312") of Node.js gives U+00B7 and U+2014
#
# A search for the person finds nothing. If some pages of a list declared gb2312 and others gbk, the list has the same name in two forms. The Python
# package requests decodes a page by its declaration. Needs Debian 12 with python3, iconv, perl and Node.js 20.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
printf '提·艾——\n' | iconv -f UTF-8 -t GBK >text
cat >run.py <<'PY'
data = open("text", "rb").read()
for encoding in ["gb2312", "gbk", "gb18030"]:
    print("Python", encoding, data.decode(encoding).strip())
for character in "·—〇〔":
    for encoding in ["gb2312", "gbk"]:
        try:
            print("Python", encoding, character, character.encode(encoding).hex())
        except UnicodeEncodeError:
            print("Python", encoding, character, "refused")
PY
{
    python3 run.py
    for encoding in GB2312 GBK; do printf 'iconv %s %s\n' "$encoding" "$(iconv -f "$encoding" -t UTF-8 text)"; done
    perl -MEncode -e 'local $/; my $data = <STDIN>; binmode STDOUT, ":utf8"; print "Perl $_ ", decode($_, $data) for "gb2312", "gbk"' <text
    node -e 'process.stdout.write("Node.js gb2312 " + new TextDecoder("gb2312").decode(require("fs").readFileSync("text")))'
} >found
cat found
cat >recorded <<'TXT'
Python gb2312 提・艾――
Python gbk 提·艾——
Python gb18030 提·艾——
Python gb2312 · refused
Python gbk · a1a4
Python gb2312 — refused
Python gbk — a1aa
Python gb2312 〇 refused
Python gbk 〇 a996
Python gb2312 〔 a1b2
Python gbk 〔 a1b2
iconv GB2312 提・艾――
iconv GBK 提·艾——
Perl gb2312 提・艾――
Perl gbk 提·艾——
Node.js gb2312 提·艾——
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
