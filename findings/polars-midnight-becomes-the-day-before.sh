#!/bin/sh
# polars 2.1.0: midnight of a day before 1901 in China's time zone, written to csv or JSON lines and read again, is the day before.
#
#   input     1899-12-31 00:00 in Asia/Shanghai; write_csv, then str.to_datetime(time_zone="Asia/Shanghai") of the same text
#   expected  1899-12-31 00:00, whatever the offset is; 1949-10-01 and 1901-01-02 come back as they were
#   found     written as 1899-12-31T00:00:00.000000+0806 and read as 1899-12-30 23:59:43; Python, DuckDB and browsers read the same wrong day from this text
#
# Until 1901 the zone's offset was +08:05:43; seconds do not fit into the form and are rounded up, and the moment moves by 17 seconds, over midnight.
# Dates of old documents that passed through a table with a time zone are one day early, and only those. Plain dates keep them. The script runs the package without
# mulu, and fails when the behaviour is another. It needs python3 with venv, and a connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install polars==2.1.0 tzdata==2026.6
env/bin/python - >found <<'PY'
from datetime import datetime
import polars

for day in [datetime(1949, 10, 1), datetime(1901, 1, 2), datetime(1899, 12, 31)]:
    written = polars.DataFrame({"t": [day]}).with_columns(polars.col("t").dt.replace_time_zone("Asia/Shanghai")).write_csv()
    text = written.splitlines()[1]
    again = polars.Series([text]).str.to_datetime(time_zone="Asia/Shanghai")[0]
    print(text, "->", again.strftime("%Y-%m-%d %H:%M:%S"))
PY
cat found
cat >recorded <<'TXT'
1949-10-01T00:00:00.000000+0800 -> 1949-10-01 00:00:00
1901-01-02T00:00:00.000000+0800 -> 1901-01-02 00:00:00
1899-12-31T00:00:00.000000+0806 -> 1899-12-30 23:59:43
TXT
cmp -s found recorded || { echo "another behaviour than recorded" && exit 1; }
