#!/bin/sh
# python-docx 1.2.0: every new document says that "python-docx" created and last changed it on 23 December 2013, and has a thumbnail of another page.
#
#   input     docx.Document().save("new.docx")
#   expected  created and modified: now, or nothing; no picture in a document that has none
#   found     2013-12-23T23:15:00Z twice, author python-docx, docProps/thumbnail.jpeg
#
# An index, a search or an archive that takes the date or the picture of a document from the file puts all notices that a script made under one day in
# 2013. A check for leftovers finds a picture that nobody added. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install python-docx==1.2.0
env/bin/python - >found <<'PY'
import zipfile
import docx

docx.Document().save("new.docx")
properties = docx.Document("new.docx").core_properties
print(properties.created.isoformat(), properties.modified.isoformat(), properties.author)
print(*(name for name in zipfile.ZipFile("new.docx").namelist() if name.endswith((".jpeg", ".png"))))
PY
cat found
printf '2013-12-23T23:15:00+00:00 2013-12-23T23:15:00+00:00 python-docx\ndocProps/thumbnail.jpeg\n' >recorded
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
