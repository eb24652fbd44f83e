#!/bin/sh
# odt2txt 0.5 (Debian 12, 0.5-7) and odfdo 3.27.3 (Python, get_formatted_text): they drop the spaces that an ODT stores as <text:s/>, so 12 and 13
# become 1213. odfdo also drops a character that has a reading above it.
#
#   input     预算12<text:s text:c="2"/>13 and 张 <text:s text:c="2"/>三: ODF stores a run of spaces in this way, with or without its first space as a
#             character (ODF 1.3, part 3, 6.1.3); 歙县 with shè above 歙 (<text:ruby>)
#   expected  12 and 13 with two spaces between them, and 张 三 with three, as odfpy 1.4.1 gives them; 歙县, with or without the reading
#   found     预算1213, and 张 三 with one space; 县 in odfdo
#
# Some people make the columns of a form or a list with spaces; two of their amounts become one. A reading is given to a rare character in the name of
# a place or a person. Needs Debian 12's apt-get and dpkg-deb, python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download odt2txt=0.5-7 >/dev/null 2>&1
dpkg-deb -x odt2txt_*.deb debian
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install odfpy==1.4.1 odfdo==3.27.3
cat >run.py <<'PY'
import subprocess
import zipfile

import odfdo
from odf import opendocument, teletype

URN = "urn:oasis:names:tc:opendocument:xmlns"
NAMES = f'xmlns:office="{URN}:office:1.0" xmlns:text="{URN}:text:1.0" xmlns:manifest="{URN}:manifest:1.0"'
CONTENT = f"""<office:document-content {NAMES} office:version="1.3"><office:body><office:text>
<text:p>预算12<text:s text:c="2"/>13</text:p><text:p>张 <text:s text:c="2"/>三</text:p>
<text:p><text:ruby><text:ruby-base>歙</text:ruby-base><text:ruby-text>shè</text:ruby-text></text:ruby>县</text:p>
</office:text></office:body></office:document-content>"""
KIND = "application/vnd.oasis.opendocument.text"
PARTS = {"content.xml": CONTENT, "styles.xml": f'<office:document-styles {NAMES} office:version="1.3"/>', "meta.xml": f'<office:document-meta {NAMES} office:version="1.3"/>'}
ENTRIES = "".join(f'<manifest:file-entry manifest:full-path="{part}" manifest:media-type="text/xml"/>' for part in PARTS)
with zipfile.ZipFile("it.odt", "w") as package:
    package.writestr("mimetype", KIND)
    for part, written in PARTS.items():
        package.writestr(part, written)
    root = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{KIND}"/>'
    package.writestr("META-INF/manifest.xml", f'<manifest:manifest {NAMES} manifest:version="1.3">{root}{ENTRIES}</manifest:manifest>')
command = ["debian/usr/bin/odt2txt.odt2txt", "--encoding=UTF-8", "--width=-1", "it.odt"]
for name, found in [
    ("odt2txt", subprocess.run(command, capture_output=True, text=True, check=True).stdout),
    ("odfdo", odfdo.Document("it.odt").get_formatted_text()),
    ("odfpy", teletype.extractText(opendocument.load("it.odt").text)),
]:
    print(name, [line for line in found.split("\n") if line.strip()])
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
odt2txt ['预算1213', '张 三', '歙shè县']
odfdo ['预算1213', '张 三', '县']
odfpy ['预算12  13张   三', '歙shè县']
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
