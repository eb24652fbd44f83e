#!/bin/sh
# odt2txt 0.5 (Debian 12, 0.5-7) and odfpy 1.4.1 (Python, teletype.extractText): in the text of an ODT, they put the comments inside the sentences and
# the deleted words at the beginning, with the names of their authors and the times.
#
#   input     共12件。 with a comment 不公开 by 王某 after 12; 罚款三万元。, from which 原报送人李某 was deleted with changes recorded (<text:tracked-changes>);
#             `odt2txt`, and extractText of the document's text and of each paragraph
#   expected  共12件。 and 罚款三万元。, as the page is printed; everything that is not part of the page is left out, marked or in another place
#   found     共12王某2024-06-18T09:30:00不公开件。, and 王某2024-06-18T09:30:00原报送人李某 as the first line; in odfpy the deleted words are a paragraph like the
#             others
#
# If an office writes a notice in LibreOffice or WPS and publishes the text that one of these programs extracts, it publishes the deleted words, the
# remarks of the reviewer and their names. Besides, a name follows the number 12. Needs Debian 12's apt-get and dpkg-deb, python3 with venv, and a
# network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download odt2txt=0.5-7 >/dev/null 2>&1
dpkg-deb -x odt2txt_*.deb debian
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install odfpy==1.4.1
cat >run.py <<'PY'
import subprocess
import zipfile

from odf import opendocument, teletype, text

URN = "urn:oasis:names:tc:opendocument:xmlns"
NAMES = f'xmlns:office="{URN}:office:1.0" xmlns:text="{URN}:text:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:manifest="{URN}:manifest:1.0"'
BY = "<dc:creator>王某</dc:creator><dc:date>2024-06-18T09:30:00</dc:date>"
CONTENT = f"""<office:document-content {NAMES} office:version="1.3"><office:body><office:text>
<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info>{BY}</office:change-info>
<text:p>原报送人李某</text:p></text:deletion></text:changed-region></text:tracked-changes>
<text:p>罚款<text:change text:change-id="c1"/>三万元。</text:p>
<text:p>共12<office:annotation>{BY}<text:p>不公开</text:p></office:annotation>件。</text:p>
</office:text></office:body></office:document-content>"""
KIND = "application/vnd.oasis.opendocument.text"
ENTRIES = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{KIND}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
with zipfile.ZipFile("it.odt", "w") as package:
    package.writestr("mimetype", KIND)
    package.writestr("content.xml", CONTENT)
    package.writestr("META-INF/manifest.xml", f'<manifest:manifest {NAMES} manifest:version="1.3">{ENTRIES}</manifest:manifest>')
command = ["debian/usr/bin/odt2txt.odt2txt", "--encoding=UTF-8", "--width=-1", "it.odt"]
print("odt2txt", " | ".join(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()))
document = opendocument.load("it.odt")
print("odfpy text", " | ".join(teletype.extractText(document.text).split()))
print("odfpy paragraphs", " | ".join(teletype.extractText(paragraph) for paragraph in document.getElementsByType(text.P)))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
odt2txt 王某2024-06-18T09:30:00 | 原报送人李某 | 罚款三万元。 | 共12王某2024-06-18T09:30:00不公开 | 件。
odfpy text 王某2024-06-18T09:30:00 | 原报送人李某 | 罚款三万元。 | 共12王某2024-06-18T09:30:00不公开件。
odfpy paragraphs 原报送人李某 | 罚款三万元。 | 共12王某2024-06-18T09:30:00不公开件。 | 不公开
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
