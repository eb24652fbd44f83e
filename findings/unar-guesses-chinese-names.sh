#!/bin/sh
# The Unarchiver's unar 1.10.1 (Debian 12, 1.10.7+ds1+really1.10.1-2+b2): it guesses the encoding of the names in a zip, and mostly guesses wrongly
# for an ordinary zip from Chinese Windows.
#
#   input     eight zips with one or two files each, the names in GBK and without the UTF-8 flag, as Explorer in Chinese Windows packs them
#   expected  Chinese names: unar is recommended for these files because it detects the encoding
#   found     one of eight is right; the others become ¸½¼þ.txt (附件.txt), ﾃ遧･.txt (名单.txt), нц╦с╣Ф┐ф▒ь.xlsx (预算公开表.xlsx) and the like
#
# The detection is right only for long names such as 关于印发退役军人困难帮扶办法的通知.docx, but the names of attachments are short. A wrong name comes without a
# warning and with exit code 0. With `-e gbk` all eight are right. The script needs python3, Debian 12's apt-get, dpkg-deb, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
for package in unar=1.10.7+ds1+really1.10.1-2+b2 libgnustep-base1.28 libicu72 libobjc4 libwavpack1; do apt-get download "$package" >/dev/null 2>&1; done
for package in *.deb; do dpkg-deb -x "$package" debian; done
LD_LIBRARY_PATH=$(find "$work/debian/usr/lib" -maxdepth 1 -name '*-linux-gnu')
export LD_LIBRARY_PATH LC_ALL=C.UTF-8
cat >make.py <<'PY'
import zipfile


class Gbk(zipfile.ZipInfo):
    def _encodeFilenameFlags(self):
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


packed = [
    ["附件.txt"],
    ["名单.txt"],
    ["附件一.txt", "附件二.txt"],
    ["关于印发退役军人困难帮扶办法的通知.docx"],
    ["预算公开表.xlsx"],
    ["表1.xls"],
    ["2024年部门决算.pdf"],
    ["通知.doc", "名单.doc"],
]
for number, names in enumerate(packed):
    with zipfile.ZipFile(f"{number}.zip", "w") as made:
        for name in names:
            made.writestr(Gbk(name, (2024, 6, 18, 9, 0, 0)), name)
PY
python3 make.py
cat >count.py <<'PY'
import pathlib
import sys

# each file holds its own name
folders = [pathlib.Path(f"{sys.argv[1]}{n}") for n in range(8)]
print(sys.argv[1], sum(all(f.name == f.read_text("utf-8") for f in folder.iterdir()) for folder in folders), "of 8")
PY
for number in 0 1 2 3 4 5 6 7; do
    debian/usr/bin/unar -q -D -o "detected$number" $number.zip
    debian/usr/bin/unar -q -D -e gbk -o "named$number" $number.zip
done
{ python3 count.py detected; python3 count.py named; ls detected0 detected1 detected4; } >found
cat found
cat >recorded <<'TXT'
detected 1 of 8
named 8 of 8
detected0:
¸½¼þ.txt

detected1:
ﾃ遧･.txt

detected4:
нц╦с╣Ф┐ф▒ь.xlsx
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
