#!/bin/sh
# nunjucks 3.2.4 (npm; templates of Eleventy): the filter int turns 12,000 into 12, and the filters truncate, last and reverse cut a rare character of
# a name in half.
#
#   input     {{ "12,000" | int }}; with 任命李𬱖为科长 and 李𬱖 (U+2CC56) {{ … | truncate(4, true, "") }}, {{ … | last }}, {{ … | reverse }}; for comparison
#             Jinja2 3.1.6 (Python), whose filters nunjucks claims to port
#   expected  12000, or the default 0, as Jinja2 gives; 任命李𬱖 (Jinja2 lets a text be five characters longer and keeps all of it), 𬱖, 𬱖李
#   found     12; halves of the character in each of the three
#
# Budgets write amounts with a separator. A page that adds or sorts them shows a thousandth of each amount, whereas somebody would notice 0. Lines of
# a list of appointments, and masked names in it, end with half a character, which is not valid text. Needs npm, python3 with venv, and a network
# connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install jinja2==3.1.6
npm init -y >/dev/null
npm install --silent --no-audit --no-fund nunjucks@3.2.4
cat >templates.json <<'JSON'
["{{ '12,000' | int }}", "{{ '任命李𬱖为科长' | truncate(4, true, '') }}", "{{ '李𬱖' | last }}", "{{ '李𬱖' | reverse }}"]
JSON
cat >run.cjs <<'JS'
const nunjucks = require("nunjucks");
console.log("nunjucks", JSON.stringify(require("./templates.json").map((template) => nunjucks.renderString(template))));
JS
cat >run.py <<'PY'
import json

import jinja2

found = [jinja2.Template(template).render() for template in json.load(open("templates.json", encoding="utf-8"))]
print("Jinja2", json.dumps(found, ensure_ascii=False, separators=(",", ":")))
PY
{ node run.cjs && env/bin/python run.py; } >found
cat found
cat >recorded <<'TXT'
nunjucks ["12","任命李\ud873","\udc56","\udc56\ud873李"]
Jinja2 ["0","任命李𬱖为科长","𬱖","𬱖李"]
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
