#!/bin/sh
# metsrw 0.7.0 (Python, of Archivematica): in a METS file it writes the space in a file name as a plus sign and leaves a # unencoded, so other
# programs look for another file.
#
#   input     objects/办法 第2版.pdf and objects/附件#1.pdf; FSEntry, METSDocument().tostring(); the xlink:href read by the rules for addresses (RFC 3986)
#   expected  %20 and %23: xlink:href is an anyURI, where + is a plus sign and # begins a fragment; the Chinese characters are escaped correctly
#   found     objects/办法+第2版.pdf, and objects/附件 with the fragment 1.pdf
#
# metsrw itself reads its own files correctly, so a trial with it shows nothing. The next archive, which reads the METS file by the standard, finds
# that files are missing. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install metsrw==0.7.0
cat >run.py <<'PY'
import re
from urllib.parse import unquote, urlsplit

import metsrw

for name in ["objects/办法 第2版.pdf", "objects/附件#1.pdf"]:
    made = metsrw.METSDocument()
    made.append_file(metsrw.FSEntry(path=name, type="Item", file_uuid="00000000-0000-0000-0000-000000000001"))
    text = made.tostring()
    [address] = re.findall('href="([^"]*)"', text.decode())
    parts = urlsplit(address)
    own = [file.path for file in metsrw.METSDocument.fromstring(text).all_files()]
    print(name, "| written", address, "| by RFC 3986", unquote(parts.path), "fragment:", parts.fragment or "none", "| by metsrw", *own)
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
objects/办法 第2版.pdf | written objects/%E5%8A%9E%E6%B3%95+%E7%AC%AC2%E7%89%88.pdf | by RFC 3986 objects/办法+第2版.pdf fragment: none | by metsrw objects/办法 第2版.pdf
objects/附件#1.pdf | written objects/%E9%99%84%E4%BB%B6#1.pdf | by RFC 3986 objects/附件 fragment: 1.pdf | by metsrw objects/附件#1.pdf
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
