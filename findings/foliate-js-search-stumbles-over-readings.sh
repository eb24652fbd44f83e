#!/bin/sh
# foliate-js 1.0.1 (npm; the reader in Foliate), search: a word that carries its reading is not found, and a number that stands nowhere is found across two cells.
#
#   input     <ruby>歙<rt>shè</rt></ruby>县 and 公开<a>1</a>办法 with the mark of a note; a table row with the cells 12 and 13; a paragraph that ends in 20 and the next
#             one, which begins with 24; the queries 歙县, 公开办法, 1213, 2024
#   expected  歙县 is found and the other three are not; so in the "find in page" of browsers, which leaves readings out and stops at cells and paragraphs
#   found     nothing for 歙县; 1213 and 2024, which nobody wrote; nothing for 公开办法, as expected
#
# Readings stand where a name is rare, and there one searches. All text of a chapter is one string for the search: readings break words, and borders of blocks do not. The
# script runs the package without mulu, with jsdom 29.1.1 as the page, and fails when the behaviour is another. It needs npm and a connection.

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
