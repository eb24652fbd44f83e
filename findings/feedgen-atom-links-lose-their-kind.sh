#!/bin/sh
# feedgen 1.0.0 (Python): in the Atom feed, all links of an entry lose rel, type, title and length, so an attachment becomes the page of the notice.
#
#   input     an entry with link(href=".../1.html"), then link(href=".../1.pdf", rel="enclosure", type="application/pdf", title="附件1"); atom_str and
#             rss_str
#   expected  rel="enclosure" on the second: the documentation of link lists the values, and the RSS of the same entry has an <enclosure>
#   found     <link href="http://example.org/1.html"/> and <link href="http://example.org/1.pdf"/>; by RFC 4287, a link without rel is the page itself
#             ("alternate"); feedparser 6.0.12 takes the address of the file for the address of the entry and finds no attachment
#
# The package asks the new XML element for the attributes instead of the data of the user. The links of the feed itself are right. Readers of the feed
# open a PDF in place of the notice. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install feedgen==1.0.0 feedparser==6.0.12

cat >run.py <<'PY'
import re

import feedparser
from feedgen.feed import FeedGenerator

feed = FeedGenerator()
feed.id("http://example.org/")
feed.title("甲市公报")
feed.description("公报")
feed.link(href="http://example.org/atom.xml", rel="self", type="application/atom+xml")
entry = feed.add_entry()
entry.id("http://example.org/1")
entry.title("关于防汛的通知")
entry.updated("2024-06-18T00:00:00+08:00")
entry.link(href="http://example.org/1.html", rel="alternate")
entry.link(href="http://example.org/1.pdf", rel="enclosure", type="application/pdf", length="12", title="附件1")
atom, rss = feed.atom_str().decode(), feed.rss_str().decode()
print("Atom:", *re.findall("<link[^>]*>", atom))
print("RSS:", *re.findall("<enclosure[^>]*>", rss))
for name, text in [("Atom", atom), ("RSS", rss)]:
    read = feedparser.parse(text).entries[0]
    print(f"feedparser, {name}: page {read.link}, attachments {[file.href for file in read.enclosures]}")
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
Atom: <link href="http://example.org/atom.xml" rel="self" type="application/atom+xml"/> <link href="http://example.org/1.html"/> <link href="http://example.org/1.pdf"/>
RSS: <enclosure url="http://example.org/1.pdf" length="12" type="application/pdf"/>
feedparser, Atom: page http://example.org/1.pdf, attachments []
feedparser, RSS: page http://example.org/1.html, attachments ['http://example.org/1.pdf']
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
