#!/bin/sh
# chdb 4.4.0 (Python; ClickHouse as a library): the date of a document of 1949 becomes a day in 2129, and its month and year become January 1970,
# without an error.
#
#   input     a csv with 成文日期 1949-10-01 09:30:00 and 2024-06-18 09:30:00, read by file('…', 'CSVWithNames'), which rightly gives the column the type
#             DateTime64; toDate, toStartOfMonth and toStartOfYear of the column, CAST('1949-10-01' AS Date); for comparison date_trunc
#   expected  1949-10-01, 1949-10-01, 1949-01-01, as date_trunc('year', …) gives; or an error, since the type Date begins in 1970
#   found     2129-03-07, 1970-01-01, 1970-01-01; the cast gives 1970-01-01
#
# Catalogues of disclosed documents begin in 1949, and people first make a table of "documents by year". In this table the old documents are under
# 1970 or a hundred years in the future, but the sums are right. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install chdb==4.4.0
printf '标题,成文日期\n甲,1949-10-01 09:30:00\n乙,2024-06-18 09:30:00\n' >list.csv
cat >run.py <<'PY'
import chdb

ASKED = ["toTypeName(d)", "toDate(d)", "toStartOfMonth(d)", "toStartOfYear(d)", "date_trunc('year', d)", "CAST(substring(toString(d), 1, 10) AS Date)"]
for asked in ASKED:
    answer = chdb.query(f"SELECT {asked} FROM (SELECT `成文日期` AS d FROM file('list.csv', 'CSVWithNames')) ORDER BY d", "TSV")
    print(asked, *str(answer).split("\n"))
PY
TZ=Asia/Shanghai env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
toTypeName(d) Nullable(DateTime64(9)) Nullable(DateTime64(9)) 
toDate(d) 2129-03-07 2024-06-18 
toStartOfMonth(d) 1970-01-01 2024-06-01 
toStartOfYear(d) 1970-01-01 2024-01-01 
date_trunc('year', d) 1949-01-01 2024-01-01 
CAST(substring(toString(d), 1, 10) AS Date) 1970-01-01 2024-06-18 
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
