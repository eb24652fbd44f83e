#!/bin/sh
# csv-parse 7.0.3 (npm), options cast and cast_date: 附件 3 (annex 3) becomes March 2001, and numbers of articles and a rate become days.
#
#   input     a csv with 附件 3, 表 5, 1-2, 12% and 2024年6月18日 in the column 内容; parse with columns, cast and cast_date
#   expected  five texts, or a date for the last alone: the first three have no year and no month, and the fourth is no date at all
#   found     1 March 2001, 1 May 2001, 2 January 2001, 1 December 2001; 2024年6月18日, the only date among them, stays a text
#
# The package asks JavaScript's Date.parse, which takes the last number of an unknown text for a month. A list of annexes gets dates that nobody
# wrote. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund csv-parse@7.0.3
cat >run.mjs <<'JS'
import { parse } from "csv-parse/sync";
const csv = "内容\n附件 3\n表 5\n1-2\n12%\n2024年6月18日\n";
const rows = parse(csv, { columns: true });
parse(csv, { columns: true, cast: true, cast_date: true }).forEach(({ 内容 }, at) =>
    console.log(`${rows[at].内容} -> ${内容 instanceof Date ? 内容.toISOString() : 内容}`));
JS
TZ=UTC node run.mjs >found
cat found
cat >recorded <<'TXT'
附件 3 -> 2001-03-01T00:00:00.000Z
表 5 -> 2001-05-01T00:00:00.000Z
1-2 -> 2001-01-02T00:00:00.000Z
12% -> 2001-12-01T00:00:00.000Z
2024年6月18日 -> 2024年6月18日
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
