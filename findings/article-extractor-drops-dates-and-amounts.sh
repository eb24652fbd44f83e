#!/bin/sh
# @extractus/article-extractor 9.0.1 (npm): a date in <time>, a corrected amount in <ins>, a marked word and a character with its reading are missing
# from the sentences of an article.
#
#   input     extractFromHtml of a notice with 自<time>2024年7月1日</time>起施行, 罚款<del>五</del><ins>三</ins>万元, <mark>逾期</mark>不予受理,
#             <ruby>歙<rt>shè</rt></ruby>县 and a list of terms <dl><dt>甲类</dt><dd>公开</dd></dl>
#   expected  the words, with or without their marks, as for <font>, which the package also does not keep but whose words stay
#   found     自起施行, 罚款万元, 不予受理, 县, and the explanation without its term
#
# The package removes the elements that are not in its list together with their content. The sentences stay plausible: 逾期不予受理 (late requests are not
# accepted) becomes 不予受理 (requests are not accepted). Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @extractus/article-extractor@9.0.1
cat >run.mjs <<'JS'
import { extractFromHtml } from "@extractus/article-extractor";
const sentence = "<p>各单位应当按照规定公开政府信息，不得拖延，并将办理情况报甲市人民政府办公室备案，逾期的，予以通报批评。</p>";
for (const part of [
  `<p>自<time datetime="2024-07-01">2024年7月1日</time>起施行</p>`,
  "<p>罚款<del>五</del><ins>三</ins>万元</p>",
  "<p><mark>逾期</mark>不予受理</p>",
  "<p><ruby>歙<rt>shè</rt></ruby>县</p>",
  "<dl><dt>甲类</dt><dd>公开</dd></dl>",
  `<p>印发<font color="red">甲政发</font>号</p>`,
]) {
  const page = `<html><head><title>甲市通知</title></head><body><article><h1>甲市通知</h1>${sentence.repeat(6)}${part}<p>（此件公开发布）</p></article></body></html>`;
  const { content } = await extractFromHtml(page, "http://example.org/1.html");
  console.log(part, "→", content.slice(content.lastIndexOf("批评。</p>") + "批评。</p>".length).replace(/<p>（此件.*/, ""));
}
JS
node run.mjs >found
cat found
cat >recorded <<'TXT'
<p>自<time datetime="2024-07-01">2024年7月1日</time>起施行</p> → <p>自起施行</p>
<p>罚款<del>五</del><ins>三</ins>万元</p> → <p>罚款万元</p>
<p><mark>逾期</mark>不予受理</p> → <p>不予受理</p>
<p><ruby>歙<rt>shè</rt></ruby>县</p> → <p>县</p>
<dl><dt>甲类</dt><dd>公开</dd></dl> → <dl><dd>公开</dd></dl>
<p>印发<font color="red">甲政发</font>号</p> → <p>印发<span>甲政发</span>号</p>
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
