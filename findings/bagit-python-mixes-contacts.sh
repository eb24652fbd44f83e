#!/bin/sh
# bagit 1.9.0 (Python, the Library of Congress): if one line is added to bag-info.txt, all lines are sorted by name, so a telephone number appears
# below another person.
#
#   input     a bag whose bag-info.txt has Contact-Name 张某, his Contact-Phone, and Contact-Name 李某, who has no telephone; then
#             bag.info["Bagging-Date"] = … and bag.save(), as in the README
#   expected  the old lines in their order and the new one at the end: labels may be repeated (RFC 8493, 2.2.2), and only the order says which lines
#             belong together
#   found     both names, and then the telephone number, which seems to belong to 李某; bag.info has lost the order as soon as the bag is read
#
# These lines name the persons whom an archive asks about a deposit. Needs python3 with venv, and a network connection.

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
