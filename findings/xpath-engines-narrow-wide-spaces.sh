#!/bin/sh
# fontoxpath 3.34.0 (npm) and elementpath 5.1.4 (Python), XPath: normalize-space turns the wide spaces of Chinese text into ordinary ones, and drops
# them at the beginning. The tokenize function of fontoxpath divides a name at a wide space.
#
#   input     normalize-space('　其中：张　三') with the wide space U+3000, and tokenize of the same; for comparison saxon-js 2.7.0 and xpath 0.0.34 (npm)
#   expected  the text unchanged, and one token: both functions know only the four white-space characters of XML (XPath Functions 3.1, 5.4.5 and
#             5.6.5)
#   found     其中：张 三; two tokens in fontoxpath
#
# The wide space shows the level of a row and aligns the names of persons. Most stylesheets that extract text from XML use the function, so the tables
# of budgets lose their levels, and different engines give different texts. Needs npm, python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install elementpath==5.1.4
npm init -y >/dev/null
npm install --silent --no-audit --no-fund fontoxpath@3.34.0 saxon-js@2.7.0 xpath@0.0.34 @xmldom/xmldom@0.9.12
cat >run.cjs <<'JS'
const fonto = require("fontoxpath");
const saxon = require("saxon-js");
const xpath = require("xpath");
const { DOMParser } = require("@xmldom/xmldom");
const root = new DOMParser().parseFromString("<root/>", "text/xml");
const asked = "normalize-space('　其中：张　三')";
console.log("saxon-js", JSON.stringify([saxon.XPath.evaluate(asked), saxon.XPath.evaluate("count(tokenize('　其中：张　三'))")]));
console.log("xpath", JSON.stringify([xpath.select(asked, root)]));
console.log("fontoxpath", JSON.stringify([fonto.evaluateXPath(asked, root), fonto.evaluateXPath("count(tokenize('　其中：张　三'))", root)]));
JS
cat >run.py <<'PY'
import json
import xml.etree.ElementTree as trees

import elementpath
from elementpath.xpath31 import XPath31Parser

asked = ["normalize-space('　其中：张　三')", "count(tokenize('　其中：张　三'))"]
answers = [elementpath.select(trees.XML("<root/>"), one, parser=XPath31Parser) for one in asked]
print("elementpath", json.dumps(answers, ensure_ascii=False, separators=(",", ":")))
PY
{ node run.cjs && env/bin/python run.py; } >found
cat found
cat >recorded <<'TXT'
saxon-js ["　其中：张　三",1]
xpath ["　其中：张　三"]
fontoxpath ["其中：张 三",2]
elementpath ["其中：张 三",1]
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
