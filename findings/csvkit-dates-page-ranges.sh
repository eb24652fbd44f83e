#!/bin/sh
# csvkit 2.2.0 (agate 1.14.2): a column with ranges of pages or articles becomes days of the year 2001, and rates lose their percent signs.
#
#   input     a csv with the column 页码 (1-2, 3-4), 条款 (5-12, 7-9) and 完成率 (12%, 15%); csvjson with its defaults
#   expected  text as it is written, as pandas, DuckDB and SQLite take it; "12%" perhaps as 0.12
#   found     2001-01-02 and 2001-03-04; 2001-05-12 and 2001-07-09; 12.0 and 15.0
#
# A column becomes dates if every cell can be read as a date. "3-4" can, with a year that nobody wrote. If the column has one range above twelve, all
# its cells stay text, so the type of a list depends on its length. --no-inference keeps all text. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install csvkit==2.2.0 agate==1.14.2
printf '页码,条款,完成率\n1-2,5-12,12%%\n3-4,7-9,15%%\n' >short.csv
printf '页码,条款,完成率\n1-2,5-12,12%%\n3-4,7-9,15%%\n13-14,10-11,9%%\n' >long.csv
for file in short long; do
    env/bin/csvjson $file.csv
    echo
done >found
cat found
cat >recorded <<'TXT'
[{"页码": "2001-01-02", "条款": "2001-05-12", "完成率": 12.0}, {"页码": "2001-03-04", "条款": "2001-07-09", "完成率": 15.0}]
[{"页码": "1-2", "条款": "2001-05-12", "完成率": 12.0}, {"页码": "3-4", "条款": "2001-07-09", "完成率": 15.0}, {"页码": "13-14", "条款": "2001-10-11", "完成率": 9.0}]
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
