#!/bin/sh
# Pillow 13.0.0 (Python): it writes a Chinese description or author of a picture as question marks into the Exif data, without an error.
#
#   input     Image.Exif with 甲市 as ImageDescription (0x010E), 张某 as Artist (0x013B) and "Deng Pu" as Software (0x0131), saved as JPEG and as TIFF
#   expected  UTF-8, as ExifTool, digiKam and Exif 3.0 (type UTF-8) write it, or an error: the tag has a type for ASCII
#   found     ?? and ?? in both formats, read by Pillow itself and by ExifRead 3.5.1
#
# A program that marks pictures of a catalogue with their titles loses every title, and sees it only when it reads the file again. The script runs the
# package without mulu and fails if the behaviour changes. It needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install pillow==13.0.0 ExifRead==3.5.1
cat >run.py <<'PY'
import exifread
from PIL import Image

data = Image.Exif()
data[0x010E], data[0x013B], data[0x0131] = "甲市", "张某", "Deng Pu"
for name in ["a.jpg", "a.tif"]:
    Image.new("RGB", (8, 8)).save(name, exif=data)
    read = Image.open(name).getexif()
    print(name, "Pillow", *(read.get(tag) for tag in (0x010E, 0x013B, 0x0131)))
    with open(name, "rb") as file:
        tags = exifread.process_file(file)
    print(name, "ExifRead", *(tags.get(f"Image {tag}") for tag in ("ImageDescription", "Artist", "Software")))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
a.jpg Pillow ?? ?? Deng Pu
a.jpg ExifRead ?? ?? Deng Pu
a.tif Pillow ?? ?? Deng Pu
a.tif ExifRead ?? ?? Deng Pu
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
