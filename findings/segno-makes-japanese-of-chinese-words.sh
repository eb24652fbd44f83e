#!/bin/sh
# segno 1.6.6 (Python), QR codes: scanners read some common words, such as 名单 and 监督, as other characters, and one of them reads a date in Chinese as
# nothing.
#
#   input     segno.make of 名单, 监督, 应用, 公开, 2024年6月18日; read with zxing-cpp 3.1.1 (Android) and jsQR 1.4.0 (web pages); for comparison codes by qrcode
#             8.2
#   expected  the words: qrcode writes them as bytes of UTF-8, which both readers read
#   found     蜷榊黒 for 名单, 逶醍撻 for 监督, and so on, in both; 2024年6月18日 is right in zxing-cpp and empty in jsQR; 公开 is right
#
# If the bytes of UTF-8 could also be Japanese two-byte characters, the package chooses the mode for Japanese (kanji). It writes texts whose
# characters are all in Shift JIS in this encoding, without a mark. A poster with the code is printed before anybody scans it. Needs npm, python3 with
# venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund jsqr@1.4.0 pngjs@5.0.0
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install segno==1.6.6 qrcode==8.2 zxing-cpp==3.1.1 pillow==13.0.0 numpy==2.4.6
cat >run.py <<'PY'
import numpy
import qrcode
import segno
import zxingcpp
from PIL import Image

for at, word in enumerate(["名单", "监督", "应用", "公开", "2024年6月18日"]):
    code = segno.make(word, micro=False)
    code.save(f"{at}-segno.png", scale=6)
    qrcode.make(word).save(f"{at}-qrcode.png")
    for maker in ["segno", "qrcode"]:
        picture = Image.open(f"{at}-{maker}.png").convert("RGBA")
        picture.save(f"{at}-{maker}.png")
        read = zxingcpp.read_barcodes(numpy.array(picture.convert("L")))
        print(f"{at}-{maker}", word, code.mode if maker == "segno" else "", "zxing-cpp:", read[0].text)
PY
cat >run.mjs <<'JS'
import fs from "node:fs";
import jsQR from "jsqr";
import { PNG } from "pngjs";
for (const file of fs.readdirSync(".").filter((name) => name.endsWith(".png")).sort()) {
    const { data, width, height } = PNG.sync.read(fs.readFileSync(file));
    console.log(file, "jsQR:", (jsQR.default ?? jsQR)(new Uint8ClampedArray(data), width, height).data);
}
JS
{ env/bin/python run.py && node run.mjs; } >found
cat found
cat >recorded <<'TXT'
0-segno 名单 kanji zxing-cpp: 蜷榊黒
0-qrcode 名单  zxing-cpp: 名单
1-segno 监督 kanji zxing-cpp: 逶醍撻
1-qrcode 监督  zxing-cpp: 监督
2-segno 应用 kanji zxing-cpp: 蠎皮畑
2-qrcode 应用  zxing-cpp: 应用
3-segno 公开 byte zxing-cpp: 公开
3-qrcode 公开  zxing-cpp: 公开
4-segno 2024年6月18日 byte zxing-cpp: 2024年6月18日
4-qrcode 2024年6月18日  zxing-cpp: 2024年6月18日
0-qrcode.png jsQR: 名单
0-segno.png jsQR: 蜷榊黒
1-qrcode.png jsQR: 监督
1-segno.png jsQR: 逶醍撻
2-qrcode.png jsQR: 应用
2-segno.png jsQR: 蠎皮畑
3-qrcode.png jsQR: 公开
3-segno.png jsQR: 公开
4-qrcode.png jsQR: 2024年6月18日
4-segno.png jsQR: 
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
