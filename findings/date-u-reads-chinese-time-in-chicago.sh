#!/bin/sh
# GNU date 9, Node.js and Python: the time that date itself writes in China, Tue Jun 18 08:30:00 CST 2024, is read as the time of Chicago; and with GNU
# date, -u changes not only what is written but also what is read.
#
#   input     18 June 2024, 8:30 in China (0:30 UTC), as TZ=Asia/Shanghai date writes it; read again with TZ=Asia/Shanghai by date, by date -u, by new
#             Date in Node.js, and by email.utils in Python as Tue, 18 Jun 2024 08:30:00 CST
#   expected  1718670600 seconds since 1970 from all, or an error: China Standard Time is the zone of the machine
#   found     1718670600 from date alone; from date -u, Node.js and Python 1718721000, fourteen hours later
#
# Programs in Java and shell scripts put such times into logs, feeds and lists of files. A record of the time of publication moves to the evening, and
# after 10 o'clock to the next day. Needs GNU date with the zones of tzdata, node and python3.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export LC_ALL=C TZ=Asia/Shanghai
text=$(date -d @1718670600)
{
    echo "$text"
    echo "date $(date -d "$text" +%s)"
    echo "date -u $(date -u -d "$text" +%s)"
    echo "node $(node -p "new Date('$text') / 1000")"
    echo "python $(python3 -c 'import email.utils; print(int(email.utils.parsedate_to_datetime("Tue, 18 Jun 2024 08:30:00 CST").timestamp()))')"
} >found
cat found
cat >recorded <<'TXT'
Tue Jun 18 08:30:00 CST 2024
date 1718670600
date -u 1718721000
node 1718721000
python 1718721000
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
