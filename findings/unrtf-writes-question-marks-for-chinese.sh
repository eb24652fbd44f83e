#!/bin/sh
# unrtf 0.21.10 (Debian 12, 0.21.10-clean-1), which converts RTF: as text or LaTeX, every Chinese character becomes a question mark, or disappears if
# the file has it in GBK. As HTML, the same file is right.
#
#   input     an RTF file with 甲市政府 as Word writes it (\u30002?), with 甲市 in GBK in a Chinese font (\fcharset134), and with the number 2024 on both
#             lines; in the locale C.UTF-8
#   expected  甲市政府 2024 and 甲市 2024 in UTF-8, or an error: the program has the characters, as its HTML shows
#   found     ???? 2024, and a "2" with a control character before 2024; exit status 0; HTML: &#30002;&#24066;…
#
# A batch that makes texts for a search index succeeds, and the index contains the numbers of the documents without the offices. Needs unrtf and
# python3.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >notice.rtf <<'RTF'
{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}}
\f0 \u30002?\u24066?\u25919?\u24220? 2024\par \'bc\'d7\'ca\'d0 2024\par}
RTF
export LC_ALL=C.UTF-8
for form in text latex html; do
    unrtf --$form notice.rtf >$form.out 2>/dev/null && echo "$form: exit status 0"
    python3 -c 'import re, sys
for line in open(sys.argv[1], encoding="utf-8"):
    if "2024" in line:
        print(" ", ascii(re.sub("<.*?>", "", line).strip()))' $form.out
done >found
cat found
cat >recorded <<'TXT'
text: exit status 0
  '???? 2024'
  '2\x02 2024'
latex: exit status 0
  '???? 2024\\par'
  '2\x02 2024\\par'
html: exit status 0
  '&#30002;&#24066;&#25919;&#24220; 2024'
  '&#30002;&#24066; 2024'
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
