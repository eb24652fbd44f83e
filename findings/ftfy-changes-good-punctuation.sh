#!/bin/sh
# ftfy 6.3.1 (Python), "fixes text that looks wrong": correct Chinese text loses its punctuation, half of it.
#
#   input     （一）加强领导：甲、乙；丙，丁。“公开”率约30％
#   expected  unchanged: nothing in it is garbled, and the package promises to leave text alone that is right
#   found     (一)加强领导:甲、乙;丙,丁。"公开"率约30%
#
# Fullwidth forms are made narrow, which is meant for LOUD LETTERS of Japanese posts; 、 and 。 are no such forms and stay. The second level of official
# documents is （一） by GB/T 9704—2012, and a comparison with the source finds every line changed. fix_character_width=False and uncurl_quotes=False
# keep it. The script runs the package without mulu, and fails when the behaviour is another. It needs python3 with venv, and a connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install ftfy==6.3.1

cat >run.py <<'PY'
import ftfy

text = "（一）加强领导：甲、乙；丙，丁。“公开”率约30％"
print("looks wrong to ftfy itself:", ftfy.is_bad(text))
print(ftfy.fix_text(text))
print(ftfy.fix_text(text, fix_character_width=False, uncurl_quotes=False))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'END'
looks wrong to ftfy itself: False
(一)加强领导:甲、乙;丙,丁。"公开"率约30%
（一）加强领导：甲、乙；丙，丁。“公开”率约30％
END
diff recorded found || { echo "another behaviour than recorded" && exit 1; }
