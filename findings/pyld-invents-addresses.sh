#!/bin/sh
# PyLD 3.3.0: if JSON-LD is read without a base, a relative link becomes an address below http://example.org/base/ and is written in this form.
#
#   input     a document's JSON-LD from a page, with "url": {"@id": "附件/甲.pdf"}; expand and to_rdf without options, or with "base": ""
#   expected  expand keeps the link relative, and to_rdf leaves it out, so that nothing is stated about a place that does not exist; jsonld.js 9.0.0
#             does this
#   found     http://example.org/base/附件/甲.pdf in both
#
# If the base is unknown, the standard keeps relative links relative. In catalogues that are gathered from files, the attachments of all offices then
# lie in one folder at example.org, so that 附件/1.pdf of two offices is the same thing. Needs npm, python3 with venv, and a network connection.

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
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
