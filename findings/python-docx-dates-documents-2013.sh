#!/bin/sh
# python-docx 1.2.0: every new document says that it was created and last changed on 23 December 2013 by "python-docx", and carries a thumbnail of
# another page.
#
#   input     docx.Document().save("new.docx")
#   expected  created and modified: now, or nothing; no picture in a document that has none
#   found     2013-12-23T23:15:00Z twice, author python-docx, docProps/thumbnail.jpeg
#
# An index, a search or an archive that takes a document's date or picture from the file files all notices that were made by a script under one day of
# 2013, and a check for leftovers finds a picture that nobody put there. The script runs the package without mulu, and fails when the behaviour is
# another. It needs python3 with venv, and a connection.

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
cmp -s found recorded || { echo "another behaviour than recorded" && exit 1; }
