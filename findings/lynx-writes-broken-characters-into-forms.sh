#!/bin/sh
# lynx 2.9.0 (-dump): Chinese options of menus and texts of fields are written with cut characters and with bytes of earlier ones, so that the dump is
# not UTF-8.
#
#   input     a page in UTF-8 with the menus 2023年 and 本机关 (selected), 甲 (selected) and 乙丙, A, a field 某局办公室 and a button 提交申请; lynx -dump with
#             -display_charset=utf-8; the same page through w3m -dump
#   expected  [本机关], [甲], [A], the field and the button, as w3m writes them
#   found     bytes that are no characters behind the options, and characters of 本机关 in the second menu; the labels outside the form are right
#
# Such dumps are how pages are archived as text, compared and searched. A program that reads the dump as UTF-8 stops at a form for requests, or stores
# options that the form does not have. Needs lynx and w3m.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >form.html <<'HTML'
<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>申请</title></head><body><p>申请表</p><form><select><option>2023年<option selected>本机关</select>
<select><option selected>甲<option>乙丙</select><select><option selected>A</select><input value="某局办公室" size="12"><input type="submit" value="提交申请"></form></body></html>
HTML
{
    w3m -dump -cols 80 -O utf-8 form.html | sed '/^ *$/d'
    lynx -dump -nolist -display_charset=utf-8 form.html >dump
    if iconv -f utf-8 -t utf-8 dump >/dev/null 2>&1; then echo "lynx writes UTF-8"; else echo "lynx writes what is not UTF-8"; fi
    iconv -c -f utf-8 -t utf-8 dump | sed '/^ *$/d'
} >found
cat found
cat >recorded <<'TXT'
申请表
[本机关] [甲  ][A][某局办公室  ][提交申请]
lynx writes what is not UTF-8
   申请表
   [本机关机甲___ [A某局办公[A] ____________ 提交申请
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
