#!/bin/sh
# gmssl 3.2.2 (Python; SM2 of GB/T 32918): with one public key in eight, it refuses every signature if the key is given in the usual form with 04
# before it.
#
#   input     160 key pairs; each signs 甲政发〔2024〕12号 with sign_with_sm3, and the signature is verified with "04" + x + y, the uncompressed form that
#             OpenSSL, certificates and other packages write, and with x + y
#   expected  all signatures right, in both forms
#   found     with 04 refused, as False or with an internal error: the 24 keys whose x begins with the hexadecimal digit 0 or 4; without 04: the two whose x
#             begins with 04
#
# The prefix is removed with lstrip("04"), which also removes every 0 and 4 that follows, so that the rest is another point. A trial with one key
# passes seven times in eight. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install gmssl==3.2.2
cat >run.py <<'PY'
from hashlib import sha256

from gmssl.sm2 import CryptSM2, default_ecc_table

message = "甲政发〔2024〕12号".encode()


def verifies(public, signature):
    try:
        return CryptSM2(private_key="", public_key=public).verify_with_sm3(signature, message)
    except Exception as error:
        errors.add(type(error).__name__)
        return False


refused, errors = {"with 04": [], "without 04": []}, set()
for number in range(160):
    private = "1" + sha256(str(number).encode()).hexdigest()[1:]
    public = CryptSM2(private_key=private, public_key="")._kg(int(private, 16), default_ecc_table["g"])
    signer = CryptSM2(private_key=private, public_key="")
    signer.public_key = public
    signature = signer.sign_with_sm3(message)
    for form, key in [("with 04", "04" + public), ("without 04", public)]:
        if not verifies(key, signature):
            refused[form].append(public)
for form, keys in refused.items():
    print(form, "| refused:", len(keys), "of 160 | their x begins with", *sorted({key[:2] if form == "without 04" else key[0] for key in keys}))
print("errors:", *sorted(errors))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
with 04 | refused: 24 of 160 | their x begins with 0 4
without 04 | refused: 2 of 160 | their x begins with 04
errors: Error TypeError
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
