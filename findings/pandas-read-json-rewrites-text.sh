#!/bin/sh
# pandas 3.1.1: read_json turns text into numbers, though JSON says that it is text, and rounds it to another number as soon as one record has none.
#
#   input     lines of JSON with "编号":"119491001202400013" and "机构代码":"000014349", both in quotation marks; in the second file one more line without them
#   expected  the same text, as polars, DuckDB, pyarrow and chdb give it: in JSON quotation marks decide, and no csv guessing is needed
#   found     119491001202400013 and 14349 as whole numbers; in the second file 119491001202400016 and 14349.0
#
# A single incomplete record changes the numbers of all others into numbers of other documents, with no warning. dtype=False keeps the text. The
# script runs the package without mulu, and fails when the behaviour is another. It needs python3 with venv, and a connection.

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
cmp -s found recorded || { echo "another behaviour than recorded" && exit 1; }
