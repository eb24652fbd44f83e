#!/bin/sh
# faust-cchardet 3.2.0 (Python; uchardet): it takes a Chinese text in GB18030 for Cyrillic if the text contains one rare character of a name.
#
#   input     a notice of 275 characters in GB18030, once with 李某 and once with 李𬱖 (U+2CC56, four bytes in GB18030) in one place
#   expected  GB18030 for both, as it answers for the first; the four bytes are a form that GB18030 has and GBK lacks
#   found     GB18030 for the first, IBM855 for the second; chardet 7.7.0 and charset-normalizer 3.5.3 say GB18030 for both
#
# The whole text is then decoded as Bulgarian or Serbian letters, without an error. Notices of appointments and sanctions contain such names.
# Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install faust-cchardet==3.2.0 chardet==7.7.0 charset-normalizer==3.5.3
cat >run.py <<'PY'
import cchardet
import chardet
import charset_normalizer

notice = "任命李某为民政局局长，免去张某的民政局局长职务。各县人民政府，市政府各部门、各直属机构：现将有关事项通知如下。" * 5
for text in [notice, notice.replace("李某", "李𬱖", 1)]:
    data = text.encode("gb18030")
    guess = cchardet.detect(data)["encoding"]
    print(text[:5], "| faust-cchardet", guess, "| the first characters", data.decode(guess, "replace")[:4], "| chardet", chardet.detect(data)["encoding"],
          "| charset-normalizer", charset_normalizer.from_bytes(data).best().encoding)
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
任命李某为 | faust-cchardet GB18030 | the first characters 任命李某 | chardet GB18030 | charset-normalizer gb18030
任命李𬱖为 | faust-cchardet IBM855 | the first characters ╚╬├Ч | chardet GB18030 | charset-normalizer gb18030
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
