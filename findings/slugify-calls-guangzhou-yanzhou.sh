#!/bin/sh
# python-slugify 9.2.0 and Unidecode 1.4.0 (Python): they give provinces and capitals the sound of another character: 广州 becomes yan-zhou, 武汉 wu-yi
# and 辽宁 liao-zhu.
#
#   input     slugify and unidecode of 广州, 广东, 武汉, 辽宁, 宁波, 十万元, 工厂, 适用, 价款
#   expected  the common sound of each character, guang, han, ning, wan …, as anyascii 0.3.3 gives it; if a character has several sounds, any of them
#             is acceptable
#   found     yan, yi, zhu, mo, han (for 厂), gua, jie: the sounds of old characters that had the same form as today's simplified ones
#
# Addresses of pages and names of files are made from these names and never change, and nobody looks for Wuhan under wu-yi. Needs python3 with venv,
# and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install python-slugify==9.2.0 Unidecode==1.4.0 anyascii==0.3.3
cat >run.py <<'PY'
import anyascii
import slugify
import unidecode

for word in ["广州", "广东", "武汉", "辽宁", "宁波", "十万元", "工厂", "适用", "价款"]:
    print(word, "| python-slugify:", slugify.slugify(word), "| Unidecode:", unidecode.unidecode(word).strip(), "| anyascii:", anyascii.anyascii(word))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
广州 | python-slugify: yan-zhou | Unidecode: Yan Zhou | anyascii: GuangZhou
广东 | python-slugify: yan-dong | Unidecode: Yan Dong | anyascii: GuangDong
武汉 | python-slugify: wu-yi | Unidecode: Wu Yi | anyascii: WuHan
辽宁 | python-slugify: liao-zhu | Unidecode: Liao Zhu | anyascii: LiaoNing
宁波 | python-slugify: zhu-bo | Unidecode: Zhu Bo | anyascii: NingBo
十万元 | python-slugify: shi-mo-yuan | Unidecode: Shi Mo Yuan | anyascii: ShiWanYuan
工厂 | python-slugify: gong-han | Unidecode: Gong Han | anyascii: GongChang
适用 | python-slugify: gua-yong | Unidecode: Gua Yong | anyascii: ShiYong
价款 | python-slugify: jie-kuan | Unidecode: Jie Kuan | anyascii: JiaKuan
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
