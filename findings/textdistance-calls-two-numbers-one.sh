#!/bin/sh
# textdistance 4.6.3 (Python): the Jaccard and cosine similarities of 2024年第18号 and 2024年第81号 are 1, that is equality, because the units are single
# characters without their order.
#
#   input     normalized_similarity of 2024年第18号 and 2024年第81号, and of 甲局函告乙局 and 乙局函告甲局, by jaccard, cosine, sorensen and levenshtein, with the
#             defaults; jaccard with qval=2
#   expected  less than 1 for texts that differ, as for words in English text
#   found     1.0 by jaccard, cosine and sorensen; about 0.8 and 0.67 by levenshtein; less than 1 for pairs of characters (qval=2)
#
# In English, two texts of the same letters are rare, and in Chinese numbers and titles they are ordinary. A program that drops documents with a
# similarity of 1 as duplicates drops notices with exchanged digits or exchanged parties. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install textdistance==4.6.3
cat >run.py <<'PY'
import textdistance

pair = textdistance.Jaccard(qval=2)
for a, b in [("2024年第18号", "2024年第81号"), ("甲局函告乙局", "乙局函告甲局")]:
    values = [f"{name} {getattr(textdistance, name).normalized_similarity(a, b):.2f}" for name in ("jaccard", "cosine", "sorensen", "levenshtein")]
    print(a, b, *values, f"jaccard of pairs {pair.normalized_similarity(a, b):.2f}")
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
2024年第18号 2024年第81号 jaccard 1.00 cosine 1.00 sorensen 1.00 levenshtein 0.78 jaccard of pairs 0.45
甲局函告乙局 乙局函告甲局 jaccard 1.00 cosine 1.00 sorensen 1.00 levenshtein 0.67 jaccard of pairs 0.67
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
