#!/bin/sh
# chinese-stroke-sorting 0.3.1 (Python): when names are sorted by strokes, the third character can change the order of persons with different surnames.
#
#   input     sort_by_stroke of three lists of made-up names: 丁一丽, 石一文, 石二文; 丁一丽, 石一文; 丁丽, 石文, 石明
#   expected  丁 (2 strokes) before 石 (5 strokes) in all three: the second and third characters count only for one surname
#   found     石一文 before 丁一丽 in the first list, because two other names share a surname, so that all names are then compared by later characters; the
#             two short lists are right
#
# Lists of members, delegates and signers are in the order of strokes of the surname, and readers take the order as a statement about rank or its
# absence. Lists without two equal surnames look right, so a small test does not show it. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install chinese-stroke-sorting==0.3.1
cat >run.py <<'PY'
from chinese_stroke_sorting import sort_by_stroke

for names in [["丁一丽", "石一文", "石二文"], ["丁一丽", "石一文"], ["丁丽", "石文", "石明"]]:
    print(*names, "->", *sort_by_stroke(list(names)))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
丁一丽 石一文 石二文 -> 石一文 丁一丽 石二文
丁一丽 石一文 -> 丁一丽 石一文
丁丽 石文 石明 -> 丁丽 石文 石明
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
