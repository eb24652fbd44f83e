#!/bin/sh
# pyshacl 0.40.1 (Python): it refuses a title in Simplified Chinese as used in China, "@zh-Hans-CN", where Simplified Chinese is allowed.
#
#   input     a shape with sh:languageIn ("zh-Hans"), data "甲市公报"@zh-Hans-CN; then sh:languageIn ("zh")
#   expected  both conform: SHACL refers to langMatches of SPARQL, and langMatches("zh-Hans-CN", "zh-Hans") is true, in the library below (rdflib) too
#   found     the first does not conform, the second does
#
# Besides the whole tag, the program compares only the part before the first hyphen. A profile that asks for zh-Hans, to exclude Traditional titles,
# refuses catalogues with more precise tags. Ranges such as en and en-GB, with which people try it, work. Needs python3 with venv, and a network
# connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install pyshacl==0.40.1 rdflib==7.6.0

cat >run.py <<'PY'
import pyshacl
from rdflib import Graph

HEAD = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://example.org/> . "
for allowed, tag in [("zh-Hans", "zh-Hans"), ("zh-Hans", "zh-Hans-CN"), ("zh", "zh-Hans-CN")]:
    shape = Graph().parse(data=f'{HEAD} e:S a sh:NodeShape ; sh:targetNode e:甲 ; sh:property [ sh:path e:title ; sh:languageIn ("{allowed}") ] .', format="turtle")
    data = Graph().parse(data=f'{HEAD} e:甲 e:title "甲市公报"@{tag} .', format="turtle")
    print(f"languageIn {allowed}, @{tag}: conforms {pyshacl.validate(data, shacl_graph=shape)[0]},",
          "langMatches", Graph().query(f'ASK {{ FILTER(langMatches("{tag}", "{allowed}")) }}').askAnswer)
PY
env/bin/python run.py >found
cat found
cat >recorded <<'END'
languageIn zh-Hans, @zh-Hans: conforms True, langMatches True
languageIn zh-Hans, @zh-Hans-CN: conforms False, langMatches True
languageIn zh, @zh-Hans-CN: conforms True, langMatches True
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
