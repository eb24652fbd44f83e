#!/bin/sh
# pandas 3.1.1: read_json turns JSON texts into numbers, and if one record lacks the value, it also rounds the numbers.
#
#   input     lines of JSON with "编号":"119491001202400013" and "机构代码":"000014349", both in quotation marks; in the second file one more line without them
#   expected  the same text, as polars, DuckDB, pyarrow and chdb give it: JSON marks text by quotation marks, so nothing needs to be guessed as in a
#             csv
#   found     119491001202400013 and 14349 as whole numbers; from the second file 119491001202400016 and 14349.0
#
# One incomplete record changes the numbers of all other records into numbers of other documents, without a warning. dtype=False keeps the text. Needs
# python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install pandas==3.1.1
printf '{"编号":"119491001202400013","机构代码":"000014349"}\n' >whole.ndjson
{ cat whole.ndjson && printf '{"标题":"通知"}\n'; } >partial.ndjson
env/bin/python - >found <<'PY'
import pandas

for name in ["whole", "partial"]:
    row = pandas.read_json(name + ".ndjson", lines=True).iloc[0]
    text = pandas.read_json(name + ".ndjson", lines=True, dtype=False).iloc[0]
    print(name, int(row["编号"]), row["机构代码"], "| dtype=False:", text["编号"], text["机构代码"])
PY
cat found
cat >recorded <<'TXT'
whole 119491001202400013 14349 | dtype=False: 119491001202400013 000014349
partial 119491001202400016 14349.0 | dtype=False: 119491001202400013 000014349
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
