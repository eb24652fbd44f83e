#!/bin/sh
# pinyin-match 1.2.10 (npm, search by pinyin): a title in which digits or Latin letters stand beside characters is not found by its pinyin.
#
#   input     match("2024年预算", "2024nian"), ("第12号", "di12"), ("关于GDP的通知", "guanyugdp"), ("第一百〇一条", "diyibailing"); then the same without the second
#             kind of characters: nian, yusuan, hao, tongzhi
#   expected  matches, as pinyin-pro 3.29.4 (npm) gives for all four, and as for the query 2024年
#   found     false for all four; true for each part alone and for the title itself
#
# Titles and numbers of documents have years and numbers within the Chinese text. Names of persons and places, with which a search box is tried, are
# right. Needs node 20, npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund pinyin-match@1.2.10 pinyin-pro@3.29.4

cat >run.cjs <<'JS'
const { match } = require("pinyin-match");
const other = require("pinyin-pro").match;
const pairs = ["2024年预算 2024nian", "2024年预算 2024年", "2024年预算 nian", "2024年预算 yusuan", "第12号 di12", "第12号 hao", "关于GDP的通知 guanyugdp",
  "关于GDP的通知 tongzhi", "第一百〇一条 diyibailing", "第一百〇一条 diyibai"];
for (const pair of pairs) {
  const [title, query] = pair.split(" ");
  console.log(pair, "| pinyin-match:", JSON.stringify(match(title, query)), "| pinyin-pro:", JSON.stringify(other(title, query)));
}
JS
node run.cjs >found
cat found
cat >recorded <<'TXT'
2024年预算 2024nian | pinyin-match: false | pinyin-pro: [0,1,2,3,4]
2024年预算 2024年 | pinyin-match: [0,4] | pinyin-pro: [0,1,2,3,4]
2024年预算 nian | pinyin-match: [4,4] | pinyin-pro: [4]
2024年预算 yusuan | pinyin-match: [5,6] | pinyin-pro: [5,6]
第12号 di12 | pinyin-match: false | pinyin-pro: [0,1,2]
第12号 hao | pinyin-match: [3,3] | pinyin-pro: [3]
关于GDP的通知 guanyugdp | pinyin-match: false | pinyin-pro: [0,1,2,3,4]
关于GDP的通知 tongzhi | pinyin-match: [6,7] | pinyin-pro: [6,7]
第一百〇一条 diyibailing | pinyin-match: false | pinyin-pro: [0,1,2,3]
第一百〇一条 diyibai | pinyin-match: [0,2] | pinyin-pro: [0,1,2]
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
