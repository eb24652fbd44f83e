#!/bin/sh
# mimesis 22.2.0 (Python, made-up data for tests), Chinese: in a full name, the given name comes first, then a space, then the surname.
#
#   input     Person(Locale.ZH, seed=n).full_name() for ten seeds, and full_name(reverse=True); compared with the package's own list of surnames
#   expected  surname and given name without a space, as in every Chinese document in China
#   found     玉朵 宇文 for a person of the surname 宇文; in all of ten names the surname is the last word; reversed, it is the first, and the space stays
#
# What is tried on such data is tried on names that no document has. A mask that keeps the first character, as 张** is usual, keeps one of the given
# name here and hides the surname. A pattern for names in a sentence matches none of them. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install mimesis==22.2.0
cat >run.py <<'PY'
from mimesis import Locale, Person

many = Person(Locale.ZH, seed=0)
surnames = {many.surname() for _ in range(20000)}
for reverse in [False, True]:
    names = [Person(Locale.ZH, seed=seed).full_name(reverse=reverse) for seed in range(10)]
    first = sum(name.split(" ")[0] in surnames for name in names)
    last = sum(name.split(" ")[1] in surnames for name in names)
    print(f"reverse={reverse}: {names[1]}; of ten names, surname first {first}, surname last {last}")
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
reverse=False: 玉朵 宇文; of ten names, surname first 0, surname last 10
reverse=True: 宇文 玉朵; of ten names, surname first 10, surname last 0
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
