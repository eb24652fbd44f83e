#!/bin/sh
# sitemap 9.0.1 (npm): the reader drops four of the six forms of a date that the sitemap protocol allows. The writer, set to write days only, dates a
# page of the early morning in China to the day before.
#
#   input     parseSitemap of <lastmod> 2024, 2024-06, 2024-06-18T09:30+08:00 and 2024-06-18T09:30:00.5+08:00, with 2024-06-18 and
#             2024-06-18T09:30:00+08:00 beside them; SitemapStream({ lastmodDateOnly: true }) with lastmod: "2024-06-18T00:30:00+08:00"
#   expected  all six: sitemaps.org requires the "W3C Datetime format", whose note lists year, month, day, minute, second and fraction; 2024-06-18 is
#             written, the day in the value
#   found     no lastmod for the four, with a line on the console that says they are not ISO 8601; 2024-06-17
#
# Without lastmod, a harvester fetches the page again each time or never. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund sitemap@9.0.1
cat >run.mjs <<'JS'
import { Readable } from "node:stream";
import { SitemapStream, parseSitemap, streamToPromise } from "sitemap";
const forms = ["2024", "2024-06", "2024-06-18", "2024-06-18T09:30+08:00", "2024-06-18T09:30:00+08:00", "2024-06-18T09:30:00.5+08:00"];
for (const form of forms) {
    const page = `<url><loc>http://example.org/a.html</loc><lastmod>${form}</lastmod></url>`;
    const file = `<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${page}</urlset>`;
    console.log("read", form, "→", (await parseSitemap(Readable.from([file])))[0].lastmod);
}
const made = new SitemapStream({ hostname: "http://example.org", lastmodDateOnly: true });
made.write({ url: "/a.html", lastmod: "2024-06-18T00:30:00+08:00" });
made.end();
console.log("written", /<lastmod>.*<\/lastmod>/.exec(String(await streamToPromise(made)))[0]);
JS
node run.mjs >found 2>errors.log
cat found
cat >recorded <<'TXT'
read 2024 → undefined
read 2024-06 → undefined
read 2024-06-18 → 2024-06-18
read 2024-06-18T09:30+08:00 → undefined
read 2024-06-18T09:30:00+08:00 → 2024-06-18T09:30:00+08:00
read 2024-06-18T09:30:00.5+08:00 → undefined
written <lastmod>2024-06-17</lastmod>
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
