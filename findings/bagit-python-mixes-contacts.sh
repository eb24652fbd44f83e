#!/bin/sh
# bagit 1.9.0 (Python, the Library of Congress): to add one line to bag-info.txt sorts all of them by name, and a telephone number stands below another person.
#
#   input     a bag whose bag-info.txt names 张某, his telephone number, 李某 (who has none), with Contact-Name and Contact-Phone; bag.info["Bagging-Date"] = …,
#             bag.save(), as the README tells it
#   expected  the lines as they were and the new one at the end: lines may be repeated (RFC 8493, 2.2.2), and only their order says what belongs together
#   found     both names, then the telephone number, which now reads as that of 李某; bag.info knows no order from the moment of reading
#
# The deposit of an archive names the persons to ask in just these lines. The script runs the package without mulu, and fails when the behaviour is another. It needs
# python3 with venv, and a connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install bagit==1.9.0
mkdir -p bag/data
echo 甲 >bag/data/a.txt
printf 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n' >bag/bagit.txt
(cd bag && sha256sum data/a.txt >manifest-sha256.txt)
printf 'Source-Organization: 甲市档案馆\nContact-Name: 张某\nContact-Phone: 000-0000\nContact-Name: 李某\n' >bag/bag-info.txt
cat >run.py <<'PY'
import bagit

bag = bagit.Bag("bag")
bag.validate()
bag.info["Bagging-Date"] = "2024-06-18"
bag.save()
bagit.Bag("bag").validate()
PY
env/bin/python run.py 2>log
cp bag/bag-info.txt found
cat found
cat >recorded <<'TXT'
Bagging-Date: 2024-06-18
Contact-Name: 张某
Contact-Name: 李某
Contact-Phone: 000-0000
Source-Organization: 甲市档案馆
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
