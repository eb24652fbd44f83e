#!/bin/sh
# IPTCInfo3 2.3.0 (Python): asked for UTF-8, it writes the Chinese caption of a picture in UTF-8 but not the mark that says so, so other programs read
# it as Latin letters.
#
#   input     caption/abstract 关于防汛的通知, written with inp_charset and out_charset "utf8"; the file read by ExifTool 12.57 (Debian 12)
#   expected  the caption, because dataset 1:90 (CodedCharacterSet, IPTC-IIM 4.2) with ESC % G is there, as ExifTool writes it
#   found     å…³äºŽé˜²… ; there is no dataset 1:90. ExifTool reads its own caption in the same picture correctly
#
# Picture archives and Photoshop show such a caption as Western letters, although the author chose the right encoding. The script runs the package
# without mulu and fails if the behaviour changes. It needs exiftool (apt-get install libimage-exiftool-perl), python3 with venv, and a network
# connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install IPTCInfo3==2.3.0 pillow==13.0.0
cat >run.py <<'PY'
from iptcinfo3 import IPTCInfo
from PIL import Image

Image.new("RGB", (8, 8)).save("a.jpg")
info = IPTCInfo("a.jpg", force=True, inp_charset="utf8", out_charset="utf8")
info["caption/abstract"] = "关于防汛的通知"
info.save_as("b.jpg")
PY
env/bin/python run.py 2>errors.log
exiftool -q -codedcharacterset=utf8 -caption-abstract=关于防汛的通知 -o c.jpg a.jpg
for name in b c; do echo "$name $(exiftool -s3 -codedcharacterset $name.jpg) $(exiftool -s3 -caption-abstract $name.jpg)"; done >found
cat found
cat >recorded <<'TXT'
b  å…³äºŽé˜²æ±›çš„é€šçŸ¥
c UTF8 关于防汛的通知
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
