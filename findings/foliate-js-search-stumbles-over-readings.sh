#!/bin/sh
# foliate-js 1.0.1 (npm; the reader in Foliate), search: it does not find a word that has a reading above it, and it finds a number that is nowhere in
# the text but results from two adjacent cells.
#
#   input     <ruby>歙<rt>shè</rt></ruby>县, and 公开<a>1</a>办法 with the mark of a note; a table row with the cells 12 and 13; a paragraph that ends in 20
#             and a next one that begins with 24; the queries 歙县, 公开办法, 1213, 2024
#   expected  a hit for 歙县 and none for the other three, as in the "find in page" of browsers, which ignores readings and does not cross cells and
#             paragraphs
#   found     nothing for 歙县; hits for 1213 and 2024, which nobody wrote; nothing for 公开办法, as expected
#
# A reading is added to a rare name, and people search for rare names. The search joins all text of a chapter into one string: readings interrupt
# words, and borders of blocks do not. The script runs the package without mulu, with jsdom 29.1.1 as the page, and fails if the behaviour changes. It
# needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund foliate-js@1.0.1 jsdom@29.1.1
cat >run.mjs <<'JS'
import { JSDOM } from "jsdom";
const { window } = new JSDOM(`<!DOCTYPE html><html lang="zh"><body><p>甲市<ruby>歙<rt>shè</rt></ruby>县</p><p>公开<a href="#n">1</a>办法</p>
<table><tr><td>12</td><td>13</td></tr></table><p>编号20</p><p>24年</p></body></html>`.replaceAll("\n", ""));
globalThis.document = window.document;
globalThis.NodeFilter = window.NodeFilter;
const { searchMatcher } = await import("foliate-js/search.js");
const { textWalker } = await import("foliate-js/text-walker.js");
for (const query of ["甲市", "歙县", "公开办法", "1213", "2024"]) {
    const hits = [...searchMatcher(textWalker, { defaultLocale: "zh" })(window.document, query)];
    console.log(`${query}: ${hits.length}`);
}
JS
node run.mjs >found
cat found
cat >recorded <<'TXT'
甲市: 1
歙县: 0
公开办法: 0
1213: 1
2024: 1
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
