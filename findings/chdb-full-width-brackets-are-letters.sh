#!/bin/sh
# chdb 4.4.0 (ClickHouse's engine): its index for text finds 2024 in 甲政发[2024]12号 and not in 甲政发〔2024〕12号, since full-width marks count as letters.
#
#   input     a table with a text index (tokenizer splitByNonAlpha) and the two numbers; hasAllTokens(n, ['2024']), hasToken(n, '2024')
#   expected  both rows: 〔 and 〕 are brackets, no letters, as Unicode says and as SQLite, tantivy, Lucene and Whoosh divide them
#   found     the row with the ASCII brackets alone; 关于《办法》的通知 is one token too, with its marks inside
#
# Tried with numbers typed by hand in [ ] it works. The official form is 〔2024〕, so in a real catalogue no year, no serial number and no title in 《》 is ever found
# by the index, and no error says so. The script runs the package without mulu, and fails when the behaviour is another. It needs python3 with venv, and a
# connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install chdb==4.4.0 chdb-core==26.9.0
cat >run.py <<'PY'
from chdb.session import Session

session = Session("table")
session.query("CREATE DATABASE c")
session.query(
    "CREATE TABLE c.d (n String, INDEX i n TYPE text(tokenizer = 'splitByNonAlpha')) ENGINE = MergeTree ORDER BY n"
)
session.query("INSERT INTO c.d VALUES ('甲政发〔2024〕12号'), ('甲政发[2024]12号')")
for where in ["hasAllTokens(n, ['2024'])", "hasToken(n, '2024')", "n LIKE '%2024%'"]:
    print(where, *session.query(f"SELECT n FROM c.d WHERE {where} ORDER BY n", "TSV").data().split())
print(session.query("SELECT tokens('关于《办法》的通知，2024年')", "TSV").data().strip())
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
hasAllTokens(n, ['2024']) 甲政发[2024]12号
hasToken(n, '2024') 甲政发[2024]12号
n LIKE '%2024%' 甲政发[2024]12号 甲政发〔2024〕12号
['关于《办法》的通知，2024年']
TXT
cmp -s found recorded || { echo "another behaviour than recorded" && exit 1; }
