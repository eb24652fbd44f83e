#!/bin/sh
# duckdb 2.0.1 (Python): read_csv with normalize_names = true gives every Chinese column the same name, an underscore, followed by a number from the
# second column on.
#
#   input     a csv with the columns 索引号, 标题, 成文日期, "Doc No."
#   expected  索引号, 标题, 成文日期, doc_no: the option is for names that need no quotation marks, and DuckDB accepts Chinese names without quotation marks
#   found     _, __1, __2, doc_no
#
# Queries on such a table use names like __1 and __2. If the exporting office inserts a column, all later numbers change, and the queries silently
# read another field. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install duckdb==2.0.1
printf '索引号,标题,成文日期,Doc No.\n000014349/2024-00012,通知,1949-10-01,1\n' >ledger.csv
env/bin/python - >found <<'PY'
import duckdb

print(*duckdb.sql("FROM read_csv('ledger.csv', normalize_names = true)").columns)
print(*duckdb.sql("FROM read_csv('ledger.csv')").columns, sep=" | ")
print(duckdb.sql("SELECT 标题 FROM read_csv('ledger.csv')").fetchall())
PY
cat found
cat >recorded <<'TXT'
_ __1 __2 doc_no
索引号 | 标题 | 成文日期 | Doc No.
[('通知',)]
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
