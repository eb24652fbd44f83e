#!/bin/sh
# fast-xml-parser 5.12.1 (npm): characters that are written as numbers in XML stay as they are written, unless an option for HTML is set.
#
#   input     <标题>关于&#x7532;&#24066;&lt;办法&gt;的通知</标题>
#   expected  关于甲市<办法>的通知: character references belong to XML itself, like &lt;, which is read
#   found     关于&#x7532;&#24066;<办法>的通知; the right text only with htmlEntities: true
#
# Programs that write XML in ASCII give every Chinese character as a number, and rare names are often written so in files that have the rest in
# UTF-8. The parser reports valid XML and gives text in which nothing can be found. xml2js 0.6.2 and every XML parser read them. The script runs the
# packages without mulu, and fails when the behaviour is another. It needs npm and a connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund fast-xml-parser@5.12.1 xml2js@0.6.2

cat >run.mjs <<'JS'
import { XMLParser, XMLValidator } from "fast-xml-parser";
import xml2js from "xml2js";
const text = "<标题>关于&#x7532;&#24066;&lt;办法&gt;的通知</标题>";
console.log("valid:", XMLValidator.validate(text));
console.log("fast-xml-parser:", new XMLParser().parse(text).标题);
console.log("with htmlEntities:", new XMLParser({ htmlEntities: true }).parse(text).标题);
console.log("xml2js:", (await xml2js.parseStringPromise(text)).标题);
JS
node run.mjs >found
cat found
cat >recorded <<'END'
valid: true
fast-xml-parser: 关于&#x7532;&#24066;<办法>的通知
with htmlEntities: 关于甲市<办法>的通知
xml2js: 关于甲市<办法>的通知
END
diff recorded found || { echo "another behaviour than recorded" && exit 1; }
