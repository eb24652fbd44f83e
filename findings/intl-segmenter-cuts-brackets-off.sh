#!/bin/sh
# Intl.Segmenter (sentences) in Node.js 20 (ICU 78) and sentencex 1.0.32 (Python, of Wikimedia), in Chinese: they add an opening bracket, or the
# number of the next item, to the end of the sentence before it.
#
#   input     （一）甲。（二）乙。 and 1.加强领导。2.落实责任。, as items follow each other in official documents
#   expected  （一）甲。 and （二）乙。; 1.加强领导。 and 2.落实责任。: no sentence ends with an opening bracket or with the number of the item that follows
#   found     Intl.Segmenter: （一）甲。（ and 二）乙。, and 1. as a separate sentence; sentencex: the first text is right, but the second becomes 1.加强领导。2. and
#             落实责任。
#
# Programs quote, read aloud, translate and show sentences beside a search result. The number of the second item moves to the first item, so item 1 is
# cited as item 2. Needs Node.js 20, python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install sentencex==1.0.32
cat >run.cjs <<'JS'
for (const text of ["（一）甲。（二）乙。", "1.加强领导。2.落实责任。"])
    console.log("Intl.Segmenter", [...new Intl.Segmenter("zh", { granularity: "sentence" }).segment(text)].map((part) => part.segment).join(" | "));
JS
cat >run.py <<'PY'
from sentencex import segment

for text in ["（一）甲。（二）乙。", "1.加强领导。2.落实责任。"]:
    print("sentencex", " | ".join(segment("zh", text)))
PY
{ node run.cjs && env/bin/python run.py; } >found
cat found
cat >recorded <<'TXT'
Intl.Segmenter （一）甲。（ | 二）乙。
Intl.Segmenter 1. | 加强领导。 | 2. | 落实责任。
sentencex （一）甲。 | （二）乙。
sentencex 1.加强领导。2. | 落实责任。
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
