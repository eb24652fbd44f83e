#!/bin/sh
# xlcalculator 0.5.0 (Python, which calculates the formulas of a workbook): a count of all entries that begin with 甲局 is 0, and the sum of a range
# that has a name is 0, without an error.
#
#   input     a list of 甲局 12, 甲局下属中心 13 and 乙局 5 by openpyxl 3.1.5, the range of the numbers named 总额; COUNTIF with 甲局, 甲局*, *中心 and >10; SUM(总额) and
#             SUM(B2:B4)
#   expected  1, 2, 1, 2; 30 and 30, or an error for what the package does not know: it raises one for SUMIF with words
#   found     1, 0, 0, 2; 0 and 30
#
# The stars are compared as letters, and the name is an empty cell. Whoever publishes the figures of a workbook that was filled in by a program,
# without Excel, publishes that there were no requests. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install xlcalculator==0.5.0 openpyxl==3.1.5 "setuptools<81"
cat >run.py <<'PY'
import openpyxl
from openpyxl.workbook.defined_name import DefinedName
from xlcalculator import Evaluator, ModelCompiler

book = openpyxl.Workbook()
sheet = book.active
sheet.title = "台账"
for row in [["单位", "金额"], ["甲局", 12], ["甲局下属中心", 13], ["乙局", 5]]:
    sheet.append(row)
book.defined_names["总额"] = DefinedName("总额", attr_text="台账!$B$2:$B$4")
formulas = ['=COUNTIF(A2:A4,"甲局")', '=COUNTIF(A2:A4,"甲局*")', '=COUNTIF(A2:A4,"*中心")', '=COUNTIF(B2:B4,">10")', "=SUM(总额)", "=SUM(B2:B4)"]
for number, formula in enumerate(formulas, 1):
    sheet[f"D{number}"] = formula
book.save("list.xlsx")
evaluator = Evaluator(ModelCompiler().read_and_parse_archive("list.xlsx"))
for number, formula in enumerate(formulas, 1):
    print(formula, "→", float(evaluator.evaluate(f"台账!D{number}")))
PY
env/bin/python -W ignore run.py >found
cat found
cat >recorded <<'TXT'
=COUNTIF(A2:A4,"甲局") → 1.0
=COUNTIF(A2:A4,"甲局*") → 0.0
=COUNTIF(A2:A4,"*中心") → 0.0
=COUNTIF(B2:B4,">10") → 2.0
=SUM(总额) → 0.0
=SUM(B2:B4) → 30.0
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
