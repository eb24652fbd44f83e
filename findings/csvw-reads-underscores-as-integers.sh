#!/bin/sh
# csvw 4.1.1 (Python): a column of the type integer takes the document number 2024_18 as 202418 and 12.0 as 12, and a column of the type gYear takes any
# text.
#
#   input     Datatype integer for 2024_18, 12.0, １２ (full-width digits) and 0x12; Datatype gYear for 2024, 二〇二四 and 未注明
#   expected  an error for all but １２ at most, and for all but 2024: in the standard, the types are those of XML Schema, which has only the digits 0 to
#             9 in both
#   found     202418, 12 and 12, an error for 0x12; both texts are years
#
# A table of metadata is checked so that faults in it are found before it is published. Numbers of documents with an underscore lose it without a
# message, and two of them, 2024_18 and 20241_8, become the same. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install csvw==4.1.1
cat >run.py <<'PY'
from csvw.metadata import Datatype

for name, values in [("integer", ["2024_18", "20241_8", "12.0", "１２", "0x12"]), ("gYear", ["2024", "二〇二四", "未注明"])]:
    datatype = Datatype.fromvalue(name)
    for value in values:
        try:
            print(name, value, "->", repr(datatype.read(value)))
        except ValueError as error:
            print(name, value, "-> refused")
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
integer 2024_18 -> 202418
integer 20241_8 -> 202418
integer 12.0 -> 12
integer １２ -> 12
integer 0x12 -> refused
gYear 2024 -> '2024'
gYear 二〇二四 -> '二〇二四'
gYear 未注明 -> '未注明'
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
