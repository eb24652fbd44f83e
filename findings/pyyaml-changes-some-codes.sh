#!/bin/sh
# PyYAML 6.0.4, ruamel.yaml 0.19.1 and js-yaml 4.1.0 (with python3 and node): codes with leading zeros and long numbers in a page's head are read in three ways, and
# PyYAML decides anew for each line by the digits that happen to occur.
#
#   input     机构代码: 000014347; 机构代码: 000014349; 编号: 110101190001010013
#   expected  one reading for both codes (text, or 14347 and 14349), and the same number in all three programs
#   found     PyYAML 6375 and "000014349"; ruamel.yaml 14347 and 14349; js-yaml 14347 and 14349, and 110101190001010020 for the number
#
# With the digits 0 to 7 only, PyYAML reads the code in base eight; an 8 or 9 anywhere keeps it as text. A test with one code proves nothing about the next, and an
# office's code is silently that of another. Quotation marks keep all of them. The script runs the packages without mulu, and fails when the behaviour is another.
# It needs npm, python3 with venv, and a connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund js-yaml@4.1.0
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install PyYAML==6.0.4 ruamel.yaml==0.19.1
printf '机构代码: 000014347\n---\n机构代码: 000014349\n---\n编号: 110101190001010013\n' >heads.yaml
env/bin/python - >found <<'PY'
import json
import ruamel.yaml
import yaml

text = open("heads.yaml", encoding="utf-8").read()
for name, documents in [("PyYAML", yaml.safe_load_all(text)), ("ruamel.yaml", ruamel.yaml.YAML(typ="safe").load_all(text))]:
    print(name, *(json.dumps(value) for head in documents for value in head.values()))
PY
node -e '
const heads = require("js-yaml").loadAll(require("fs").readFileSync("heads.yaml", "utf8"));
console.log("js-yaml", ...heads.flatMap((head) => Object.values(head)).map((value) => JSON.stringify(value)));' >>found
cat found
cat >recorded <<'TXT'
PyYAML 6375 "000014349" 110101190001010013
ruamel.yaml 14347 14349 110101190001010013
js-yaml 14347 14349 110101190001010020
TXT
cmp -s found recorded || { echo "another behaviour than recorded" && exit 1; }
