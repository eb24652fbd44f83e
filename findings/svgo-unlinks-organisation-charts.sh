#!/bin/sh
# svgo 4.1.0 (npm), which makes SVG files smaller, with its defaults: it removes the addresses of links, the language of a text and the role of a
# picture, so an organisation chart has links that lead nowhere.
#
#   input     a chart with <a href="机构/民政局.html"><text>…, <text lang="en">, and <g role="img" aria-label="组织机构图">; beside it the same link as
#             xlink:href
#   expected  the same links and labels, in fewer bytes: href without a prefix is the form of SVG 2 and of every browser
#   found     <a> without an address, <text> without lang, and aria-label without role; xlink:href stays
#
# The picture looks the same before and after, so nobody sees it. Many build tools run svgo over every picture. Who clicks on an office, or reads the
# chart with a screen reader, gets nothing. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund svgo@4.1.0
cat >run.mjs <<'JS'
import { optimize } from "svgo";
const head = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">`;
for (const part of [
  `<a href="机构/民政局.html"><text>民政局</text></a>`,
  `<a xlink:href="机构/民政局.html"><text>民政局</text></a>`,
  `<text lang="en">Civil Affairs</text>`,
  `<g role="img" aria-label="组织机构图"><path d="M0 0h5"/></g>`,
])
  console.log(part, "→", optimize(head + part + "</svg>").data.replace(/^<svg[^>]*>|<\/svg>$/g, ""));
JS
node run.mjs >found
cat found
cat >recorded <<'TXT'
<a href="机构/民政局.html"><text>民政局</text></a> → <a><text>民政局</text></a>
<a xlink:href="机构/民政局.html"><text>民政局</text></a> → <a xlink:href="机构/民政局.html"><text>民政局</text></a>
<text lang="en">Civil Affairs</text> → <text>Civil Affairs</text>
<g role="img" aria-label="组织机构图"><path d="M0 0h5"/></g> → <path d="M0 0h5" aria-label="组织机构图"/>
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
