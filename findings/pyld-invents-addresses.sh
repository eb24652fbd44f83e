#!/bin/sh
# PyLD 3.3.0: a relative link in JSON-LD that is read without a base becomes an address at http://example.org/base/, and is written as such.
#
#   input     a document's JSON-LD from a page, with "url": {"@id": "附件/甲.pdf"}; expand and to_rdf without options, or with "base": ""
#   expected  the link kept relative by expand, and left out by to_rdf with no statement about a place that does not exist, as jsonld.js 9.0.0 does it
#   found     http://example.org/base/附件/甲.pdf in both
#
# Where a base is unknown the standard keeps relative links relative. Catalogues that are gathered from files then say that every office's attachments
# lie at example.org, all under one folder, so two offices' 附件/1.pdf are the same thing. The script runs the packages without mulu, and fails when
# the behaviour is another. It needs npm, python3 with venv, and a connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund jsonld@9.0.0
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install PyLD==3.3.0
cat >document.json <<'JSON'
{"@context": {"@vocab": "https://schema.org/"}, "@id": "https://www.example.org/1", "url": {"@id": "附件/甲.pdf"}}
JSON
env/bin/python - >found <<'PY'
import json
from pyld import jsonld

document = json.load(open("document.json", encoding="utf-8"))
print("PyLD expand:", jsonld.expand(document)[0]["https://schema.org/url"][0]["@id"])
for name, more in [("no base", {}), ("empty base", {"base": ""})]:
    print(f"PyLD {name}:", jsonld.to_rdf(document, {"format": "application/n-quads", **more}).strip())
PY
cat >run.mjs <<'JS'
import { readFileSync } from "node:fs";
import jsonld from "jsonld";
const document = JSON.parse(readFileSync("document.json", "utf8"));
console.log("jsonld.js expand:", (await jsonld.expand(document))[0]["https://schema.org/url"][0]["@id"]);
console.log("jsonld.js:", (await jsonld.toRDF(document, { format: "application/n-quads" })).trim());
JS
node run.mjs >>found
cat found
cat >recorded <<'TXT'
PyLD expand: http://example.org/base/附件/甲.pdf
PyLD no base: <https://www.example.org/1> <https://schema.org/url> <http://example.org/base/附件/甲.pdf> .
PyLD empty base: <https://www.example.org/1> <https://schema.org/url> <http://example.org/base/附件/甲.pdf> .
jsonld.js expand: 附件/甲.pdf
TXT
printf 'jsonld.js: \n' >>recorded
cmp -s found recorded || { echo "another behaviour than recorded" && exit 1; }
