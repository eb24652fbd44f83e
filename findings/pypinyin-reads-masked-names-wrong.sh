#!/bin/sh
# pypinyin 0.55.0 (Python): it reads the surnames of masked persons as in everyday words, and three districts wrongly, although its dictionary of
# phrases has hundreds of places.
#
#   input     lazy_pinyin of 曾某, 单某, 仇某, 解某, 查某 and of 洪洞县, 浚县, 六合区 (Nanjing)
#   expected  zeng, shan, qiu, xie, zha, the only readings of these surnames; hong tong, xun, lu he; 番禺区, 中牟县, 铅山县 and 歙县 are read correctly
#   found     ceng, dan, chou, jie, cha; hong dong, jun, liu he
#
# In lists sorted or searched by initials, 曾某 is under C and 单某 under D, and zm or sm, which people type, finds nothing. The character before 某 is
# always a surname. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install pypinyin==0.55.0
cat >run.py <<'PY'
from pypinyin import lazy_pinyin

for word in ["曾某", "单某", "仇某", "解某", "查某", "洪洞县", "浚县", "六合区", "番禺区", "中牟县", "铅山县", "歙县"]:
    print(word, *lazy_pinyin(word))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
曾某 ceng mou
单某 dan mou
仇某 chou mou
解某 jie mou
查某 cha mou
洪洞县 hong dong xian
浚县 jun xian
六合区 liu he qu
番禺区 pan yu qu
中牟县 zhong mu xian
铅山县 yan shan xian
歙县 she xian
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
