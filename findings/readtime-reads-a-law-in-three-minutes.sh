#!/bin/sh
# readtime 3.0.0 (Python): the reading time of a Chinese text is that of its clauses, because a clause without punctuation counts as one word. 10,200
# characters take 3 minutes, fewer than 2,000 English words.
#
#   input     600 times 各级人民政府应当依法公开政府信息。 as text; the same with a comma in each sentence; 2,000 English words
#   expected  about half an hour for the Chinese text, at 300 to 500 characters a minute, with or without commas
#   found     3 min, 5 min with commas, and 8 min for the English words
#
# The package splits at everything that is neither a letter nor a digit (\W+), and Chinese has no blanks between words. A catalogue that shows the time
# announces a regulation as a short note. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install readtime==3.0.0
cat >run.py <<'PY'
import readtime

for name, text in [("chinese", "各级人民政府应当依法公开政府信息。" * 600), ("commas", "各级人民政府应当依法，公开政府信息。" * 600), ("english", "word " * 2000)]:
    print(name, len(text), readtime.of_text(text))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
chinese 10200 3 min read
commas 10800 5 min read
english 10000 8 min read
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
