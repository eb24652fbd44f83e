#!/bin/sh
# diff 9.0.0 (npm, jsdiff), diffSentences: a Chinese paragraph is one sentence for it, so a change of one character marks the whole paragraph.
#
#   input     甲局负责。乙局协助！丙局督办？ and the same with 丁局 in place of 乙局; the English A leads. B helps! C checks? with the same change
#   expected  one sentence of three is deleted and one inserted, as in English; Intl.Segmenter of Node.js 20 divides the text at 。！？
#   found     the whole text is deleted and inserted; diffWords of the same package marks one character
#
# The comparison of two versions of a rule shows a long paragraph twice and hides what has changed. Needs node 20, npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund diff@9.0.0

cat >run.mjs <<'JS'
import { diffSentences, diffWords } from "diff";
const show = (parts) => parts.map(({ added, removed, value }) => (added ? "+" : removed ? "-" : "=") + value).join(" | ");
for (const [one, two] of [["甲局负责。乙局协助！丙局督办？", "甲局负责。丁局协助！丙局督办？"], ["A leads. B helps! C checks?", "A leads. D helps! C checks?"]]) {
  console.log("diffSentences:", show(diffSentences(one, two)));
  console.log("diffWords:", show(diffWords(one, two)));
}
const segments = new Intl.Segmenter("zh", { granularity: "sentence" }).segment("甲局负责。乙局协助！丙局督办？");
console.log("Intl.Segmenter:", [...segments].map(({ segment }) => segment).join(" | "));
JS
node run.mjs >found
cat found
cat >recorded <<'TXT'
diffSentences: -甲局负责。乙局协助！丙局督办？ | +甲局负责。丁局协助！丙局督办？
diffWords: =甲局负责。 | -乙 | +丁 | =局协助！丙局督办？
diffSentences: =A leads.  | -B helps! | +D helps! | = C checks?
diffWords: =A leads.  | -B | +D | = helps! C checks?
Intl.Segmenter: 甲局负责。 | 乙局协助！ | 丙局督办？
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
