#!/bin/sh
# nzh 1.0.14 (npm): converted back to digits, 两千元 becomes 0, 二〇二四 becomes 224 and 廿五 becomes 5, without an error.
#
#   input     decodeS of 二千, 两千, 三万两千, 二〇二四, 廿五, 十二
#   expected  2000, 2000, 32000, 2024 (or an error), 25 (or an error), 12
#   found     2000, 0, 30000, 224, 5, 12
#
# A character that is missing from the table counts as nothing, and consecutive digits without 十, 百 or 千 are added up or lost. 两千 and 两万 are as common
# as 二千. A sum that is checked or sorted by this result is wrong, but looks like a number. The other direction is right. Needs npm and a network
# connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund nzh@1.0.14

cat >run.mjs <<'JS'
import Nzh from "nzh";
for (const text of ["二千", "两千", "三万两千", "二〇二四", "廿五", "十二"]) console.log(text, Nzh.cn.decodeS(text));
JS
node run.mjs >found
cat found
cat >recorded <<'END'
二千 2000
两千 0
三万两千 30000
二〇二四 224
廿五 5
十二 12
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
