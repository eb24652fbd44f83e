#!/bin/sh
# lynx 2.9, w3m 0.5 and elinks 0.13 (-dump): a reversed list is numbered upwards, and elinks shows a list that begins with 0 as bullets.
#
#   input     <ol reversed> with 第三批, 第二批 and 第一批, <ol start="0"> with 总说明 and 分说明, and <ol start="9"> with 九 and 十
#   expected  3, 2, 1; 0, 1; 9, 10, as Chromium and Firefox number them
#   found     1, 2, 3 by all three; bullets by elinks for the second list; the third is right
#
# Lists of batches and of years stand with the newest first, and reversed gives each its own number. In the text, 第三批 is number 1, and references by
# number lead to another item. Needs lynx, w3m and elinks.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >list.html <<'HTML'
<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>批次</title></head><body><ol reversed><li>第三批<li>第二批<li>第一批</ol>
<ol start="0"><li>总说明<li>分说明</ol><ol start="9"><li>九<li>十</ol></body></html>
HTML
{
    echo lynx
    lynx -dump -nolist -display_charset=utf-8 list.html
    echo w3m
    w3m -dump -O utf-8 list.html
    echo elinks
    HOME=$work elinks -dump -dump-charset utf-8 -no-references list.html
} | sed '/^ *$/d; s/^ *//' | tr '\n' ' ' >found
echo >>found
cat found
cat >recorded <<'TXT'
lynx 1. 第三批 2. 第二批 3. 第一批 0. 总说明 1. 分说明 9. 九 10. 十 w3m 1. 第三批 2. 第二批 3. 第一批 0. 总说明 1. 分说明 9. 九 10. 十 elinks  1. 第三批  2. 第二批  3. 第一批 • 总说明 • 分说明  9. 九 10. 十 
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
