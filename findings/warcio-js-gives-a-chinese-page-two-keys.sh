#!/bin/sh
# warcio 2.4.11 (npm), getSurt: the search key of a page depends on whether its address is written in Chinese or in percent codes, and WWW in capitals
# stays in the key.
#
#   input     getSurt of https://www.example.gov.cn/公开/年报.html, of the same address in percent codes with capitals and with small letters, and of
#             https://WWW.example.gov.cn/A.html and https://www.example.gov.cn/A.html
#   expected  one key for the first three, since browsers send one request for them, and one for the last two, since hosts have no case
#   found     %E5 in the key of the Chinese form and %e5 in the keys of both coded forms; ,www in the key of the fourth
#
# The keys sort and find the pages of a web archive (CDX). Pages are recorded with percent codes, and a reader who asks with the Chinese form from a
# catalogue gets no page. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund warcio@2.4.11
cat >run.mjs <<'JS'
import { getSurt } from "warcio";
const host = "https://www.example.gov.cn/";
for (const url of [host + "公开/年报.html", host + "%E5%85%AC%E5%BC%80/%E5%B9%B4%E6%8A%A5.html", host + "%e5%85%ac%e5%bc%80/%e5%b9%b4%e6%8a%a5.html", "https://WWW.example.gov.cn/A.html", host + "A.html"])
    console.log(url, "->", getSurt(url));
JS
node run.mjs >found
cat found
cat >recorded <<'TXT'
https://www.example.gov.cn/公开/年报.html -> cn,gov,example)/%E5%85%AC%E5%BC%80/%E5%B9%B4%E6%8A%A5.html
https://www.example.gov.cn/%E5%85%AC%E5%BC%80/%E5%B9%B4%E6%8A%A5.html -> cn,gov,example)/%e5%85%ac%e5%bc%80/%e5%b9%b4%e6%8a%a5.html
https://www.example.gov.cn/%e5%85%ac%e5%bc%80/%e5%b9%b4%e6%8a%a5.html -> cn,gov,example)/%e5%85%ac%e5%bc%80/%e5%b9%b4%e6%8a%a5.html
https://WWW.example.gov.cn/A.html -> cn,gov,example,www)/a.html
https://www.example.gov.cn/A.html -> cn,gov,example)/a.html
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
