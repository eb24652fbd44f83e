#!/bin/sh
# pandoc 3.9 (pypandoc-binary 1.17), from RTF: it reads text in a font that is declared as Chinese (\fcharset134) as Western European, without a
# warning.
#
#   input     {\rtf1\ansi\ansicpg1252 … {\f1\fnil\fcharset134 SimSun;} … \f1 and 甲市人民政府 in the bytes of GBK, as the RTF specification
#             allows; beside it the same text as \u characters
#   expected  甲市人民政府 twice: by the RTF specification the character set of the font decides; striprtf 0.0.35 and LibreOffice follow it
#   found     ¼×ÊÐÈËÃñÕþ¸® and 甲市人民政府; pandoc's log is empty
#
# With \ansicpg936 in the head, pandoc warns about the code page but gives the same characters. Letters and digits are right, so a check of the length
# or for errors passes. Needs python3 with venv, and a network connection.

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

text = "甲市人民政府"
for name, code in [("bytes", "".join(rf"\'{byte:02x}" for byte in text.encode("gbk"))),
                   ("\\u", "".join(rf"\u{ord(c) if ord(c) < 32768 else ord(c) - 65536}?" for c in text))]:
    source = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f1\fnil\fcharset134 SimSun;}}\pard\plain\f1 " + code + r"\par}"
    with open("a.rtf", "w") as out:
        out.write(source)
    done = subprocess.run([pypandoc.get_pandoc_path(), "a.rtf", "-t", "plain"], capture_output=True, text=True, encoding="utf-8")
    print(f"{name}: pandoc {done.stdout.strip()}, messages {len(done.stderr)}; striprtf {rtf_to_text(source).strip()}")
PY
env/bin/python run.py >found
cat found
cat >recorded <<'END'
bytes: pandoc ¼×ÊÐÈËÃñÕþ¸®, messages 0; striprtf 甲市人民政府
\u: pandoc 甲市人民政府, messages 0; striprtf 甲市人民政府
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
