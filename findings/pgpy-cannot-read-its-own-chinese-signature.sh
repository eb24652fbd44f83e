#!/bin/sh
# PGPy 0.6.0 (Python; OpenPGP): it writes a clear-signed notice in Chinese that GnuPG verifies, but can read neither this nor GnuPG's own, from a file
# or from a text.
#
#   input     第一条　 and 第二条 as two lines, signed with cleartext=True; the message written to a file in UTF-8; PGPMessage.from_file and from_blob
#   expected  the message, whose signature is then verified, as for the same text in English
#   found     from_file takes the file for binary packets ("'utf-8' codec can't decode byte"); from_blob encodes the text as Latin-1
#             (UnicodeEncodeError)
#
# A program that checks signed notices reports a damaged message for every Chinese one. RFC 9580, section 7 lets the signed text be UTF-8. The script
# runs the package without mulu and fails if the behaviour changes. It needs gpg, python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install PGPy==0.6.0
cat >run.py <<'PY'
import warnings

warnings.filterwarnings("ignore")
from pgpy import PGPUID, PGPKey, PGPMessage
from pgpy.constants import HashAlgorithm, KeyFlags, PubKeyAlgorithm

key = PGPKey.new(PubKeyAlgorithm.RSAEncryptOrSign, 2048)
key.add_uid(PGPUID.new("a"), usage={KeyFlags.Sign}, hashes=[HashAlgorithm.SHA256])
open("key.asc", "w").write(str(key.pubkey))
for name, text in [("en", "article 1\narticle 2"), ("zh", "第一条　\n第二条")]:
    message = PGPMessage.new(text, cleartext=True)
    message |= key.sign(message)
    open(f"{name}.asc", "w", encoding="utf-8").write(str(message))
    for how, read in [("file", lambda: PGPMessage.from_file(f"{name}.asc")), ("text", lambda: PGPMessage.from_blob(str(message)))]:
        try:
            print(name, how, bool(key.pubkey.verify(read())))
        except Exception as error:
            print(name, how, type(error).__name__, str(error).split(" byte")[0].split(",")[0][:40].strip())
PY
env/bin/python run.py >found
mkdir -m 700 gnupg
gpg --homedir gnupg --batch --quiet --import key.asc 2>log
for name in en zh; do gpg --homedir gnupg --batch --verify $name.asc 2>>log && echo "$name GnuPG True"; done >>found
cat found
cat >recorded <<'TXT'
en file True
en text True
zh file PGPError 'utf-8' codec can't decode
zh text UnicodeEncodeError 'latin-1' codec can't encode characters
en GnuPG True
zh GnuPG True
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
