#!/bin/sh
# duckdb 2.0.1 (Python): if a csv with numbers of 20 digits is copied to Parquet, the numbers change, and two different ones become the same.
#
#   input     a csv with 档号 11010119490100000101, 11010119490100000102 and 3 (all digits); COPY (FROM 'files.csv') TO 'files.parquet'; read both
#   expected  the same numbers: DuckDB reads the csv exactly (type HUGEINT) and writes csv and JSON exactly; or an error
#   found     1.10101194901e+19 for both, type DOUBLE, in DuckDB itself and in every other reader
#
# Parquet has no integer type of that size, so the writer uses floating point, without a message. The csv and queries on it are right, but the copy
# that is handed on or kept can no longer distinguish the two files. CAST to VARCHAR or all_varchar = true keeps the numbers. Needs python3 with
# venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install duckdb==2.0.1
printf '档号\n11010119490100000101\n11010119490100000102\n3\n' >files.csv
env/bin/python - >found <<'PY'
import duckdb

duckdb.sql("COPY (FROM 'files.csv') TO 'files.parquet'")
duckdb.sql("COPY (FROM 'files.csv') TO 'files.json'")
for name in ["files.csv", "files.json", "files.parquet"]:
    table = duckdb.sql(f"FROM '{name}'")
    values = [row[0] for row in table.fetchall()]
    print(name, *table.types, *values, "different" if len(set(values)) == 3 else "no longer different")
PY
cat found
cat >recorded <<'TXT'
files.csv HUGEINT 11010119490100000101 11010119490100000102 3 different
files.json HUGEINT 11010119490100000101 11010119490100000102 3 different
files.parquet DOUBLE 1.10101194901e+19 1.10101194901e+19 3.0 no longer different
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
