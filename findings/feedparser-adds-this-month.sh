#!/bin/sh
# feedparser 6.0.14 (Python): it reads the dates 2024年6月18日, 2024/06/18 and 2024.06.18 of a feed item as the first day of the current month in 2024.
#
#   input     <dc:date> with these three, and with 2024-06-18, 2024-06 and 1949; dc:date may hold any text, and the W3C format is only recommended
#   expected  18 June 2024, or no date, as the package gives for 18/06/2024; the first of January where month and day are missing, as for 1949
#   found     1 day of the current month in 2024 for all three
#
# The package is meant to accept every form of date that occurs in feeds, including Korean and Greek ones, and portals write these forms. The
# resulting date is well formed, changes every month although the item has not changed, and is right for items of the current month, with which the
# code was tried. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install feedparser==6.0.14

cat >run.py <<'PY'
import time
import feedparser

START = '<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>甲</title><item><title>乙</title>'
def read(date):
    return feedparser.parse(f"{START}<dc:date>{date}</dc:date></item></channel></rss>").entries[0].get("updated_parsed")

for date in ["2024-06-18", "2024-06", "1949", "18/06/2024"]:
    day = read(date)
    print(date, "is", "none" if day is None else time.strftime("%Y-%m-%d", day))
for date in ["2024年6月18日", "2024/06/18", "2024.06.18"]:
    months = {time.gmtime().tm_mon}
    day = read(date)
    months.add(time.gmtime().tm_mon)
    print(date, "is the first of the present month in 2024:", (day.tm_year, day.tm_mday) == (2024, 1) and day.tm_mon in months)
PY
env/bin/python run.py >found
cat found
cat >recorded <<'END'
2024-06-18 is 2024-06-18
2024-06 is 2024-06-01
1949 is 1949-01-01
18/06/2024 is none
2024年6月18日 is the first of the present month in 2024: True
2024/06/18 is the first of the present month in 2024: True
2024.06.18 is the first of the present month in 2024: True
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
