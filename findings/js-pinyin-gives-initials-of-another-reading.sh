#!/bin/sh
# js-pinyin 0.2.7 (npm): the initials of a word and its full pinyin come from different readings: 厦门 is XiaMen and SM, 长沙 is ChangSha and ZS.
#
#   input     getFullChars and getCamelChars (the initials) of 厦门, 长沙, 长春, 成都, 银行, 会计 and 任命李𬱖为科长 (U+2CC56)
#   expected  XiaMen and XM, ChangSha and CS, and so on: initials are the first letters of the full form
#   found     SM, ZS and ZC beside the right full forms of the cities
#
# Address books and lists of offices are sorted and searched by such initials: who types XM does not find 厦门. The script runs the package without mulu
# and fails if the behaviour changes. It needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund js-pinyin@0.2.7
cat >run.cjs <<'JS'
const loaded = require("js-pinyin");
const pinyin = loaded.default ?? loaded;
for (const word of ["厦门", "长沙", "长春", "成都", "银行", "会计", "任命李𬱖为科长"])
    console.log(word, pinyin.getFullChars(word), pinyin.getCamelChars(word));
JS
node run.cjs >found
cat found
cat >recorded <<'TXT'
厦门 XiaMen SM
长沙 ChangSha ZS
长春 ChangChun ZC
成都 ChengDu CD
银行 YinXing YH
会计 HuiJi HJ
任命李𬱖为科长 RenMingLi𬱖WeiKeChang RML𬱖WKZ
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
