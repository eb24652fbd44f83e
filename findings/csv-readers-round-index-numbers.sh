#!/bin/sh
# sqlite-utils 4.2.1, csvkit 2.2.0 (csvjson) and pyarrow 26.0.1 (Python): two different index numbers of twenty digits in a csv become the same
# number.
#
#   input     a csv with 索引号 11010119490100000101 and 11010119490100000102 and 机构代码 000014349; `sqlite-utils insert --csv`, `csvjson` and
#             pyarrow.csv.read_csv, each with its defaults
#   expected  the same digits, as polars 2.1.0, pandas 3.1.1 and DuckDB 2.0.1 have them; or text; or an error
#   found     1.10101194901e+19 for both, in all three; in the table of sqlite-utils the column has the type INTEGER
#
# An INTEGER of SQLite has at most nineteen digits, and a larger number becomes a floating-point number without a message. A search by index number
# then finds both documents or none. Except in DuckDB, the leading zeros of the code are lost too. --no-detect-types, -I and a schema prevent this.
# Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install sqlite-utils==4.2.1 csvkit==2.2.0 agate==1.14.2 pyarrow==26.0.1 polars==2.1.0 pandas==3.1.1 duckdb==2.0.1
printf '索引号,机构代码\n11010119490100000101,000014349\n11010119490100000102,000014350\n' >files.csv
cat >run.py <<'PY'
import duckdb
import pandas
import polars
import pyarrow.csv

print("pyarrow", *pyarrow.csv.read_csv("files.csv")["索引号"].to_pylist())
print("polars", *polars.read_csv("files.csv")["索引号"].to_list())
print("pandas", *pandas.read_csv("files.csv")["索引号"])
print("duckdb", *[row[0] for row in duckdb.sql("SELECT 索引号 FROM 'files.csv'").fetchall()])
PY
{
    env/bin/sqlite-utils insert files.db files files.csv --csv >insert.log
    env/bin/sqlite-utils schema files.db | grep 索引号 | sed 's/^ */sqlite-utils /'
    env/bin/sqlite-utils rows files.db files --no-headers --csv | sed 's/^/sqlite-utils /'
    env/bin/csvjson files.csv | sed 's/^/csvjson /'
    echo
    env/bin/python run.py
} >found
cat found
cat >recorded <<'TXT'
sqlite-utils "索引号" INTEGER,
sqlite-utils 1.10101194901e+19,14349
sqlite-utils 1.10101194901e+19,14350
csvjson [{"索引号": 1.10101194901e+19, "机构代码": 14349.0}, {"索引号": 1.10101194901e+19, "机构代码": 14350.0}]
pyarrow 1.10101194901e+19 1.10101194901e+19
polars 11010119490100000101 11010119490100000102
pandas 11010119490100000101 11010119490100000102
duckdb 11010119490100000101 11010119490100000102
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
