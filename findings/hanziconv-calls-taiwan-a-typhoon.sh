#!/bin/sh
# hanziconv 0.3.2 (Python): converted to traditional characters, 台湾 gets the character for typhoon (颱灣), 历史 the character for calendar and 干部 the
# character for dry. Converted to simplified characters, 著作權 becomes 着作权.
#
#   input     toTraditional of 台湾, 历史, 干部, 准予, 系统; toSimplified of 著作權, 乾隆, 瞭望
#   expected  臺灣 or 台灣, 歷史, 幹部, 准予, 系統; 著作权, 乾隆, 瞭望, as OpenCC 1.4.2 gives them: a converter that ignores words should choose the most common of
#             several characters
#   found     颱灣, 曆史, 乾部, 準予, 係統; 着作权, 干隆, 了望
#
# One table gives each character one partner, and often the rare one. The names of offices and laws (著作权法) become misspelled, and nobody doubts a
# title. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install hanziconv==0.3.2 opencc==1.4.2
cat >run.py <<'PY'
import opencc
from hanziconv import HanziConv

for words, convert, table in [("台湾 历史 干部 准予 系统", HanziConv.toTraditional, "s2t"), ("著作權 乾隆 瞭望", HanziConv.toSimplified, "t2s")]:
    print("hanziconv:", convert(words), "| OpenCC:", opencc.OpenCC(table).convert(words))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
hanziconv: 颱灣 曆史 乾部 準予 係統 | OpenCC: 臺灣 歷史 幹部 准予 系統
hanziconv: 着作权 干隆 了望 | OpenCC: 著作权 乾隆 瞭望
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
