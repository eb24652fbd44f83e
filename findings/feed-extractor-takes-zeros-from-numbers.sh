#!/bin/sh
# @extractus/feed-extractor 8.0.3 (npm): the identifier of an entry is read as a number if it looks like one, so a code loses its zeros and section
# 1.10 is 1.1.
#
#   input     extractFromXml of an RSS feed with <guid isPermaLink="false"> 000014349, 1.10, 2024.10, 1e5, 11010119490100000101 and 甲发〔2024〕1号
#   expected  the text of each: RSS 2.0 calls a guid "a string that uniquely identifies the item"
#   found     14349, 1.1, 2024.1 and 100000; the last two are right
#
# The entries 1.1 and 1.10 of one feed have the same identifier, so a reader shows one of them only. The script runs the package without mulu and
# fails if the behaviour changes. It needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @extractus/feed-extractor@8.0.3
cat >run.mjs <<'JS'
import { extractFromXml } from "@extractus/feed-extractor";
const guids = ["000014349", "1.10", "2024.10", "1e5", "11010119490100000101", "甲发〔2024〕1号"];
const feed = `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>甲</title><link>http://example.org/</link><description>乙</description>${
    guids.map((guid, number) => `<item><title>通知</title><link>http://example.org/${number}.html</link><guid isPermaLink="false">${guid}</guid></item>`).join("")
}</channel></rss>`;
extractFromXml(feed).entries.forEach((entry, number) => console.log(guids[number], "→", entry.id));
JS
node run.mjs >found
cat found
cat >recorded <<'TXT'
000014349 → 14349
1.10 → 1.1
2024.10 → 2024.1
1e5 → 100000
11010119490100000101 → 11010119490100000101
甲发〔2024〕1号 → 甲发〔2024〕1号
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
