#!/bin/sh
# pdftotext of poppler 22.12 (Debian 12): in vertical Chinese text, the year 2024 becomes 4202.
#
#   input     a page of vertical text (writing-mode: vertical-rl) 甲市2024年鉴, printed to PDF by Chromium 156; the four figures lie on their side
#   expected  the figures in their order, on one line or on four, as pypdf 7.1.1 gives them
#   found     4202, with -layout and without
#
# Titles of annals and of covers are set vertically. The Chinese characters are in the right order, so nothing shows that the figures were reversed.
# Needs chromium (or CHROMIUM=path), Noto Sans CJK, Debian 12's pdftotext, python3 with venv, and a network connection.

set -eu
fc-list | grep -q "Noto Sans CJK SC" || { echo "Noto Sans CJK is missing" && exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install pypdf==7.1.1

cat >a.html <<'END'
<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>a</title>
<p style="font-family: 'Noto Sans CJK SC'; writing-mode: vertical-rl; height: 20em">甲市2024年鉴</p></html>
END
"${CHROMIUM:-chromium}" --headless=new --no-sandbox --user-data-dir="$work/profile" --no-pdf-header-footer --print-to-pdf=a.pdf a.html >log 2>&1
{
    echo "pdftotext:" $(pdftotext a.pdf - | grep -oE '[0-9]+')
    echo "pdftotext -layout:" $(pdftotext -layout a.pdf - | grep -oE '[0-9]+')
    echo "pypdf:" $(env/bin/python -c "import pypdf; print(pypdf.PdfReader('a.pdf').pages[0].extract_text())" | grep -oE '[0-9]+')
} >found
cat found
cat >recorded <<'END'
pdftotext: 4202
pdftotext -layout: 4202
pypdf: 2024
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
