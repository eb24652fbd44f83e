#!/bin/sh
# Pillow 13.0.0: opening a picture, making it smaller and saving it anew is the usual way to remove its hidden data. This drops Exif, XMP and text,
# but keeps the comment of a JPEG or GIF.
#
#   input     a JPEG with an author in Exif, in XMP and in its comment, a GIF with a comment, a PNG with a text; open, thumbnail, save without options
#   expected  none of these in the copies: nobody asked for them, and the removal of Exif, XMP and PNG text suggests that only the picture is copied
#   found     Exif, XMP and PNG text are gone; the comments are in the copies, also when the JPEG is saved as GIF
#
# Scanners and retouching programs write the operator or the path into the comment. Whoever checks a copy for Exif finds nothing and publishes the
# name. save(…, comment=b"") removes the comment from a JPEG. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install pillow==13.0.0
cat >run.py <<'PY'
import re
from PIL import Image, PngImagePlugin

picture = Image.new("RGB", (40, 40), "red")
exif = Image.Exif()
exif[0x013B] = "in-exif"
picture.save("a.jpg", exif=exif, xmp=b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>in-xmp</x:xmpmeta>", comment="in-comment")
text = PngImagePlugin.PngInfo()
text.add_text("Author", "in-text")
picture.save("a.png", pnginfo=text)
picture.save("a.gif", comment=b"in-comment")


def show(name):
    return " ".join(sorted({match.decode() for match in re.findall(rb"in-[a-z]+", open(name, "rb").read())})) or "nothing"


for source, target in [("a.jpg", "b.jpg"), ("a.jpg", "b.gif"), ("a.png", "b.png"), ("a.gif", "c.gif")]:
    copy = Image.open(source)
    copy.thumbnail((20, 20))
    copy.save(target)
    print(source, show(source), "->", target, show(target))
copy = Image.open("a.jpg")
copy.save("d.jpg", comment=b"")
print("comment=b'':", show("d.jpg"))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
a.jpg in-comment in-exif in-xmp -> b.jpg in-comment
a.jpg in-comment in-exif in-xmp -> b.gif in-comment
a.png in-text -> b.png nothing
a.gif in-comment -> c.gif in-comment
comment=b'': nothing
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
