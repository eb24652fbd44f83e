#!/bin/sh
# chinese-simple2traditional 2.3.2 and chinese_convert 1.0.8 (npm): converted to traditional characters, every bureau (局) gets the character for
# narrow (侷) in the first, and the surname 范 becomes the word for pattern in both.
#
#   input     经民政局局长签发, 历史, 干部, 日历, 台州市 and 范某 with simpleToTradition and cn2tw; 著作權法 and the county 乾縣 back with traditionToSimple and tw2cn
#   expected  經民政局局長簽發, 歷史, 幹部, 日曆, 台州市, 范某; 著作权法, 乾县
#   found     經民政侷侷長籤發 and 日歷 in the first; 曆史 (of the calendar) and 乾部 (dry) in the second; 範某, 着作权法 and 干县 in both
#
# Both replace one character by another, without words. On the traditional pages of a portal the name of every office is wrong. 侷 is in no name of an
# office, and a search for 民政局 finds nothing. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund chinese-simple2traditional@2.3.2 chinese_convert@1.0.8
cat >run.mjs <<'JS'
import { simpleToTradition, traditionToSimple } from "chinese-simple2traditional";
import convert from "chinese_convert";
for (const text of ["经民政局局长签发", "历史", "干部", "日历", "台州市", "范某"])
  console.log(text, simpleToTradition(text), convert.cn2tw(text));
for (const text of ["著作權法", "乾縣"])
  console.log(text, traditionToSimple(text), convert.tw2cn(text));
JS
node run.mjs >found
cat found
cat >recorded <<'TXT'
经民政局局长签发 經民政侷侷長籤發 經民政局局長簽發
历史 歷史 曆史
干部 幹部 乾部
日历 日歷 日曆
台州市 台州市 台州市
范某 範某 範某
著作權法 着作权法 着作权法
乾縣 干县 干县
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
