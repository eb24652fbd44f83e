#!/bin/sh
# adm-zip, node-stream-zip, unzipper (npm) and Python 3.11: if a zip gives each name in GBK and in UTF-8, as WinRAR and Bandizip pack it in Chinese
# Windows, they use only the name in GBK. Files are lost, or their names are garbled.
#
#   input     a zip with the names in GBK, and with the same names in UTF-8 in the extra field 0x7075 (Info-ZIP Unicode Path, section 4.6.9 of the zip
#             specification)
#   expected  the names in UTF-8: the field states the name, and has a checksum of the other name; yauzl 3.4.0, @zip.js/zip.js 2.24.0 and unzip 6.0
#             use it
#   found     adm-zip: "Duplicate entry name" for the whole zip; node-stream-zip: two files instead of three; unzipper: two files of the same name;
#             Python: code page 437
#
# The sender has done everything that the format offers, but the receiver still has garbled names. If the bytes become replacement characters, 附件二 and
# 附件三 become the same name. Needs npm, python3, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund adm-zip@0.6.1 node-stream-zip@1.16.0 unzipper@0.12.5 yauzl@3.4.0 @zip.js/zip.js@2.24.0
cat >make.py <<'PY'
import struct
import zipfile
import zlib

body, directory, names = b"", b"", ["甲政发〔2024〕12号.txt", "附件二.txt", "附件三.txt"]
for name in names:
    old, data = name.encode("gbk"), b"x"
    unicode = b"\x01" + struct.pack("<I", zlib.crc32(old)) + name.encode()
    extra = struct.pack("<HH", 0x7075, len(unicode)) + unicode
    common = struct.pack("<HHHHHIIIHH", 20, 0, 0, 0x4BC0, 0x58D2, zlib.crc32(data), len(data), len(data), len(old), len(extra))
    directory += struct.pack("<IH", 0x02014B50, 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + old + extra
    body += struct.pack("<I", 0x04034B50) + common + old + extra + data
end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, len(names), len(names), len(directory), len(body), 0)
with open("a.zip", "wb") as out:
    out.write(body + directory + end)
print("zipfile:", " ".join(zipfile.ZipFile("a.zip").namelist()))
PY
cat >run.mjs <<'JS'
import fs from "node:fs";
import AdmZip from "adm-zip";
import StreamZip from "node-stream-zip";
import unzipper from "unzipper";
import yauzl from "yauzl";
import * as zipjs from "@zip.js/zip.js";
const show = (name, entries) => console.log(`${name}: ${entries.join(" ")}`);
try {
    show("adm-zip", new AdmZip("a.zip").getEntries().map((entry) => entry.entryName));
} catch (error) {
    show("adm-zip", [error.message]);
}
show("node-stream-zip", Object.keys(await new StreamZip.async({ file: "a.zip" }).entries()));
show("unzipper", (await unzipper.Open.file("a.zip")).files.map((file) => file.path));
show("yauzl", await new Promise((done, failed) => yauzl.open("a.zip", { lazyEntries: false }, (error, zip) => {
    const names = [];
    if (error) return failed(error);
    zip.on("entry", (entry) => names.push(entry.fileName));
    zip.on("end", () => done(names));
})));
show("zip.js", (await new zipjs.ZipReader(new zipjs.Uint8ArrayReader(new Uint8Array(fs.readFileSync("a.zip")))).getEntries()).map((entry) => entry.filename));
JS
{ python3 make.py && node run.mjs; } >found
cat found
cat >recorded <<'TXT'
zipfile: ╝╫╒■╖óí▓2024í│12║┼.txt ╕╜╝■╢■.txt ╕╜╝■╚².txt
adm-zip: ADM-ZIP: Duplicate entry name "������.txt"
node-stream-zip: ��������2024��12��.txt ������.txt
unzipper: ��������2024��12��.txt ������.txt ������.txt
yauzl: 甲政发〔2024〕12号.txt 附件二.txt 附件三.txt
zip.js: 甲政发〔2024〕12号.txt 附件二.txt 附件三.txt
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
