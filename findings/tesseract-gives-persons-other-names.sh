#!/bin/sh
# tesseract 5.3.0 with its Chinese model (Debian 12, tesseract-ocr-chi-sim 1:4.1.0-2): the alphabet of the model lacks characters of common names and
# places, the dash, the dot in names and one of the capital numerals, so it writes another character without a sign of doubt.
#
#   input     clean black-on-white pictures of 任命王堃、张喆为科长, 甲市歙县 and 罚款叁佰元 and 第十条——第二十条, drawn with WenQuanYi Micro Hei at 48 pixels; the alphabet
#             (unicharset) of chi_sim
#   expected  the text as it is printed, as for 二〇二四年六月十八日 beside them, or a gap
#   found     任命王芭、张菇为科长, 甲市款县, 罚款参个元, 第十条一一第二十条. The alphabet has 4,023 signs, and 〔〕 and 〇 are among them, but not 堃, 喆, 镕, 歙, 叁, —, · or ㎡
#
# A scanned appointment names persons who do not exist, and no search for the real names finds it. Cleaner scans do not help, because the model cannot
# write these characters. The script runs the program without mulu and fails if the behaviour changes. It needs Debian 12's apt-get and dpkg-deb,
# python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get -q download fonts-wqy-microhei=0.2.0-beta-3.1 tesseract-ocr=5.3.0-2 libtesseract5=5.3.0-2 liblept5 libarchive13 \
    tesseract-ocr-chi-sim=1:4.1.0-2 >log 2>&1
for package in *.deb; do dpkg-deb -x "$package" .; done
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install pillow==12.0.0
cat >draw.py <<'PY'
from PIL import Image, ImageDraw, ImageFont

font = ImageFont.truetype("usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 48)
for number, text in enumerate(["二〇二四年六月十八日", "任命王堃、张喆为科长", "甲市歙县", "罚款叁佰元", "第十条——第二十条"]):
    picture = Image.new("L", (900, 96), 255)
    ImageDraw.Draw(picture).text((40, 24), text, font=font, fill=0)
    picture.save(f"{number}.png")
PY
env/bin/python draw.py
LD_LIBRARY_PATH=$(echo "$work"/usr/lib/*-linux-gnu)
export LD_LIBRARY_PATH TESSDATA_PREFIX="$work/usr/share/tesseract-ocr/5/tessdata" OMP_THREAD_LIMIT=1
for number in 0 1 2 3 4; do usr/bin/tesseract $number.png - -l chi_sim --psm 7 2>>log | head -n 1; done >found
usr/bin/combine_tessdata -u "$TESSDATA_PREFIX/chi_sim.traineddata" chi_sim. >>log 2>&1
for sign in 〔 〕 〇 堃 喆 镕 歙 叁 — · ㎡; do grep -q "^$sign " chi_sim.lstm-unicharset || echo "not in the alphabet: $sign"; done >>found
cat found
cat >recorded <<'TXT'
二〇二四年六月十八日
任命王芭、张菇为科长
甲市款县
罚款参个元
第十条一一第二十条
not in the alphabet: 堃
not in the alphabet: 喆
not in the alphabet: 镕
not in the alphabet: 歙
not in the alphabet: 叁
not in the alphabet: —
not in the alphabet: ·
not in the alphabet: ㎡
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
