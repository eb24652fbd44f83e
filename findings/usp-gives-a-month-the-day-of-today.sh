#!/bin/sh
# ultimate-sitemap-parser 1.8.1 (Python): a page that changed in June 2024, by the sitemap, has the date of today's day in June, and the answer is
# another one tomorrow.
#
#   input     a sitemap with <lastmod>2024-06</lastmod>, <lastmod>2024</lastmod> and <lastmod>2024-06-18</lastmod>: the protocol allows the three
#             forms (W3C date)
#   expected  the first day of the period, or no date, as for a page without lastmod
#   found     for 2024-06, today's day of June; for 2024, today's day and month of 2024
#
# Sites that know only the year or the month of old documents write these forms. A crawler that compares the dates with those of its last run takes
# the pages for changed every day. The script runs the package without mulu and fails if the behaviour changes. It needs python3 with venv, and a
# network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install ultimate-sitemap-parser==1.8.1

cat >run.py <<'PY'
import datetime

from usp.tree import sitemap_from_str

today = datetime.datetime.now()
entries = "".join(f"<url><loc>http://example.org/{date}</loc><lastmod>{date}</lastmod></url>" for date in ["2024-06", "2024", "2024-06-18"])
text = f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'
month, year, day = [page.last_modified for page in sitemap_from_str(text).all_pages()]
print("2024-06: today's day", (month.year, month.month, month.day) == (2024, 6, min(today.day, 30)))
print("2024: today's day and month", (year.year, year.month, year.day) == (2024, today.month, today.day))
print("2024-06-18:", day.date())
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
2024-06: today's day True
2024: today's day and month True
2024-06-18: 2024-06-18
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
