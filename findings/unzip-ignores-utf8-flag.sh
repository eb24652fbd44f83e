#!/bin/sh
# Info-ZIP unzip 6.0 (Debian 12, 6.0-28): a Chinese name that is marked as UTF-8 in the zip is garbled if the entry's "made by" byte says MS-DOS, as
# fflate 0.8.3 and other programs write it.
#
#   input     a zip with 甲政发〔2024〕12号.txt written by fflate (general purpose bit 11 set, "version made by" 20, system 0); unzip in a UTF-8 locale
#   expected  甲政发〔2024〕12号.txt: bit 11 states the encoding of the name, whatever system made it, and unzip claims to support UTF-8 names; bsdtar and
#             Python read it
#   found     a name of other bytes; the right name after this one byte is changed to 3 (Unix)
#
# unzip converts the name as if it were in a DOS code page. The result cannot be read, and it does not match a list of checksums. The author of a
# program that writes such zips does not notice, because other unzip programs read the name. Needs npm, python3, Debian 12's apt-get, dpkg-deb, and a
# network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund fflate@0.8.3
apt-get download unzip=6.0-28 >/dev/null 2>&1
dpkg-deb -x unzip_*.deb debian
cat >run.mjs <<'JS'
import { zipSync } from "fflate";
import { writeFileSync } from "node:fs";
const zip = Buffer.from(zipSync({ "甲政发〔2024〕12号.txt": new Uint8Array([120]) }, { mtime: "2024-01-02" }));
writeFileSync("dos.zip", zip);
zip[zip.indexOf("PK\x01\x02", 0, "latin1") + 5] = 3;
writeFileSync("unix.zip", zip);
JS
node run.mjs
export LC_ALL=C.UTF-8
for zip in dos unix; do
    python3 -c 'import sys, zipfile; e = zipfile.ZipFile(sys.argv[1]).infolist()[0]; print("made by", e.create_system, "bit 11", e.flag_bits >> 11 & 1)' $zip.zip
    debian/usr/bin/unzip -qq $zip.zip -d $zip
    if [ -e "$zip/甲政发〔2024〕12号.txt" ]; then echo "  right name"; else echo "  another name"; fi
done >found
cat found
printf 'made by 0 bit 11 1\n  another name\nmade by 3 bit 11 1\n  right name\n' >recorded
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
