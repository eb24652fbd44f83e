#!/bin/sh
# duckdb 2.0.1, chdb 4.4.0 and polars 2.1.0 (Python): class numbers such as 01-02-03 in a csv become dates, and each engine makes another day of them.
#
#   input     a csv with the column 分类号 (01-02-03, 04-05-06, 12-05-11), sequence numbers 1/2/3 and clauses 7.3.3; DuckDB and chDB with their defaults,
#             polars with try_parse_dates, which is described as reading mostly ISO 8601
#   expected  text, as pyarrow 26.0.1 reads all three; no part of the numbers has four digits, so no year is written
#   found     01-02-03 is 3 February 2001 for DuckDB, 1 February 2003 for chDB and 1 February of the year 3 for polars; 1/2/3 is a time on 3 February of the
#             year 1 for DuckDB; polars makes 7.3.3 7 March of the year 3
#
# Classes of archives and clauses of standards are written like this. A column of such numbers is turned as a whole, and the numbers are not in the table any
# more: 2001-02-03 does not say what stood there. The script runs the packages without mulu, and fails when the behaviour is another. It needs
# python3 with venv, and a connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install duckdb==2.0.1 chdb==4.4.0 polars==2.1.0 pyarrow==26.0.1

cat >run.py <<'PY'
import json
import chdb
import duckdb
import polars
import pyarrow.csv

lists = {"分类号": ["01-02-03", "04-05-06", "12-05-11"], "序号": ["1/2/3", "4/5/6", "10/2/11"], "条款": ["7.3.3", "1.2.3", "10.2.11"]}
for head, values in lists.items():
    with open("a.csv", "w", encoding="utf-8") as out:
        out.write(f"{head},件数\n" + "".join(f"{value},1\n" for value in values))
    clickhouse = [json.loads(line)[0] for line in str(chdb.query("SELECT * FROM file('a.csv')", "JSONCompactEachRow")).split("\n") if line]
    print("DuckDB:", *(row[0] for row in duckdb.sql("FROM 'a.csv'").fetchall()), sep=" | ")
    print("chDB:", *(value for value in clickhouse if value != head), sep=" | ")
    print("polars:", *polars.read_csv("a.csv", try_parse_dates=True)[head], sep=" | ")
    print("pyarrow:", *pyarrow.csv.read_csv("a.csv").to_pydict()[head], sep=" | ")
PY
env/bin/python run.py >found
cat found
cat >recorded <<'END'
DuckDB: | 2001-02-03 | 2004-05-06 | 2012-05-11
chDB: | 2003-02-01 00:00:00 | 2006-05-04 00:00:00 | 2011-05-12 00:00:00
polars: | 0003-02-01 | 0006-05-04 | 0011-05-12
pyarrow: | 01-02-03 | 04-05-06 | 12-05-11
DuckDB: | 0001-02-03 00:00:00 | 0004-05-06 00:00:00 | 0010-02-11 00:00:00
chDB: | 1/2/3 | 4/5/6 | 10/2/11
polars: | 0003-02-01 | 0006-05-04 | 0011-02-10
pyarrow: | 1/2/3 | 4/5/6 | 10/2/11
DuckDB: | 7.3.3 | 1.2.3 | 10.2.11
chDB: | 7.3.3 | 1.2.3 | 10.2.11
polars: | 0003-03-07 | 0003-02-01 | 0011-02-10
pyarrow: | 7.3.3 | 1.2.3 | 10.2.11
END
diff recorded found || { echo "another behaviour than recorded" && exit 1; }
