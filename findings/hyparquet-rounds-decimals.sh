#!/bin/sh
# hyparquet 1.33.0 (npm), the reader of Parquet in browsers: it rounds an exact decimal to a JavaScript number, so two file numbers of twenty digits
# become the same, and an amount loses its cents.
#
#   input     a Parquet file by pyarrow 26.0.1 with 档号 as decimal(20, 0), 11010119490100000101 and 11010119490100000102, 金额 as decimal(20, 2) with
#             123456789012345678.90, and 流水号 as int64 with 110101194901000001
#   expected  the digits, as text or bigint: decimal is the exact type of Parquet, and for int64 the package gives an exact bigint
#   found     11010119490100000000 for both, and 123456789012345660; the int64 is exact
#
# File numbers are too long for int64, so people who need them exact store them as decimal. Needs npm, python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund hyparquet@1.33.0
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install pyarrow==26.0.1
cat >make.py <<'PY'
from decimal import Decimal

import pyarrow
import pyarrow.parquet

table = pyarrow.table({
    "档号": pyarrow.array([Decimal("11010119490100000101"), Decimal("11010119490100000102")], pyarrow.decimal128(20, 0)),
    "金额": pyarrow.array([Decimal("123456789012345678.90"), Decimal("0.10")], pyarrow.decimal128(20, 2)),
    "流水号": pyarrow.array([110101194901000001, 2], pyarrow.int64()),
})
pyarrow.parquet.write_table(table, "a.parquet")
for row in pyarrow.parquet.read_table("a.parquet").to_pylist():
    print("pyarrow:", *row.values())
PY
cat >run.mjs <<'JS'
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
for (const row of await parquetReadObjects({ file: await asyncBufferFromFile("a.parquet") }))
    console.log("hyparquet:", Object.values(row).map((value) => `${value} (${typeof value})`).join(" "));
JS
{ env/bin/python make.py && node run.mjs; } >found
cat found
cat >recorded <<'TXT'
pyarrow: 11010119490100000101 123456789012345678.90 110101194901000001
pyarrow: 11010119490100000102 0.10 2
hyparquet: 11010119490100000000 (number) 123456789012345660 (number) 110101194901000001 (bigint)
hyparquet: 11010119490100000000 (number) 0.1 (number) 2 (bigint)
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
