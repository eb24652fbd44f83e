#!/bin/sh
# linkifyjs 4.4.0 and Autolinker 4.1.5 (npm): a numbered item that begins with 网站, 公司, 政务 or 信息 becomes a link to a site of that name.
#
#   input     主要渠道：1.信息公开栏。2.网站、微博。  and  3.公司（企业）  and  1.政务  as plain text of an annual report
#   expected  no link: "2." is the mark of an item by GB/T 9704—2012, and a word follows it
#   found     http://2.网站, http://3.公司 and http://1.政务
#
# 网站, 公司, 政务, 信息, 集团, 企业, 中国, 公益 and dozens of other common words are top-level domains, and a domain may begin with a digit. A heading of one such
# word is underlined and leads to the address of a stranger, although 1.信息公开栏 beside it is no link. linkify-it 6.1.0 makes no link of any of them.
# Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund linkifyjs@4.4.0 autolinker@4.1.5 linkify-it@6.1.0

cat >run.mjs <<'JS'
import * as linkifyjs from "linkifyjs";
import Autolinker from "autolinker";
import { LinkifyIt } from "linkify-it";
const none = (list) => (list.length ? list.join(" ") : "none");
for (const text of ["主要渠道：1.信息公开栏。2.网站、微博。", "3.公司（企业）", "1.政务"]) {
  console.log(text);
  console.log("  linkifyjs:", none(linkifyjs.find(text).map((m) => m.href)));
  console.log("  Autolinker:", none(Autolinker.parse(text, {}).map((m) => m.getAnchorHref())));
  console.log("  linkify-it:", none((new LinkifyIt(undefined, { fuzzyLink: true }).match(text) || []).map((m) => m.url)));
}
JS
node run.mjs >found
cat found
cat >recorded <<'END'
主要渠道：1.信息公开栏。2.网站、微博。
  linkifyjs: http://2.网站
  Autolinker: http://2.网站
  linkify-it: none
3.公司（企业）
  linkifyjs: http://3.公司
  Autolinker: http://3.公司
  linkify-it: none
1.政务
  linkifyjs: http://1.政务
  Autolinker: http://1.政务
  linkify-it: none
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
