#!/bin/sh
# jsonschema 4.26.0 and fastjsonschema 2.22.3 (Python): the pattern of a document number, which is strict in editors and in ajv 8.20.0 (npm), accepts
# full-width and Arabic digits. In jsonschema it also accepts a line break at the end.
#
#   input     the schema {"pattern": "^[\u4e00-\u9fff]+〔\\d{4}〕\\d+号$"} and the texts 甲政发〔2024〕12号, the same with １２ for 12, with ١٢ for 12, and with a
#             line break after 号
#   expected  the first alone, as in ajv: JSON Schema says that patterns are those of ECMA-262, where \d is 0 to 9 and $ is the end of the text
#   found     jsonschema accepts all four, fastjsonschema the first three
#
# The packages pass the patterns to Python's re unchanged. If one office has checked a file in Python, the editor of the next office refuses it, and a
# number with full-width digits, which Chinese keyboards often write, is another word for every search. Write [0-9] instead of \d. Needs npm, python3
# with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund ajv@8.20.0
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install jsonschema==4.26.0 fastjsonschema==2.22.3
cat >schema.json <<'JSON'
{ "type": "string", "pattern": "^[\\u4e00-\\u9fff]+〔\\d{4}〕\\d+号$" }
JSON
printf '["甲政发〔2024〕12号", "甲政发〔2024〕１２号", "甲政发〔2024〕\331\241\331\242号", "甲政发〔2024〕12号\\n"]\n' >texts.json
cat >run.cjs <<'JS'
const { readFileSync } = require("node:fs");
const Ajv = require("ajv/dist/2020");
const read = (name) => JSON.parse(readFileSync(name, "utf8"));
console.log("ajv:", ...read("texts.json").map(new Ajv().compile(read("schema.json"))));
JS
cat >run.py <<'PY'
import json

import fastjsonschema
import jsonschema

schema, texts = (json.load(open(name, encoding="utf-8")) for name in ["schema.json", "texts.json"])
fast = fastjsonschema.compile(schema)


def accepts(text):
    try:
        fast(text)
        return True
    except fastjsonschema.JsonSchemaValueException:
        return False


print("jsonschema:", *[jsonschema.Draft202012Validator(schema).is_valid(text) for text in texts])
print("fastjsonschema:", *map(accepts, texts))
PY
node run.cjs >found
env/bin/python run.py >>found
cat found
cat >recorded <<'TXT'
ajv: true false false false
jsonschema: True True True True
fastjsonschema: True True True False
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
