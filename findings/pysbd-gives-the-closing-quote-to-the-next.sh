#!/bin/sh
# pysbd 0.3.4 (Python), language zh: it puts the mark that closes a quotation or a bracket at the beginning of the next sentence.
#
#   input     他说：“可以。”我同意。 and 请办理（见附件！）。谢谢。 and 何时办理？（见附件。）三日内。
#   expected  他说：“可以。” and 我同意。: by GB/T 15834 the closing mark follows the full stop and belongs to the quotation; in English the package does so
#   found     他说：“可以。 and ”我同意。; a closing bracket is treated in the same way
#
# Answers to requests, and minutes, quote what was asked. A sentence that is shown alone, as a search result or a citation, has an opening mark
# without a closing one, and the next sentence begins with a quotation mark that belongs to the sentence before. Needs python3 with venv, and a
# network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install pysbd==0.3.4
cat >run.py <<'PY'
import pysbd

for language, text in [
    ("en", "He said: “Yes.” I agree."),
    ("zh", "他说：“可以。”我同意。"),
    ("zh", "何时办理？（见附件。）三日内。"),
    ("zh", "请办理（见附件！）。谢谢。"),
]:
    print(language, " | ".join(pysbd.Segmenter(language=language, clean=False).segment(text)))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
en He said: “Yes.”  | I agree.
zh 他说：“可以。 | ”我同意。
zh 何时办理？ | （见附件。 | ）三日内。
zh 请办理（见附件！ | ）。 | 谢谢。
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
