#!/bin/sh
# pinyin-pro 3.29.4, with its default dictionary: it reads 长 wrongly in the most common titles of officials, but correctly in other titles of the same
# form.
#
#   input     县长 镇长 科长 | 局长 处长 所长 秘书长
#   expected  zhang in all of them (长 as the head of something); the first three are words that any dictionary has
#   found     xian zhang, zhen zhang, ke zhang | ju chang, chu chang, suo chang, mi shu chang
#
# In a list sorted or searched by initials, 局长 is then under jc and 县长 under xz, and jz, which people type, finds nothing. It also reads 乐清市 as le and
# 歙县 as xi. pypinyin 0.55.0 reads all of them correctly. The script needs npm, python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund pinyin-pro@3.29.4
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install pypinyin==0.55.0

words='县长 镇长 科长 局长 处长 所长 秘书长 乐清市 歙县'
cat >run.mjs <<'JS'
import { pinyin } from "pinyin-pro";
for (const word of process.argv.slice(2)) console.log("pinyin-pro:", word, pinyin(word, { toneType: "none" }));
JS
cat >run.py <<'PY'
import sys
import pypinyin
for word in sys.argv[1:]:
    print("pypinyin:", word, pypinyin.slug(word, separator=" "))
PY
node run.mjs $words >found
env/bin/python run.py $words >>found
cat found
cat >recorded <<'END'
pinyin-pro: 县长 xian zhang
pinyin-pro: 镇长 zhen zhang
pinyin-pro: 科长 ke zhang
pinyin-pro: 局长 ju chang
pinyin-pro: 处长 chu chang
pinyin-pro: 所长 suo chang
pinyin-pro: 秘书长 mi shu chang
pinyin-pro: 乐清市 le qing shi
pinyin-pro: 歙县 xi xian
pypinyin: 县长 xian zhang
pypinyin: 镇长 zhen zhang
pypinyin: 科长 ke zhang
pypinyin: 局长 ju zhang
pypinyin: 处长 chu zhang
pypinyin: 所长 suo zhang
pypinyin: 秘书长 mi shu zhang
pypinyin: 乐清市 yue qing shi
pypinyin: 歙县 she xian
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
