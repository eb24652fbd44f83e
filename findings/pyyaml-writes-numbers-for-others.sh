#!/bin/sh
# PyYAML 6.0.4: it writes text of digits without quotation marks if the text begins with a zero and contains an 8 or a 9; text such as 1e5 is always
# written without them. yaml 2.9.1 and js-yaml 5.5.0 (npm) read both kinds of text as numbers.
#
#   input     safe_dump of {"机构代码": "000014349", "旧代码": "000014347", "房号": "1e5", "索引号": "12"}, all text; read by yaml, js-yaml and PyYAML
#   expected  text comes back as text: safe_dump puts '000014347' and '12' in quotation marks for that reason
#   found     机构代码: 000014349 and 房号: 1e5, read as 14349 and 100000; PyYAML itself reads text
#
# By YAML 1.1, 000014349 and 1e5 are not numbers; by YAML 1.2 they are. PyYAML knows only 1.1. Between a program in Python and a site generator in
# JavaScript, codes with a digit above 7 lose their zeros; most codes have such a digit. A trial with 000012345 shows nothing. Needs npm, python3
# with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund yaml@2.9.1 js-yaml@5.5.0
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install PyYAML==6.0.4
cat >write.py <<'PY'
import yaml

text = yaml.safe_dump({"机构代码": "000014349", "旧代码": "000014347", "房号": "1e5", "索引号": "12"}, allow_unicode=True, sort_keys=False)
open("codes.yaml", "w", encoding="utf-8").write(text)
print(text, end="")
print("PyYAML", *map(repr, yaml.safe_load(text).values()))
PY
cat >read.cjs <<'JS'
const text = require("node:fs").readFileSync("codes.yaml", "utf8");
console.log("yaml", ...Object.values(require("yaml").parse(text)).map((value) => JSON.stringify(value)));
console.log("js-yaml", ...Object.values(require("js-yaml").load(text)).map((value) => JSON.stringify(value)));
JS
env/bin/python write.py >found
node read.cjs >>found
cat found
cat >recorded <<'TXT'
机构代码: 000014349
旧代码: '000014347'
房号: 1e5
索引号: '12'
PyYAML '000014349' '000014347' '1e5' '12'
yaml 14349 "000014347" 100000 "12"
js-yaml 14349 "000014347" 100000 "12"
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
