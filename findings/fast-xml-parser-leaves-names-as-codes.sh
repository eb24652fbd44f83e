#!/bin/sh
# fast-xml-parser 5.11.2 (npm), with its defaults: it does not decode numeric character references, with which programs write rare characters. A code
# of nine digits loses its zeros, and wide spaces are cut off.
#
#   input     <姓名>李&#x2CC56;</姓名><机构代码>000014349</机构代码><项目>　其中：税收</项目>
#   expected  李𬱖, 000014349 and 　其中：税收, as xml2js 0.6.2 gives them: by section 4.1 of XML 1.0 a character reference stands for the character, and all
#             content is text
#   found     李&#x2CC56; and the number 14349 and 其中：税收
#
# It decodes &amp; and &lt;, so it seems to know references. If a file or database is in GBK, programs export the rare characters of names as
# references; lxml does so too (encoding="gbk"). htmlEntities: true decodes them. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund fast-xml-parser@5.11.2 xml2js@0.6.2
cat >run.cjs <<'JS'
const { XMLParser } = require("fast-xml-parser");
const { parseStringPromise } = require("xml2js");
const text = "<r><姓名>李&#x2CC56;&amp;某</姓名><机构代码>000014349</机构代码><项目>\u3000其中：税收</项目></r>";
const show = (name, values) => console.log(name, ...values.map((value) => JSON.stringify(value).replaceAll("\u3000", "_")));
show("fast-xml-parser:", Object.values(new XMLParser().parse(text).r));
show("with htmlEntities:", Object.values(new XMLParser({ htmlEntities: true }).parse(text).r));
parseStringPromise(text).then(({ r }) => show("xml2js:", Object.values(r).flat()));
JS
node run.cjs >found
cat found
cat >recorded <<'TXT'
fast-xml-parser: "李&#x2CC56;&某" 14349 "其中：税收"
with htmlEntities: "李𬱖&某" 14349 "其中：税收"
xml2js: "李𬱖&某" "000014349" "_其中：税收"
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
