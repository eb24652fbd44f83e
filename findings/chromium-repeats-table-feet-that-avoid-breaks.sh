#!/bin/sh
# Chromium 156 (Debian 12): a foot made with `display: table-footer-group` is printed once, and on every sheet only if it also has `break-inside: avoid`.
#
#   input     a page of 200 paragraphs in a `display: table` box, and a line with `display: table-footer-group`; the same with `break-inside: avoid`; the
#             same as a real table with a tfoot
#   expected  the line at the foot of every sheet in all three: CSS 2.1 (17.2) says of the display value itself that print user agents may repeat footer
#             rows on each page spanned by a table, and it is what a tfoot has
#   found     the real tfoot and the line with `break-inside: avoid` are on every sheet, the other line is on the last sheet alone
#
# The repetition is tied to the break rule that the browser's own style sheet gives to thead and tfoot, not to the display value, so a running foot made
# of other elements silently prints once. The script runs the browser without mulu, and fails when the behaviour is another. It needs Debian 12's
# chromium (or CHROMIUM=path) and pdftotext (poppler-utils).

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
lines=$(i=0; while [ $i -lt 200 ]; do i=$((i + 1)); printf '<p>line</p>'; done)
head='<!doctype html><html lang="en"><meta charset="utf-8"><title>x</title><body>'
printf '%s<div style="display:table">%s<div style="display:table-footer-group">FOOT</div></div>' "$head" "$lines" >display.html
printf '%s<div style="display:table">%s<div style="display:table-footer-group;break-inside:avoid">FOOT</div></div>' "$head" "$lines" >avoid.html
printf '%s<table><tbody><tr><td>%s</td></tr></tbody><tfoot><tr><td>FOOT</td></tr></tfoot></table>' "$head" "$lines" >tfoot.html
"${CHROMIUM:-/usr/bin/chromium}" --version 2>/dev/null
for kind in display avoid tfoot; do
    timeout 120 "${CHROMIUM:-/usr/bin/chromium}" --headless=new --no-sandbox --disable-gpu --no-pdf-header-footer --user-data-dir="$work/profile" --print-to-pdf="$kind.pdf" "file://$work/$kind.html" 2>/dev/null
    pdftotext "$kind.pdf" "$kind.txt"
    sheets=$(tr -cd '\f' <"$kind.txt" | wc -c)
    feet=$(grep -c FOOT "$kind.txt")
    [ "$sheets" -gt 3 ]
    if [ "$feet" -eq "$sheets" ]; then echo "$kind: on every sheet"; else echo "$kind: $feet"; fi
done | tee found
printf 'display: 1\navoid: on every sheet\ntfoot: on every sheet\n' >recorded
cmp -s found recorded || { echo "another behaviour than recorded" && exit 1; }
