#!/bin/sh
# chdb 4.4.0 (ClickHouse's engine for Python): a csv whose columns are all text has one row too many, because its line of names counts as data; the same csv with a
# column of years has not.
#
#   input     标题,文号 and two documents; the same with a third column 年份; SELECT count() FROM file('….csv')
#   expected  2 and 2, or 3 and 3; columns 标题 and 文号 in both: DuckDB, polars, pandas and pyarrow take the first line as names
#   found     3 and 2; the columns of the first are c1 and c2, and 标题 is the name of a document
#
# The line is a header only if some column below it is not text. A ledger of titles and numbers is all text, as careful exporters make it on purpose, and every
# count is one too high with no message; a query for 标题 fails on one office's file and works on the next. CSVWithNames as the format says it outright. The
# script runs the package without mulu, and fails when the behaviour is another. It needs python3 with venv, and a connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install chdb==4.4.0 chdb-core==26.9.0
printf '标题,文号\n甲通知,甲政发〔2024〕12号\n乙通知,乙政发〔2024〕3号\n' >text.csv
printf '标题,文号,年份\n甲通知,甲政发〔2024〕12号,2024\n乙通知,乙政发〔2024〕3号,2024\n' >years.csv
env/bin/python - >found <<'PY'
import chdb

for source in ["'text.csv'", "'years.csv'", "'text.csv', 'CSVWithNames'"]:
    rows = chdb.query(f"SELECT count() FROM file({source})", "TSV").data().strip()
    names = chdb.query(f"SELECT * FROM file({source}) LIMIT 1", "CSVWithNames").data().splitlines()[0]
    print(source, rows, names)
PY
cat found
cat >recorded <<'TXT'
'text.csv' 3 "c1","c2"
'years.csv' 2 "标题","文号","年份"
'text.csv', 'CSVWithNames' 2 "标题","文号"
TXT
cmp -s found recorded || { echo "another behaviour than recorded" && exit 1; }
