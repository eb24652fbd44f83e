#!/bin/sh
# MarkItDown 0.1.9: it rounds cells of a workbook, and cells with text become other numbers.
#
#   input     a sheet with the number 10000000001 as 统一编号, which another row lacks, the texts 0012 as 代码 and NA as 等级, the amounts 1234567.5 and
#             12345678901
#   expected  the cells as Excel shows them and as they are stored
#   found     1.000000e+10    12    NaN    1.234568e+06 and 1.234568e+10
#
# All bodies in the list lose their numbers because one body has none. The zeros are lost although the cell is marked as text. In a ledger that is
# converted for publication or search, numbers, codes and amounts are wrong, but the table looks tidy. The script needs python3 with venv, and a
# network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install 'markitdown[xlsx]==0.1.9' openpyxl==3.1.5 pandas==3.1.1

cat >run.py <<'PY'
import openpyxl
from markitdown import MarkItDown

book = openpyxl.Workbook()
for row in [
    ["单位", "统一编号", "代码", "等级", "金额"],
    ["甲局", 10000000001, "0012", "NA", 1234567.5],
    ["乙局", None, "0013", "A", 12345678901],
]:
    book.active.append(row)
book.save("a.xlsx")
print(MarkItDown().convert("a.xlsx").text_content)
PY
env/bin/python run.py >found 2>errors || { cat errors && exit 1; }
cat found
cat >recorded <<'END'
## Sheet
| 单位 | 统一编号 | 代码 | 等级 | 金额 |
| --- | --- | --- | --- | --- |
| 甲局 | 1.000000e+10 | 12 | NaN | 1.234568e+06 |
| 乙局 | NaN | 13 | A | 1.234568e+10 |
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
