#!/bin/sh
# phonenumbers 9.0.43 (Python; Google's libphonenumber): it does not find a Chinese office number that is followed by its extension, and drops the
# extension where it is written with 转.
#
#   input     PhoneNumberMatcher(text, "CN") on 联系电话：0531-55550123-801, on 0531-55550123转801 and 0531-55550123、55550124; made-up numbers
#   expected  the number with the extension 801 twice, as from "0531-55550123 ext. 801"; two numbers from the list
#   found     nothing for -801; the number without its extension for 转801; one number from the list
#
# -801 and 转801 are the two ways to write an extension on a Chinese notice. A search for numbers that must be masked before publication overlooks the
# first, and leaves the direct line of a person readable in the other two. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install phonenumbers==9.0.43

cat >run.py <<'PY'
import phonenumbers

for text in ["0531-55550123", "0531-55550123 ext. 801", "0531-55550123-801", "0531-55550123转801", "0531-55550123（转801）", "0531-55550123、55550124"]:
    found = phonenumbers.PhoneNumberMatcher("联系电话：" + text + "，联系人张某", "CN")
    print(text, "->", *[f"{match.raw_string!r} extension {match.number.extension}" for match in found])
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
0531-55550123 -> '0531-55550123' extension None
0531-55550123 ext. 801 -> '0531-55550123 ext. 801' extension 801
0531-55550123-801 ->
0531-55550123转801 -> '0531-55550123' extension None
0531-55550123（转801） -> '0531-55550123' extension None
0531-55550123、55550124 -> '0531-55550123' extension None
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
