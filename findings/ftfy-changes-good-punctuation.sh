#!/bin/sh
# ftfy 6.3.1 (Python), which "fixes text that looks wrong": it converts half of the punctuation of correct Chinese text to half-width forms.
#
#   input     （一）加强领导：甲、乙；丙，丁。约30％
#   expected  unchanged: by its README, it should never change correctly decoded text, and the option that does so (fix_character_width) is described
#             as one for Latin letters and Katakana
#   found     (一)加强领导:甲、乙;丙,丁。约30%
#
# 、 and 。 are not fullwidth forms in Unicode, so they stay. （一） is the second level of official documents by GB/T 9704—2012, so a comparison with the
# source reports every line as changed. fix_character_width=False prevents this. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install ftfy==6.3.1

cat >run.py <<'PY'
import ftfy

text = "（一）加强领导：甲、乙；丙，丁。约30％"
print("looks wrong to ftfy itself:", ftfy.is_bad(text))
print(ftfy.fix_text(text))
print(ftfy.fix_text(text, fix_character_width=False))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'END'
looks wrong to ftfy itself: False
(一)加强领导:甲、乙;丙,丁。约30%
（一）加强领导：甲、乙；丙，丁。约30％
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
