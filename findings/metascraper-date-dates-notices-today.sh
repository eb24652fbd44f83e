#!/bin/sh
# metascraper 5.49.24 with metascraper-date 5.49.24 (npm), which reads the data of a page for previews: a notice of 2024 that states its day and hour
# in Chinese gets today's date, with the hour of the notice.
#
#   input     <div class="pubdate">2024年6月20日 09:30</div>, the same as <meta property="article:published_time">, without the hour, and as 2024-06-20
#             09:30
#   expected  2024-06-20 for all, or nothing for the forms that the package does not read, as without the hour
#   found     the day of the trial at 09:30 for the first two; nothing without the hour; 2024-06-20 for the last
#
# The package looks for anything that a parser of English dates accepts, and finds the hour. Every notice of a portal that writes the hour is then of
# today in a preview or a feed, and tomorrow of tomorrow. The script compares with the clock. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts metascraper@5.49.24 metascraper-date@5.49.24
cat >run.mjs <<'JS'
import metascraper from "metascraper";
import metascraperDate from "metascraper-date";
const read = metascraper([metascraperDate()]);
for (const part of [
  `<div class="pubdate">2024年6月20日 09:30</div>`,
  `<meta property="article:published_time" content="2024年6月20日 09:30">`,
  `<div class="pubdate">2024年6月20日</div>`,
  `<div class="pubdate">2024-06-20 09:30</div>`,
]) {
  const { date } = await read({ html: `<html><body>${part}</body></html>`, url: "http://example.org/1.html" });
  const found = date && new Date(date);
  const near = found && Math.abs(found - Date.now()) < 36 * 3600 * 1000;
  console.log(part, "→", near ? `today or tomorrow, ${String(found.getHours()).padStart(2, "0")}:${found.getMinutes()}` : date && date.slice(0, 10));
}
JS
TZ=Asia/Shanghai node run.mjs >found
cat found
cat >recorded <<'TXT'
<div class="pubdate">2024年6月20日 09:30</div> → today or tomorrow, 09:30
<meta property="article:published_time" content="2024年6月20日 09:30"> → today or tomorrow, 09:30
<div class="pubdate">2024年6月20日</div> → null
<div class="pubdate">2024-06-20 09:30</div> → 2024-06-20
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
