#!/bin/sh
# zhon 2.1.1 (Python), hanzi.sentence, its pattern for a Chinese sentence: a match begins after the last number or rare character of the sentence, so
# names and amounts are missing.
#
#   input     re.findall(zhon.hanzi.sentence, …) of 任命李𬱖为科长。 (U+2CC56, in the official table of characters for names), 共拨付12万元。, 甲政发〔2024〕12号废止。 and
#             任命李某为科长。
#   expected  the whole sentences
#   found     为科长。, 万元。 and 号废止。; only the last sentence is whole. The pattern for one character, hanzi.characters, has no block after extension D of
#             2010
#
# A program that counts, quotes or compares sentences of notices with this pattern gets 为科长。 without the person and 万元。 without the amount, and no
# error. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install zhon==2.1.1
cat >run.py <<'PY'
import re

from zhon import hanzi

for text in ["任命李𬱖为科长。", "共拨付12万元。", "甲政发〔2024〕12号废止。", "任命李某为科长。"]:
    print(text, *re.findall(hanzi.sentence, text), len(re.findall(f"[{hanzi.characters}]", text)))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
任命李𬱖为科长。 为科长。 6
共拨付12万元。 万元。 5
甲政发〔2024〕12号废止。 号废止。 6
任命李某为科长。 任命李某为科长。 7
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
