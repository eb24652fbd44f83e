#!/bin/sh
# Defuddle 0.19.4 (npm), the extractor of Obsidian's clipper: it cuts off the list of annexes below a notice, with the links to the files.
#
#   input     a notice of three paragraphs, then a <div> with 附件：1.甲市政府信息公开办法.pdf and 2.名单.xlsx as links, all in one <div class="content">
#   expected  the notice with its annexes; menus and "related" dropped
#   found     the notice ends before 附件：; the same names without links, or as paragraphs without the <div>, are kept
#
# A short block full of links looks like a menu, but the annexes are the documents that the notice is about. The rest ends with a full sentence and
# looks complete. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund defuddle@0.19.4 jsdom@25.0.1

cat >run.mjs <<'JS'
import { JSDOM } from "jsdom";
import { Defuddle } from "defuddle/node";
const address = "https://www.example.gov.cn/a.html";
const page = (end) => `<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>通知</title></head><body><div class="content"><h1>通知</h1>
<div class="article"><p>各县人民政府，市政府各部门：</p><p>现将《甲市政府信息公开办法》印发给你们，请认真贯彻执行。本办法经市政府第12次常务会议审议通过，自2024年7月1日起施行，有效期五年。
各单位应当结合实际制定实施细则，并于三十日内报市政府办公室备案。</p><p>第一条　为了规范政府信息公开工作，保障公民、法人和其他组织依法获取政府信息，制定本办法。</p></div>${end}</div></body></html>`;
const first = '附件：<a href="a.pdf">1.甲市政府信息公开办法.pdf</a>';
const second = '<a href="b.xlsx">2.名单.xlsx</a>';
const plain = (text) => text.replace(/<\/?a[^>]*>/g, "");
for (const [name, end] of [
  ["div with links", `<div class="fj"><p>${first}</p><p>${second}</p></div>`],
  ["div without links", `<div class="fj"><p>${plain(first)}</p><p>${plain(second)}</p></div>`],
  ["paragraphs with links", `<p>${first}</p><p>${second}</p>`],
]) {
  const { content } = await Defuddle(new JSDOM(page(end), { url: address }), address, { markdown: true });
  console.log(`${name}: article ${content.includes("第一条")}, annex 1 ${content.includes("办法.pdf")}, annex 2 ${content.includes("名单.xlsx")}`);
}
JS
node run.mjs >found
cat found
cat >recorded <<'END'
div with links: article true, annex 1 false, annex 2 false
div without links: article true, annex 1 true, annex 2 true
paragraphs with links: article true, annex 1 true, annex 2 true
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
