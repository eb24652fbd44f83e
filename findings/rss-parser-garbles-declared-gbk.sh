#!/bin/sh
# rss-parser 3.13.0 (npm): a feed in GBK becomes replacement characters, although both the header of the response and the XML declaration state the
# encoding.
#
#   input     parseURL of a feed of one entry 关于防汛的通知 in GBK, with <?xml version="1.0" encoding="GB2312"?> and Content-Type: text/xml; charset=gb2312;
#             the same with charset=iso-8859-1 and a title with é
#   expected  the Chinese title, as feedparser 6.0.12 (Python) gives it, or an error: XML requires a reader to report an encoding that it cannot read
#   found     ���ڷ�Ѵ��֪ͨ; the Western feed is right, so the header is read
#
# The package knows the encodings of Node.js's buffers only, and reads everything else as UTF-8 without an error. Older portals still have their feeds
# in GBK. Needs node 20, npm, python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund rss-parser@3.13.0
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install feedparser==6.0.12
env/bin/python - <<'PY'
import feedparser

for name, title in [("gb2312", "关于防汛的通知"), ("iso-8859-1", "Résumé")]:
    with open(name + ".xml", "wb") as file:
        file.write(f"""<?xml version="1.0" encoding="{name}"?><rss version="2.0"><channel><title>x</title><link>http://example.org/</link>
<description>x</description><item><title>{title}</title><link>http://example.org/1</link></item></channel></rss>""".encode(name))
    print("feedparser:", feedparser.parse(name + ".xml").entries[0].title)
PY
cat >run.mjs <<'JS'
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import Parser from "rss-parser";
const server = createServer((request, response) => {
  const name = request.url.slice(1);
  response.setHeader("Content-Type", `text/xml; charset=${name}`);
  response.end(readFileSync(name + ".xml"));
}).listen(0, "127.0.0.1", async () => {
  for (const name of ["gb2312", "iso-8859-1"]) {
    const feed = await new Parser().parseURL(`http://127.0.0.1:${server.address().port}/${name}`);
    console.log(name, feed.items[0].title);
  }
  server.close();
});
JS
node run.mjs >found
cat found
cat >recorded <<'TXT'
gb2312 ���ڷ�Ѵ��֪ͨ
iso-8859-1 Résumé
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
