#!/bin/sh
# espeak-ng 1.51 (Debian 12, 1.51+dfsg-10+deb12u2), the voice of free screen readers: in Mandarin it reads most characters as their pinyin spelled in English, with the
# tone as an English numeral: 第 is "dee four".
#
#   input     the characters of 中华人民共和国政府信息公开条例, each a paragraph, and 二, 十, 第, 办法, 附件; espeak-ng -v cmn -x -q
#   expected  Mandarin syllables, as it says 二 and 十; the program lists Mandarin (cmn) among its languages
#   found     the English voice, (en) in the phonemes, for 13 of the 15 characters; 第 is dI fo@, the phonemes of "di 4" in the English voice
#
# The number of an article, 第三条, begins with "dee four", but a number in figures such as 12 is right. Nothing on a page can mend it: the lang
# attribute only chooses the voice. Needs Debian 12's espeak-ng, and python3.

set -eu
command -v espeak-ng >/dev/null || { echo "espeak-ng is missing" && exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export LC_ALL=C.UTF-8
python3 - <<'PY'
for name, items in [("title", "中华人民共和国政府信息公开条例"), ("words", ["二", "十", "第", "办法", "附件"])]:
    with open(name, "w", encoding="utf-8") as file:
        file.write("\n\n".join(items))
PY
espeak-ng -v cmn -x -q -f title >spoken
{
    espeak-ng --version | cut -d' ' -f1-4
    echo "characters $(grep -c . spoken), in English $(grep -c '(en)' spoken)"
    espeak-ng -v cmn -x -q -f words
    espeak-ng -v en -x -q "di 4"
} | sed 's/ *$//' >found
cat found
cat >recorded <<'TXT'
eSpeak NG text-to-speech: 1.51
characters 15, in English 13
'@r51_|
s.'i.35_|
(en)dI55f'o@55(cmn)_|
(en)ba55nf'o@55_| fa55Tr'i:55(cmn)_|
(en)fV55f'o@55_| dZ,aI55@55nf'o@55(cmn)_|
d,I f'o@
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
