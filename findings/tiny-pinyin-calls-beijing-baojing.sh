#!/bin/sh
# tiny-pinyin 1.3.2 (npm) in Node.js 20 (ICU 78): it gives common characters the sound of another syllable: 北京 becomes bao jing, 电话 di hua and 前款 qie
# kuan.
#
#   input     convertToPinyin of 北京, 电话, 前款, 签发, 潜江, 那曲 and 〇; of all characters of the first level of GB 2312 that have only one sound
#   expected  bei jing, dian hua, qian kuan, qian fa, qian jiang, na qu, ling, as pinyin-pro 3.29.4 gives them
#   found     bao jing, di hua, qie kuan, qie fa, qie jiang, mu qu, lin; 66 of the characters are wrong, all of them with the syllables bei, dian,
#             qian, qiang, qiao and a few others
#
# The package has one border character for each syllable, and asks the JavaScript engine between which borders a character is. The borders fit the
# order of older engines. The package is part of many build tools for Chinese sites, so file names, sort keys and addresses change with the engine,
# without a message. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund tiny-pinyin@1.3.2 pinyin-pro@3.29.4
cat >run.mjs <<'JS'
import tiny from "tiny-pinyin";
import { pinyin, polyphonic } from "pinyin-pro";
for (const word of ["北京", "电话", "前款", "签发", "潜江", "那曲", "二〇二四"])
    console.log(`${word}: ${tiny.convertToPinyin(word, " ", true)} | ${pinyin(word, { toneType: "none" })}`);
const gb2312 = new TextDecoder("gbk");
const wrong = {};
for (let row = 0xb0; row <= 0xd7; row++)
    for (let cell = 0xa1; cell <= 0xfe; cell++) {
        const character = gb2312.decode(new Uint8Array([row, cell]));
        const [sounds] = polyphonic(character, { toneType: "none", type: "array" });
        if (!/\p{Script=Han}/u.test(character) || sounds.length !== 1) continue;
        const heard = tiny.convertToPinyin(character, "", true);
        if (heard !== sounds[0].replace("ü", "v")) (wrong[`${sounds[0]} as ${heard}`] ??= []).push(character);
    }
for (const [sound, characters] of Object.entries(wrong)) console.log(`${sound}: ${characters.length} ${characters.slice(0, 8).join("")}`);
JS
node run.mjs >found
cat found
cat >recorded <<'TXT'
北京: bao jing | bei jing
电话: di hua | dian hua
前款: qie kuan | qian kuan
签发: qie fa | qian fa
潜江: qie jiang | qian jiang
那曲: mu qu | na qu
二〇二四: er lin er si | er ling er si
bei as bao: 14 杯碑悲卑北辈背贝
dian as di: 7 颠掂滇碘点典电
na as mu: 4 拿呐钠纳
qian as qie: 16 牵扦钎迁签仟谦黔
qiang as qie: 6 枪呛腔羌墙蔷
qiao as qie: 13 橇锹敲悄桥瞧乔侨
rong as ri: 2 戎绒
zhuo as zhun: 4 捉拙桌灼
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
