#!/bin/sh
# SnowNLP 0.12.3 (Python): its conversion from traditional to simplified characters turns 著作权 into 着作权, also in a text that is simplified already, and
# the county 乾縣 into 干县.
#
#   input     SnowNLP(text).han of 著作權法, 著作权法, 显著, 乾縣, 瞭望, 餘某 and 乾隆
#   expected  著作权法 (both), 显著, 乾县, 瞭望, 余某 and 乾隆, as OpenCC 1.4.2 gives with t2s
#   found     着作权法 (both), 显着, 干县, 了望 and 馀某; 乾隆 is right
#
# The table has a few words (乾隆) and converts the rest character by character. 著 is a character of the simplified script too (General List of 2013),
# so the correct title of a law is changed, and a search for it finds nothing. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install snownlp==0.12.3 opencc==1.4.2

cat >run.py <<'PY'
import opencc
from snownlp import SnowNLP

other = opencc.OpenCC("t2s")
for text in ["著作權法", "著作权法", "显著", "乾縣", "瞭望", "餘某", "乾隆", "後勤"]:
    print(text, "SnowNLP:", SnowNLP(text).han, "OpenCC:", other.convert(text))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
著作權法 SnowNLP: 着作权法 OpenCC: 著作权法
著作权法 SnowNLP: 着作权法 OpenCC: 著作权法
显著 SnowNLP: 显着 OpenCC: 显著
乾縣 SnowNLP: 干县 OpenCC: 乾县
瞭望 SnowNLP: 了望 OpenCC: 瞭望
餘某 SnowNLP: 馀某 OpenCC: 余某
乾隆 SnowNLP: 乾隆 OpenCC: 乾隆
後勤 SnowNLP: 后勤 OpenCC: 后勤
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
