#!/bin/sh
# liblouis 3.24 (Debian 12, liblouis-bin and liblouis-data 3.24.0-1), which turns text into Braille for screen readers and printers: in the tables for
# Mainland China, rare characters of names are missing without a sign, and the 〇 of a year divides the year.
#
#   input     任命李𬱖, 李䶮, 李㐂 and 李某; 二〇二四年 and 二零二四年; 〔 and 〕; with the tables zhcn-g1.ctb (current Braille) and zhcn-g2.ctb (two-cell Braille)
#   expected  the reading of each character, or a sign that one is missing, as the table zhcn-cbs.ctb writes its code; 〇 read líng like 零; two
#             different brackets
#   found     a blank for 𬱖, 䶮 and 㐂, so three persons have the name 李; 二 0 二四 with blanks; the same two cells for 〔 and 〕
#
# A blind reader of an appointment gets a surname alone and cannot know that a name follows. The year falls into two words, of which the first ends in
# a digit. Needs liblouis-bin and liblouis-data.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export LC_ALL=C.UTF-8
for table in zhcn-g1 zhcn-g2; do
    for text in 李𬱖 李䶮 李㐂 李某 二〇二四年 二零二四年 〔 〕; do
        echo "$table: $text $(echo "$text" | lou_translate "unicode.dis,$table.ctb" 2>/dev/null)|"
    done
done >found
cat found
cat >recorded <<'TXT'
zhcn-g1: 李𬱖 ⠇⠊⠄⠀|
zhcn-g1: 李䶮 ⠇⠊⠄⠀|
zhcn-g1: 李㐂 ⠇⠊⠄⠀|
zhcn-g1: 李某 ⠇⠊⠄⠍⠷⠄|
zhcn-g1: 二〇二四年 ⠗⠆⠼⠚⠀⠗⠆⠎⠆⠝⠩⠂|
zhcn-g1: 二零二四年 ⠗⠆⠇⠡⠂⠗⠆⠎⠆⠝⠩⠂|
zhcn-g1: 〔 ⠰⠆|
zhcn-g1: 〕 ⠰⠆|
zhcn-g2: 李𬱖 ⠗⠧⠀|
zhcn-g2: 李䶮 ⠗⠧⠀|
zhcn-g2: 李㐂 ⠗⠧⠀|
zhcn-g2: 李某 ⠗⠧⠪⠭|
zhcn-g2: 二〇二四年 ⠔⠚⠀⠼⠚⠀⠔⠚⠛⠃⠟⠫|
zhcn-g2: 二零二四年 ⠔⠚⠗⠱⠔⠚⠛⠃⠟⠫|
zhcn-g2: 〔 ⠰⠆|
zhcn-g2: 〕 ⠰⠆|
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
