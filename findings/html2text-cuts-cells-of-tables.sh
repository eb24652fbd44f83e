#!/bin/sh
# html2text 1.3.2a (Debian 12, 1.3.2a-28): in a table, it drops Chinese characters and cuts others into pieces, so the output is not valid UTF-8.
#
#   input     html2text -utf8 of a table with 甲市民政局 and 12 in a row below 单位 and 金额, once without and once with a border; the same text in paragraphs
#   expected  the words in columns, as right as in the paragraphs: the option -utf8 exists for this purpose
#   found     without a border, a byte of another cell overwrites one byte of 民; with a border, whole characters are missing; the exit status is 0
#
# The program counts the width of a column in characters and fills it by bytes. Mail programs and diff tools use it for HTML, and notices contain many
# tables. Needs Debian 12's apt-get, dpkg-deb, python3, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download html2text=1.3.2a-28 >/dev/null 2>&1
dpkg-deb -x html2text_*.deb debian
text() { # text ATTRIBUTES
    echo "<html><head><meta charset=utf-8></head><body><table$1><tr><td>单位</td><td>金额</td></tr><tr><td>甲市民政局</td><td>12</td></tr></table></body></html>" >a.html
    debian/usr/bin/html2text -utf8 a.html >out
    python3 -c 'import sys; [print(repr(line.decode("utf-8", "backslashreplace"))) for line in open("out", "rb").read().splitlines()]'
}
{
    text ""
    text " border=1"
    echo '<p>单位 金额</p><p>甲市民政局 12</p>' >a.html
    debian/usr/bin/html2text -utf8 a.html
} >found
cat found
cat >recorded <<'TXT'
'单位金额'
'甲市12\\x91政局'
' ________'
'|单\\xe4\\xbd|\\xe9\\x87|额'
'|甲\\xe5\\xb8|12|政局'
单位 金额
甲市民政局 12
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
