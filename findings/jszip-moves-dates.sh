#!/bin/sh
# jszip 3.10.2: a file date before 1980 becomes a date decades in the future, and in China every date is eight hours too early, often on the day
# before.
#
#   input     three files with the dates 1949-10-01 and 1970-01-01 (UTC, what reproducible builds often set) and 2024-01-01 00:30 in China; program and
#             reader both run with TZ=Asia/Shanghai
#   expected  for the first two an error or 1980-01-01, the earliest date of the format, as Info-ZIP does it; 2024-01-01 00:30 for the third, since the
#             format keeps local time
#   found     2077-10-01, 2098-01-01, and 2023-12-31 16:30
#
# The package counts years from 1980 without a check, so they wrap around at 128, and it writes the time in UTC. Old documents in an archive are then
# sorted by wrong years, and a file of New Year's Day belongs to the year before. Needs npm, python3 and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund jszip@3.10.2
cat >run.mjs <<'JS'
import JSZip from "jszip";
import { writeFileSync } from "node:fs";
const zip = new JSZip();
for (const date of ["1949-10-01T00:00:00Z", "1970-01-01T00:00:00Z", "2024-01-01T00:30:00+08:00"])
    zip.file(date.slice(0, 4) + ".txt", "x", { date: new Date(date) });
writeFileSync("dates.zip", await zip.generateAsync({ type: "nodebuffer" }));
JS
TZ=Asia/Shanghai node run.mjs
python3 - >found <<'PY'
import zipfile

for entry in zipfile.ZipFile("dates.zip").infolist():
    print(entry.filename, "%04d-%02d-%02d %02d:%02d" % entry.date_time[:5])
PY
cat found
printf '1949.txt 2077-10-01 00:00\n1970.txt 2098-01-01 00:00\n2024.txt 2023-12-31 16:30\n' >recorded
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
