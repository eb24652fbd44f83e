#!/bin/sh
# frictionless 5.21.0 (Python): a column of section numbers becomes months of the years 1 to 9, and when it is written again, "1-2" becomes "1-02". A
# pair of page numbers becomes a point on the earth.
#
#   input     a csv with 章节 (1-2, 3-4) and 页码 ("3,5", "12,34"); describe, validate, and write to another csv
#   expected  strings; the written csv has the same cells as the one that was read
#   found     章节 is of type yearmonth (year 1, month 2), 页码 of type geopoint (longitude 3, latitude 5); the new csv has 1-02 and 3-04
#
# If one cell has a number above 12, such as 5-13, the column is a string again. The type of a list thus depends on how many sections its chapters
# have, and a description made from a part of the data finds the rest invalid. Archives ask for data packages, and the schema of such a package calls
# a section number a month. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install frictionless==5.21.0
env/bin/python - >found <<'PY'
from frictionless import Resource, describe

short = '文号,章节,页码\n甲政发〔2024〕1号,1-2,"3,5"\n甲政发〔2024〕2号,3-4,"12,34"\n'
for name, text in {"short.csv": short, "long.csv": short + '甲政发〔2024〕3号,5-13,"7,8"\n'}.items():
    open(name, "w").write(text)
    print(name, *(f"{field.name}: {field.type}" for field in describe(name).schema.fields))
Resource("short.csv").write("written.csv")
print(open("written.csv").read(), end="")
schema = describe("short.csv").schema
report = Resource("long.csv", schema=schema).validate()
print(report.valid, report.flatten(["rowNumber", "fieldName", "type"]))
PY
cat found
cat >recorded <<'TXT'
short.csv 文号: string 章节: yearmonth 页码: geopoint
long.csv 文号: string 章节: string 页码: geopoint
文号,章节,页码
甲政发〔2024〕1号,1-02,"3,5"
甲政发〔2024〕2号,3-04,"12,34"
False [[4, '章节', 'type-error']]
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
