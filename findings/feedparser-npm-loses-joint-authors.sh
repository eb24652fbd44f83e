#!/bin/sh
# feedparser 2.6.0 (npm): an Atom entry with two authors has none, and in RSS the link of an item is resolved against the feed, but the address of its
# attachment is not.
#
#   input     an Atom entry with the author 某局, and one with the authors 某局 and 某委; an RSS item with the link 附件/1.html and the enclosure 附件/1.pdf, and
#             the option feedurl; the same enclosure as an Atom link; pubDate 2024年6月18日
#   expected  某局, and both or the first; absolute addresses for link and enclosure in both formats; null for a date that cannot be read, as in an item
#             without one
#   found     某局, and null for two authors; the enclosure of RSS stays 附件/1.pdf, that of Atom is absolute; an Invalid Date, which counts as present
#
# Documents that several offices issue together are ordinary, and Atom allows several authors. A portal that collects feeds shows joint documents
# without an issuer, and asks for the attachment at its own address. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund feedparser@2.6.0
cat >run.cjs <<'JS'
const FeedParser = require("feedparser");
const { Readable } = require("node:stream");
const show = (name, xml) => new Promise((done) => {
    const parser = new FeedParser({ feedurl: "https://www.example.gov.cn/feed/all.xml" });
    parser.on("readable", () => {
        for (let item; (item = parser.read());)
            console.log(name, "author", item.author, "| date", String(item.pubdate).slice(0, 15), "| link", decodeURI(item.link), "| files", item.enclosures.map((e) => decodeURI(e.url)).join());
    });
    parser.on("end", done);
    Readable.from([Buffer.from(xml)]).pipe(parser);
});
const atom = (more) => `<feed xmlns="http://www.w3.org/2005/Atom"><title>公开</title><id>tag:1</id><updated>2024-06-18T08:30:00Z</updated><entry><title>通知</title><id>tag:2</id>
<updated>2024-06-18T08:30:00Z</updated><link href="附件/1.html"/><link rel="enclosure" href="附件/1.pdf"/>${more}</entry></feed>`;
const rss = (date) => `<rss version="2.0"><channel><title>公开</title><link>https://www.example.gov.cn/</link><description>x</description><item><title>通知</title>
<link>附件/1.html</link>${date}<enclosure url="附件/1.pdf" length="1" type="application/pdf"/></item></channel></rss>`;
(async () => {
    await show("one", atom("<author><name>某局</name></author>"));
    await show("two", atom("<author><name>某局</name></author><author><name>某委</name></author>"));
    await show("rss", rss("<pubDate>2024年6月18日</pubDate>"));
    await show("rss without a date", rss(""));
})();
JS
node run.cjs >found
cat found
cat >recorded <<'TXT'
one author 某局 | date Tue Jun 18 2024 | link https://www.example.gov.cn/feed/附件/1.html | files https://www.example.gov.cn/feed/附件/1.pdf
two author null | date Tue Jun 18 2024 | link https://www.example.gov.cn/feed/附件/1.html | files https://www.example.gov.cn/feed/附件/1.pdf
rss author null | date Invalid Date | link https://www.example.gov.cn/feed/附件/1.html | files 附件/1.pdf
rss without a date author null | date null | link https://www.example.gov.cn/feed/附件/1.html | files 附件/1.pdf
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
