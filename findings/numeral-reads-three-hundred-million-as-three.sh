#!/bin/sh
# numeral 2.0.6 and numbro 2.5.0 (npm), locale chs and zh-CN: they write 12,000 as 12千 and 1.2 hundred million as 120百万, units that no Chinese report
# uses; numeral reads 3亿 as 3 and 1.2万 as 1.2.
#
#   input     format("0.0a") of 12000, 120000000 and 1e9, format("0o") of 3; the values of 1.2万, 3亿 and 500千; numbro with { average: true }
#   expected  1.2万, 1.2亿, 10.0亿 and 第3, as Intl.NumberFormat of Node.js 20 with notation "compact" writes the first three; 12000 and 300000000, or an
#             error or null for a unit that it does not know
#   found     12.0千, 120.0百万, 1.0十亿 and "3."; 1.2, 3 and 500000
#
# An amount that is read without its unit is ten thousand times too small, and no error says so. The script runs the packages without mulu and fails
# if the behaviour changes. It needs node 20, npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund numeral@2.0.6 numbro@2.5.0
cat >run.cjs <<'JS'
const numeral = require("numeral");
const numbro = require("numbro");
require("numeral/locales/chs");
numeral.locale("chs");
numbro.registerLanguage(require("numbro/languages/zh-CN"));
numbro.setLanguage("zh-CN");
const compact = new Intl.NumberFormat("zh-CN", { notation: "compact", minimumFractionDigits: 1 });
for (const value of [12000, 120000000, 1e9])
    console.log(value, numeral(value).format("0.0a"), numbro(value).format({ average: true }), compact.format(value));
console.log("ordinal", numeral(3).format("0o"), numbro(3).format({ output: "ordinal" }));
for (const text of ["1.2万", "3亿", "500千"]) console.log(text, numeral(text).value(), numbro.unformat(text));
JS
node run.cjs >found
cat found
cat >recorded <<'TXT'
12000 12.0千 12千 1.2万
120000000 120.0百万 120百万 1.2亿
1000000000 1.0十亿 1十亿 10.0亿
ordinal 3. 3.
1.2万 1.2 undefined
3亿 3 undefined
500千 500000 500000
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
