#!/bin/sh
# rapidocr-onnxruntime 1.4.4 (Python; PP-OCRv4 for Chinese, with the model in the package): a ticked and an empty box become the same character 口
# (mouth), and the bracket behind the year of a document number becomes another one than the bracket before it.
#
#   input     clean black-on-white pictures of ☑主动公开, □依申请公开, 乙办〔1998〕7号, 第〇号 and 任命李镕为科长, drawn with WenQuanYi Micro Hei at 32 pixels
#   expected  two different signs for the boxes; 〔1998〕; 〇; 镕, which is in the official table of common characters (2013)
#   found     口主动公开 and 口依申请公开; 〔1998］; ○ (a geometric circle); 李为科长. The alphabet of the model has no ☑ and no 镕; it has 〕 and □
#
# From a scanned form, nobody can tell which way of disclosure was ticked; a search for 〔1998〕7号 does not find the number; a person loses the given
# name. The script runs the package without mulu and fails if the behaviour changes. It needs Debian 12's apt-get and dpkg-deb, python3 with venv, and
# a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get -q download fonts-wqy-microhei=0.2.0-beta-3.1 >log 2>&1
dpkg-deb -x fonts-wqy-microhei_*.deb .
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install rapidocr-onnxruntime==1.4.4
cat >run.py <<'PY'
import onnxruntime
import rapidocr_onnxruntime
from pathlib import Path
from PIL import Image, ImageDraw, ImageFont

font = ImageFont.truetype("usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 32)
ocr = rapidocr_onnxruntime.RapidOCR()
for text in ["☑主动公开", "□依申请公开", "乙办〔1998〕7号", "第〇号", "任命李镕为科长"]:
    picture = Image.new("RGB", (900, 64), "white")
    ImageDraw.Draw(picture).text((40, 16), text, font=font, fill="black")
    picture.save("a.png")
    print(text, "→", *(line[1] for line in ocr("a.png")[0] or []))
model, = (Path(rapidocr_onnxruntime.__file__).parent / "models").glob("*rec*.onnx")
alphabet = onnxruntime.InferenceSession(model).get_modelmeta().custom_metadata_map["character"].split("\n")
print("alphabet without", *(letter for letter in "☑□〕〇镕" if letter not in alphabet))
PY
env/bin/python run.py >found 2>errors.log
cat found
cat >recorded <<'TXT'
☑主动公开 → 口主动公开
□依申请公开 → 口依申请公开
乙办〔1998〕7号 → 乙办〔1998］7号
第〇号 → 第○号
任命李镕为科长 → 任命李为科长
alphabet without ☑ 镕
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
