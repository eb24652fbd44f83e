#!/bin/sh
# bagit 1.9.0 (Python, the Library of Congress): it calls a bag that follows RFC 8493 "incomplete" if a file name contains a percent sign, and it
# writes such names itself in a form that the RFC forbids.
#
#   input     a file 完成率100%.txt; a bag whose manifest calls it 完成率100%25.txt, as section 2.1.3 of the RFC demands; a bag made by bagit.py of
#             the same file
#   expected  the first bag is valid; the manifest of the second has the name with %25
#   found     for the first: "完成率100%25.txt exists in manifest but was not found on filesystem"; in the second: 完成率100%.txt, for which a reader that
#             follows the RFC looks under another name
#
# In both directions, the package translates carriage return and line feed but not the percent sign. Reports about rates have this sign in their
# names. The library with which most archives check disagrees with the standard, so the files must be renamed before a bag is made. Needs python3
# with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install bagit==1.9.0 setuptools==80.9.0
mkdir -p rfc/data own
printf x >rfc/data/完成率100%.txt
printf 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n' >rfc/bagit.txt
printf '%s  data/完成率100%%25.txt\n' "$(sha256sum <rfc/data/完成率100%.txt | cut -d ' ' -f 1)" >rfc/manifest-sha256.txt
printf x >own/完成率100%.txt
env/bin/python - >found 2>/dev/null <<'PY'
import bagit

try:
    bagit.Bag("rfc").validate()
    print("by the RFC: valid")
except bagit.BagValidationError as error:
    print("by the RFC:", error.details[0])
bagit.make_bag("own", checksums=["sha256"])
print("its own:", open("own/manifest-sha256.txt", encoding="utf-8").read().split()[1])
PY
cat found
printf 'by the RFC: data/完成率100%%25.txt exists in manifest but was not found on filesystem\nits own: data/完成率100%%.txt\n' >recorded
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
