#!/bin/sh
# gray-matter 4.0.3 (js-yaml 3.15.2), js-yaml 5.5.0, yaml 2.9.1 (npm) and PyYAML 6.0.4: of two codes of the same form in front matter, one is read as
# text and the other as a number, and different programs read different numbers.
#
#   input     机构代码: 000014349, 机构代码: 000014347 and 开会时间: 12:30, without quotation marks as people write them
#   expected  both codes in the same way: both as text, or both as the number with these digits
#   found     gray-matter and PyYAML: "000014349" as text, 000014347 as 6375, 12:30 as 750; js-yaml 5 and yaml: 14349 and 14347, "12:30"
#
# By YAML 1.1, digits after a zero are octal unless there is an 8 or a 9 among them, and numbers with colons are to the base 60. YAML 1.2 has neither
# rule. An editor of one kind and a site generator of the other kind read the same file (VitePress, Eleventy and Docusaurus use gray-matter). Needs
# npm, python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund gray-matter@4.0.3 js-yaml@5.5.0 yaml@2.9.1
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install PyYAML==6.0.4
printf '机构代码: 000014349\n旧代码: 000014347\n开会时间: 12:30\n' >head.yaml
cat >run.cjs <<'JS'
const { readFileSync } = require("node:fs");
const matter = require("gray-matter");
const old = require("js-yaml");
const { parse } = require("yaml");
const text = readFileSync("head.yaml", "utf8");
const read = { "gray-matter": matter("---\n" + text + "---\n").data, "js-yaml": old.load(text), yaml: parse(text) };
for (const [name, value] of Object.entries(read)) console.log(name, JSON.stringify(Object.values(value)));
JS
node run.cjs >found
env/bin/python - >>found <<'PY'
import json
import yaml

print("PyYAML", json.dumps(list(yaml.safe_load(open("head.yaml", encoding="utf-8")).values()), separators=(",", ":")))
PY
cat found
cat >recorded <<'TXT'
gray-matter ["000014349",6375,750]
js-yaml [14349,14347,"12:30"]
yaml [14349,14347,"12:30"]
PyYAML ["000014349",6375,750]
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
