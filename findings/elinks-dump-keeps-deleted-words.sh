#!/bin/sh
# elinks 0.13 (-dump): deleted words stand unmarked beside those that replace them, and ticked boxes look unticked; w3m and lynx show both.
#
#   input     a page with 处以, deleted 二万元, inserted 一万元, 罚款; 不予公开 within s, and 予以公开; two boxes and two radio buttons, the first of each pair checked;
#             elinks -dump and w3m -dump
#   expected  marks as w3m writes them, [DEL:二万元:DEL][INS:一万元:INS], or the deleted words left out; a mark in the checked boxes
#   found     处以二万元一万元罚款，不予公开予以公开。, and no mark in any of the four boxes
#
# The text says two fines at once, and that the document is not to be published and is to be. A dump of a form that was filled in and archived says that
# nothing was chosen. Needs elinks and w3m.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >page.html <<'HTML'
<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>决定</title></head><body><p>处以<del>二万元</del><ins>一万元</ins>罚款，<s>不予公开</s>予以公开。</p>
<p><input type="checkbox" checked>同意 <input type="checkbox">不同意 <input type="radio" checked>是 <input type="radio">否</p></body></html>
HTML
{
    w3m -dump -O utf-8 page.html
    HOME=$work elinks -dump -dump-charset utf-8 -no-references -no-numbering page.html
} | sed '/^ *$/d; s/^ *//' >found
cat found
cat >recorded <<'TXT'
处以[DEL:二万元:DEL][INS:一万元:INS]罚款，[S:不予公开:S]予以公开。
[*]同意 [ ]不同意 (*)是 ( )否
处以二万元一万元罚款，不予公开予以公开。
[ ] 同意 [ ] 不同意 ( ) 是 ( ) 否
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
