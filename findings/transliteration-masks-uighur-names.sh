#!/bin/sh
# transliteration 2.6.1 (npm): it turns the dot inside a name into a star, so a whole name looks like a masked one, and leaves the 〇 of dates and
# articles as a digit between words.
#
#   input     transliterate and slugify of 买买提·艾力 (U+00B7, the dot of GB/T 15834), 张*, 二〇二四年, 第一百〇一条 and 第一百零一条
#   expected  Mai Mai Ti·Ai Li or a space; Er Ling Er Si Nian and Di Yi Bai Ling Yi Tiao, as it writes the last
#   found     Mai Mai Ti*Ai Li; Er 0 Er Si Nian and Di Yi Bai 0 Yi Tiao, so one article has two addresses (di-yi-bai-0-yi-tiao,
#             di-yi-bai-ling-yi-tiao)
#
# Lists of penalties mask names with a star, so a reader takes Ti*Ai for a masked name, and a check for masked names takes it for one too. The script
# runs the package without mulu and fails if the behaviour changes. It needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund transliteration@2.6.1
cat >run.mjs <<'JS'
import { slugify, transliterate } from "transliteration";
for (const text of ["买买提·艾力", "张*", "二〇二四年", "第一百〇一条", "第一百零一条"]) console.log(text, "→", transliterate(text), "→", slugify(text));
JS
node run.mjs >found
cat found
cat >recorded <<'TXT'
买买提·艾力 → Mai Mai Ti*Ai Li → mai-mai-ti-ai-li
张* → Zhang* → zhang
二〇二四年 → Er 0 Er Si Nian → er-0-er-si-nian
第一百〇一条 → Di Yi Bai 0 Yi Tiao → di-yi-bai-0-yi-tiao
第一百零一条 → Di Yi Bai Ling Yi Tiao → di-yi-bai-ling-yi-tiao
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
