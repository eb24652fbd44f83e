#!/bin/sh
# SQLite 3.40.1 (Python package apsw 3.40.1.0; also the version of Debian 12 and its Python): LIKE and GLOB with two Chinese characters on an FTS5
# table of trigrams find nothing, without an error.
#
#   input     the row 政府信息公开工作要点; b LIKE '%工作%', b GLOB '*公开*'
#   expected  the row: by the manual, a pattern with fewer than three characters is answered by a scan of the table, which is slow and right, as for
#             'ab'
#   found     0 rows; 1 row for the same data in SQLite 3.41.2, and 1 row in both for the two Latin letters of 'xab'
#
# Before 3.41, the three characters are counted in bytes, and one Chinese character has three bytes, so the index is asked for a trigram that does not
# exist. Most Chinese words have two characters, so a search in such a database finds almost no word. Needs python3 3.11 with venv, and a network
# connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
cat >run.py <<'PY'
import apsw

rows = apsw.Connection(":memory:").cursor()
rows.execute("CREATE VIRTUAL TABLE documents USING fts5(b, tokenize='trigram')")
rows.execute("INSERT INTO documents VALUES ('政府信息公开工作要点'), ('xab')")
for where in ["LIKE '%工作%'", "GLOB '*公开*'", "LIKE '%公开工%'", "LIKE '%ab%'"]:
    (count,) = list(rows.execute("SELECT count(*) FROM documents WHERE b " + where))[0]
    print(apsw.sqlitelibversion(), where, count)
PY
: >found
for version in 3.40.1.0 3.41.2.0; do
    env/bin/pip -q --disable-pip-version-check install --only-binary :all: "apsw==$version"
    env/bin/python run.py >>found
done
cat found
cat >recorded <<'TXT'
3.40.1 LIKE '%工作%' 0
3.40.1 GLOB '*公开*' 0
3.40.1 LIKE '%公开工%' 1
3.40.1 LIKE '%ab%' 1
3.41.2 LIKE '%工作%' 1
3.41.2 GLOB '*公开*' 1
3.41.2 LIKE '%公开工%' 1
3.41.2 LIKE '%ab%' 1
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
