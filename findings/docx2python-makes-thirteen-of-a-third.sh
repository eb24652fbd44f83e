#!/bin/sh
# docx2python 3.7.1 (Python): a fraction in a Word file loses its bar: 1/3 is 13, in a tag that promises LaTeX.
#
#   input     须经 ⅓ 以上委员同意, the fraction by Word's equation editor: <m:f><m:num>1<m:den>3; beside it x to the power of 2
#   expected  \frac{1}{3}, as the tag <latex> says and pandoc 3.9 gives it; or no formula
#   found     须经<latex>13</latex>以上委员同意; x2
#
# Fractions of votes and rates are written like this. "13 or more members" is a rule too. The script runs the packages without mulu, and fails when the
# behaviour is another. It needs python3 with venv, and a connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install python-docx==1.2.0 docx2python==3.7.1 pypandoc-binary==1.17

cat >run.py <<'PY'
import docx
import pypandoc
from docx.oxml import parse_xml
from docx2python import docx2python

W = ('xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
     'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"')
text = lambda value: f"<w:r><w:t>{value}</w:t></w:r>"
math = lambda value: f"<m:r><m:t>{value}</m:t></m:r>"
third = f"<m:oMath><m:f><m:fPr><m:type m:val=\"bar\"/></m:fPr><m:num>{math(1)}</m:num><m:den>{math(3)}</m:den></m:f></m:oMath>"
square = f"<m:oMath><m:sSup><m:e>{math('x')}</m:e><m:sup>{math(2)}</m:sup></m:sSup></m:oMath>"
made = docx.Document()
made.element.body.insert(0, parse_xml(f"<w:p {W}>{text('须经')}{third}{text('以上委员同意；')}{square}</w:p>"))
made.save("a.docx")
print("docx2python:", docx2python("a.docx").text.strip())
print("pandoc:", pypandoc.convert_file("a.docx", "markdown").strip())
PY
env/bin/python run.py >found
cat found
cat >recorded <<'END'
docx2python: 须经<latex>13</latex>以上委员同意；<latex>x2</latex>
pandoc: 须经$\frac{1}{3}$以上委员同意；$x^{2}$
END
diff recorded found || { echo "another behaviour than recorded" && exit 1; }
