#!/bin/sh
# datamask-core 1.1.0 (Python, which masks personal data in Chinese texts): it takes every number of five to eleven digits for an account of the
# messenger QQ and masks it, so budgets, fines and counts are unreadable. The number of a project is masked as a telephone number.
#
#   input     mask_text of 预算 1200000000 元, 查处10000起，罚款12345678元, 收到申请201001件 and 项目编号2024-00000001; beside them QQ：123456
#   expected  the last masked, the others unchanged: a unit (元, 起, 件) or a year says what the number is
#   found     12***00 元, 10***0起, 12***78元, 20***01件, 2024****0001, 12***56
#
# The public has a right to the very numbers of a budget, and nobody who reads the masked text can restore them. The rule for QQ asks for no word
# beside the number. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install datamask-core==1.1.0
cat >run.py <<'PY'
from datamask_core.regex_masker import mask_text

for text in ["预算 1200000000 元", "查处10000起，罚款12345678元", "收到申请201001件", "项目编号2024-00000001", "QQ：123456"]:
    print(text, "→", mask_text(text))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
预算 1200000000 元 → 预算 12***00 元
查处10000起，罚款12345678元 → 查处10***00起，罚款12345678元
收到申请201001件 → 收到申请20***01件
项目编号2024-00000001 → 项目编号2024****0001
QQ：123456 → QQ：12***56
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
