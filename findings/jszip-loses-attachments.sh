#!/bin/sh
# JSZip 3.10.2: files with Chinese names in a zip from Windows not only get garbled names; some of the files disappear.
#
#   input     a zip with 附件一.txt 附件二.txt 附件三.txt, the names in GBK and without the UTF-8 flag, as Explorer in Chinese Windows packs them
#   expected  three files with garbled names
#   found     two: 附件三.txt has replaced 附件二.txt
#
# Bytes that are not UTF-8 become U+FFFD, so two names become equal, and a later file replaces an earlier one of the same name, without a message. An
# upload page that unpacks the attachments of a notice in this way loses files. With the option decodeFileName, all three are there. fflate 0.8.3
# keeps three files. The script needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund jszip@3.10.2 fflate@0.8.3

cat >make.py <<'PY'
import zipfile


class Gbk(zipfile.ZipInfo):
    def _encodeFilenameFlags(self):
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


with zipfile.ZipFile("a.zip", "w") as made:
    for name in ["附件一.txt", "附件二.txt", "附件三.txt"]:
        made.writestr(Gbk(name, (2024, 6, 18, 9, 0, 0)), name)
PY
python3 make.py
cat >run.mjs <<'JS'
import { readFileSync } from "fs";
import JSZip from "jszip";
import { unzipSync } from "fflate";
const data = readFileSync("a.zip");
const texts = async (zip) => (await Promise.all(Object.values(zip.files).map((file) => file.async("string")))).join(" ");
console.log("JSZip:", await texts(await JSZip.loadAsync(data)));
const decodeFileName = (bytes) => new TextDecoder("gbk").decode(bytes);
console.log("JSZip, decodeFileName:", await texts(await JSZip.loadAsync(data, { decodeFileName })));
console.log("fflate:", Object.values(unzipSync(data)).map((bytes) => new TextDecoder().decode(bytes)).join(" "));
JS
node run.mjs >found
cat found
cat >recorded <<'END'
JSZip: 附件一.txt 附件三.txt
JSZip, decodeFileName: 附件一.txt 附件二.txt 附件三.txt
fflate: 附件一.txt 附件二.txt 附件三.txt
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
