#!/bin/sh
# elasticlunr 0.9.5 (npm; the search of mdBook): it cannot distinguish the document numbers of different offices, nor 第12条 from 第12号.
#
#   input     an index of 甲政发〔2024〕12号, 乙政办发〔2024〕12号, 第12条 and 第12号, each a record of its own; each typed whole as the query
#   expected  the record that is typed, alone or first; or nothing, since the package has no tokenizer for Chinese
#   found     甲政发〔2024〕12号 → both numbers with the same score, and 丁政发〔2024〕12号, which is in no record, finds them too; 第12条 → 第12条 第12号
#
# The trimmer removes everything except Latin letters and digits from both ends of a word; "2024〕12" and "12" are left. The name of the office, the
# first half of the number, is never compared. A word in Chinese alone becomes empty and finds nothing, which users notice; a number finds something
# that looks right. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund elasticlunr@0.9.5
cat >run.cjs <<'JS'
const elasticlunr = require("elasticlunr");
const print = console.log;
console.log = () => {};  // the package writes a line for each search
const titles = ["甲政发〔2024〕12号", "乙政办发〔2024〕12号", "第12条", "第12号"];
const index = elasticlunr(function () {
    this.addField("title");
    this.setRef("id");
});
titles.forEach((title, id) => index.addDoc({ id, title }));
for (const query of [...titles, "丁政发〔2024〕12号"])
    print(query, "→", index.search(query).map((hit) => `${titles[hit.ref]} (${hit.score.toFixed(2)})`).join(" "));
JS
node run.cjs >found
cat found
cat >recorded <<'TXT'
甲政发〔2024〕12号 → 甲政发〔2024〕12号 (1.29) 乙政办发〔2024〕12号 (1.29)
乙政办发〔2024〕12号 → 甲政发〔2024〕12号 (1.29) 乙政办发〔2024〕12号 (1.29)
第12条 → 第12条 (1.29) 第12号 (1.29)
第12号 → 第12条 (1.29) 第12号 (1.29)
丁政发〔2024〕12号 → 甲政发〔2024〕12号 (1.29) 乙政办发〔2024〕12号 (1.29)
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
