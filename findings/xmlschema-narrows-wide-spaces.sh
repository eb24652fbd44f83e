#!/bin/sh
# xmlschema 4.3.2 (Python): it removes the wide spaces of Chinese text from a value of the type xs:token, and accepts 1_2 and full-width digits as an
# integer.
#
#   input     <t>张　三</t> and <t>　其中：甲</t> with the wide space U+3000, as xs:token; 1_2 and １２ as xs:integer; for comparison lxml 6.1.3 for the
#             integers
#   expected  the wide spaces are kept, since xs:token collapses only the four white-space characters of XML (XML Schema 2, 4.3.6); 1_2 and １２ are
#             refused, as lxml does, since an integer has the digits 0 to 9 (3.3.13)
#   found     张 三 and 其中：甲; 12 for both
#
# The wide space aligns names of two characters with names of three, and shows the level of a row in a table. The number 1_2 of a form or of an item
# passes the check and is stored as 12. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install xmlschema==4.3.2 lxml==6.1.3
cat >run.py <<'PY'
import xmlschema
from lxml import etree

for kind, values in [("token", ["张　三", "　其中：甲", " 甲  乙 "]), ("integer", ["12", "1_2", "１２", "十二"])]:
    schema = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="t" type="xs:{kind}"/></xs:schema>'
    ours, other = xmlschema.XMLSchema(schema), etree.XMLSchema(etree.XML(schema))
    for value in values:
        page = f"<t>{value}</t>"
        read = repr(ours.to_dict(page)) if ours.is_valid(page) else "refused"
        print(kind, repr(value), "xmlschema", read, "lxml", "accepted" if other.validate(etree.XML(page)) else "refused")
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
token '张\u3000三' xmlschema '张 三' lxml accepted
token '\u3000其中：甲' xmlschema '其中：甲' lxml accepted
token ' 甲  乙 ' xmlschema '甲 乙' lxml accepted
integer '12' xmlschema 12 lxml accepted
integer '1_2' xmlschema 12 lxml refused
integer '１２' xmlschema 12 lxml refused
integer '十二' xmlschema refused lxml refused
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
