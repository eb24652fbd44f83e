#!/bin/sh
# polars 2.1.0, duckdb 2.0.1 and chdb 4.4.0 (Python): if only late records of an NDJSON file have a field, the field is missing from the table,
# without an error.
#
#   input     300 records for polars, 60,000 for DuckDB and chDB, with 索引号 and 标题; the last fiftieth have 废止日期 (date of repeal) too
#   expected  a column 废止日期 with nulls before; or an error, as polars and DuckDB give for a late value of another type
#   found     two columns; the dates of repeal are missing, and queries for 废止日期 report that there is no such column
#
# The programs take the columns from a sample at the beginning: 100 records in polars, about 20,000 in DuckDB and chDB. Catalogues are sorted by date,
# and rare fields (repeals, corrections) are at one end. The file is complete, the number of records is right, and pyarrow 26.0.1 has the column.
# Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install polars==2.1.0 duckdb==2.0.1 chdb==4.4.0 pyarrow==26.0.1
env/bin/python - >found <<'PY'
import json

import chdb
import duckdb
import polars
import pyarrow.json


def write(name, count, late):
    with open(name, "w") as file:
        for number in range(count):
            record = {"索引号": number, "标题": "办法"}
            if number >= count - count // 50:
                record |= late
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


write("small.json", 300, {"废止日期": "2024-06-18"})
write("large.json", 60000, {"废止日期": "2024-06-18"})
write("other.json", 300, {"索引号": "A1"})
write("others.json", 60000, {"索引号": "A1"})
small = polars.read_ndjson("small.json")
print("polars", small.height, *small.columns)
large = duckdb.sql("FROM 'large.json'")
print("duckdb", len(large), *large.columns)
print("chdb", *(line.split("\t")[0] for line in str(chdb.query("DESCRIBE file('large.json', 'JSONEachRow')", "TSV")).splitlines()))
arrow = pyarrow.json.read_json("large.json")
print("pyarrow", arrow.num_rows, *arrow.column_names)
for name, read in [("polars", lambda: polars.read_ndjson("other.json")), ("duckdb", lambda: duckdb.sql("FROM 'others.json'").fetchall())]:
    try:
        read()
        print(name, "takes another type late")
    except Exception as error:
        print(name, "refuses another type late:", type(error).__name__)
PY
cat found
cat >recorded <<'TXT'
polars 300 索引号 标题
duckdb 60000 索引号 标题
chdb 索引号 标题
pyarrow 60000 索引号 标题 废止日期
polars refuses another type late: ComputeError
duckdb refuses another type late: InvalidInputException
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
