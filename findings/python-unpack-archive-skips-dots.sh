#!/bin/sh
# Python 3.13 (and every version from 3.3 on), shutil.unpack_archive: it silently skips a file whose name has two full stops in a row.
#
#   input     a zip with 关于...的通知.docx, 附件1..docx, 2024..2025年预算.xlsx, 旧..版/表.docx and 名单.docx, as zipfile writes it
#   expected  five files: no name leads out of the folder, and ZipFile.extractall of the same Python unpacks all five
#   found     名单.docx alone
#
# The function skips every path that contains "..", although only a whole part ".." of a path is dangerous. Attachments are often named after a title that
# somebody has shortened with three full stops, or have two full stops before the extension. A script that unpacks a package in this way loses such files,
# without an error and with exit code 0. The same function unpacks all five files from a tar file. The script needs only python3.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >run.py <<'PY'
import os
import shutil
import tarfile
import zipfile

names = ["关于...的通知.docx", "附件1..docx", "2024..2025年预算.xlsx", "旧..版/表.docx", "名单.docx"]
with zipfile.ZipFile("a.zip", "w") as made:
    for name in names:
        made.writestr(name, name)


def found(folder):
    return sorted(os.path.relpath(os.path.join(place, file), folder) for place, _, files in os.walk(folder) for file in files)


with zipfile.ZipFile("a.zip") as packed:
    packed.extractall("extractall")
shutil.unpack_archive("a.zip", "unpack_archive")
with tarfile.open("a.tar", "w") as made:
    made.add("extractall", ".")
shutil.unpack_archive("a.tar", "of_tar")
for folder in ("extractall", "unpack_archive", "of_tar"):
    print(folder, len(found(folder)), "of", len(names))
print(*found("unpack_archive"))
PY
python3 -W ignore run.py >found
cat found
printf 'extractall 5 of 5\nunpack_archive 1 of 5\nof_tar 5 of 5\n名单.docx\n' >recorded
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
