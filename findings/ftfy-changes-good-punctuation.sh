#!/bin/sh
# ftfy 6.3.1 (Python), "fixes text that looks wrong": half of the punctuation of correct Chinese text is made narrow.
#
#   input     （一）加强领导：甲、乙；丙，丁。约30％
#   expected  unchanged: the README says that it should never change correctly decoded text, and the option is described as one for Latin letters and
#             Katakana (fix_character_width)
#   found     (一)加强领导:甲、乙;丙,丁。约30%
#
# 、 and 。 are no fullwidth forms and stay. The second level of official documents is （一） by GB/T 9704—2012, and a comparison with the source finds
# every line changed. fix_character_width=False keeps it. The script runs the package without mulu, and fails when the behaviour is another. It needs
# python3 with venv, and a connection.

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
diff recorded found || { echo "another behaviour than recorded" && exit 1; }
