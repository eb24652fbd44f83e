#!/bin/sh
# Makes the pictures of the README from the demonstration catalogue: sh scripts/screenshots.sh
# Another script, scripts/contact-sheet.mjs, makes one contact sheet of all kinds of page for each display mode (light, dark, …).
#
# Needs Chromium, a Chinese font (fonts-noto-cjk) and cwebp (Debian and Ubuntu: webp). MULU names a
# built program, CHROMIUM a browser. Look at every picture before you commit it. The four pictures
# must stay below 150 KB together. A fifth, desk.webp, is made by hand.

set -eu
cd "$(dirname "$0")/.."
browser=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}
out=docs/screenshots
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cp -R mulu.yaml content themes "$work"
if [ -z "${MULU:-}" ]; then
    cargo build --quiet --release
    MULU=${CARGO_TARGET_DIR:-target}/release/mulu
fi
"$MULU" -r "$work" --as-of 2026-12-01 build --quiet

chromium() {
    "$browser" --headless=new --no-sandbox --hide-scrollbars --user-data-dir="$work/profile" --virtual-time-budget=8000 "$@" >/dev/null 2>&1
}

# shot NAME WIDTHxHEIGHT PAGE [WIDTH OF THE PICTURE]
shot() {
    chromium --window-size="${2%x*},${2#*x}" --screenshot="$work/$1.png" "file://$work/public/$3"
    cwebp -quiet -q 42 -m 6 -sharp_yuv -resize "${4:-880}" 0 "$work/$1.png" -o "$out/$1.webp"
}

mkdir -p "$out"
document=doc/79/11990312mb1q6208xh-2022-00004.html
shot home 1100x800 index.html
shot document 1100x800 "$document"
shot search 1100x800 "search.html?q=退役军人+优待"

# The two pages are in frames, because a window cannot be as narrow as a phone.
cat >"$work/public/phone.html" <<PHONE
<!DOCTYPE html><meta charset="utf-8">
<style>body{margin:0;padding:24px;display:flex;gap:24px;background:#dde3ea}iframe{width:390px;height:652px;border:0;border-radius:12px}</style>
<iframe src="$document"></iframe><iframe src="search.html?q=优待金"></iframe>
PHONE
shot phone 852x700 phone.html 852

total=$(cat "$out"/home.webp "$out"/document.webp "$out"/search.webp "$out"/phone.webp | wc -c)
echo "$total bytes"
[ "$total" -lt 150000 ]
