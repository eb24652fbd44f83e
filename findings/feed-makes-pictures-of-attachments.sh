#!/bin/sh
# feed 6.0.0 (npm), a common writer of feeds for static sites: in Atom it gives an attached PDF the type image/pdf and a workbook image/xlsx, and
# ignores the type that the caller states.
#
#   input     an item with enclosure { url: "http://example.org/a.pdf", type: "application/pdf", length: 12345 }, and one with a .xlsx and its type;
#             rss2(), atom1()
#   expected  the stated type, in both formats
#   found     RSS: application/pdf and the type of xlsx; Atom: image/pdf and image/xlsx, which are not registered types
#
# Feed readers show an enclosure by its type, so they offer the attachment of a notice as a picture that cannot be drawn. Needs npm and a network
# connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund feed@6.0.0
cat >run.mjs <<'JS'
import { Feed } from "feed";
const types = { pdf: "application/pdf", xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" };
for (const [extension, type] of Object.entries(types)) {
    const feed = new Feed({ title: "甲市政府公报", id: "http://example.org/", link: "http://example.org/" });
    const enclosure = { url: "http://example.org/a." + extension, type, length: 12345 };
    feed.addItem({ title: "甲政发〔2024〕12号", link: "http://example.org/a.html", date: new Date("2024-06-18"), enclosure });
    console.log("RSS:", feed.rss2().match(/<enclosure.*?type="([^"]*)"/)[1]);
    console.log("Atom:", feed.atom1().match(/rel="enclosure".*?type="([^"]*)"/)[1]);
}
JS
node run.mjs >found
cat found
cat >recorded <<'TXT'
RSS: application/pdf
Atom: image/pdf
RSS: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
Atom: image/xlsx
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
