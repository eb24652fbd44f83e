#!/bin/sh
# flexsearch 0.8.212, with its default encoder: 第1号 also finds 第11号, 第一号 finds 第一一一号, and 100元 finds 1000元, because a repeated character is stored
# once, including digits and Chinese numerals.
#
#   input     an index of 第1号, 第11号, 第一号, 第一一一号, 100元, 1000元, each a record of its own
#   expected  each query finds its own record; the "letter deduplication" of the README is for letters ("missing", "mising")
#   found     第1号 → 第1号 第11号; 第一号 → 第一号 第一一一号; 100元 → 100元 1000元
#
# In a catalogue, the serial number distinguishes two documents. Ranking cannot help, because both records have the same key. Charset.Exact keeps them
# apart. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund flexsearch@0.8.212
cat >run.mjs <<'JS'
import FlexSearch from "flexsearch";
const texts = ["第1号", "第11号", "第一号", "第一一一号", "100元", "1000元"];
for (const [name, options] of [["default", {}], ["Charset.Exact", { encoder: FlexSearch.Charset.Exact }]]) {
    const index = new FlexSearch.Index(options);
    texts.forEach((text, id) => index.add(id, text));
    for (const query of ["第1号", "第一号", "100元"])
        console.log(`${name}: ${query} → ${index.search(query).sort().map((id) => texts[id]).join(" ")}`);
}
JS
node run.mjs >found
cat found
cat >recorded <<'TXT'
default: 第1号 → 第1号 第11号
default: 第一号 → 第一号 第一一一号
default: 100元 → 100元 1000元
Charset.Exact: 第1号 → 第1号
Charset.Exact: 第一号 → 第一号
Charset.Exact: 100元 → 100元
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
