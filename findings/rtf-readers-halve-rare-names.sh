#!/bin/sh
# striprtf 0.0.35 and pandoc 3.9 (Python packages): after they read RTF, a character outside the first 65,536, as in rare names, is no longer a
# character.
#
#   input     李𬱖 in RTF, with 𬱖 as Word and LibreOffice write it: \u-10125?\u-9130? (RTF counts in UTF-16)
#   expected  李 and U+2CC56
#   found     striprtf: 李 and the two halves U+D873 and U+DC56 as separate values, a string that cannot be written as UTF-8; pandoc: 李 and twice U+FFFD, no message
#
# The string can be printed in a debugger and measured. The error occurs where the string is saved, far from its cause. With errors="ignore", or in
# pandoc, the person's given name is lost. All other characters are right. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install pypandoc-binary==1.17 striprtf==0.0.35

cat >run.py <<'PY'
import subprocess
import pypandoc
from striprtf.striprtf import rtf_to_text

units = "李\U0002CC56".encode("utf-16-be")
numbers = [int.from_bytes(units[i:i + 2], "big", signed=True) for i in range(0, len(units), 2)]
source = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}}\pard\plain " + "".join(rf"\u{n}?" for n in numbers) + r"\par}"
with open("a.rtf", "w") as out:
    out.write(source)
text = rtf_to_text(source).strip()
try:
    text.encode("utf-8")
    saved = "can be saved"
except UnicodeEncodeError:
    saved = "cannot be saved as UTF-8"
print("striprtf:", *(f"U+{ord(c):04X}" for c in text), saved)
done = subprocess.run([pypandoc.get_pandoc_path(), "a.rtf", "-t", "plain"], capture_output=True, text=True, encoding="utf-8")
print("pandoc:", *(f"U+{ord(c):04X}" for c in done.stdout.strip()), "messages", len(done.stderr))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'END'
striprtf: U+674E U+D873 U+DC56 cannot be saved as UTF-8
pandoc: U+674E U+FFFD U+FFFD messages 0
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
