#!/bin/sh
# python-pptx 1.0.2: if a text box of a slide contains a formula, the whole box is missing, with all sentences beside the formula.
#
#   input     a slide with the boxes 办理情况 and 全年受理12件，办结率 a/b。, the fraction by Insert, Equation; PowerPoint 2010 and later stores such a box in
#             mc:AlternateContent, as a shape (Choice) and as a picture for older programs (Fallback)
#   expected  the sentences of both boxes, with or without the formula, as LibreOffice 7.4.7 prints them, or a shape of an unknown kind
#   found     one shape, 办理情况
#
# Shapes are read from the children of the slide, and this element is none of the kinds that the package knows. Reports with one indicator as a
# formula lose the text around it in converters that are built on this package. Needs LibreOffice Impress (soffice), pdftotext of poppler-utils,
# python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install python-pptx==1.0.2

cat >run.py <<'PY'
from lxml import etree
from pptx import Presentation
from pptx.util import Inches

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
C = "http://schemas.openxmlformats.org/markup-compatibility/2006"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
made = Presentation()
slide = made.slides.add_slide(made.slide_layouts[6])
for top, text in enumerate(["办理情况", "全年受理12件，办结率"], 1):
    box = slide.shapes.add_textbox(Inches(1), Inches(top), Inches(6), Inches(1))
    box.text_frame.text = text
paragraph = box.text_frame.paragraphs[0]._p
paragraph.append(etree.fromstring(f'''<a14:m xmlns:a14="http://schemas.microsoft.com/office/drawing/2010/main" xmlns:m="{M}"><m:oMath><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num>
<m:den><m:r><m:t>b</m:t></m:r></m:den></m:f></m:oMath></a14:m>'''))
paragraph.append(etree.fromstring(f'<a:r xmlns:a="{A}"><a:t>。</a:t></a:r>'))
shape = box._element
both = etree.fromstring(f'''<mc:AlternateContent xmlns:mc="{C}" xmlns:a14="http://schemas.microsoft.com/office/drawing/2010/main"><mc:Choice Requires="a14"/><mc:Fallback/></mc:AlternateContent>''')
shape.getparent().replace(shape, both)
both[0].append(shape)
made.save("a.pptx")
print("python-pptx:", *[shape.text_frame.text for shape in Presentation("a.pptx").slides[0].shapes])
PY
env/bin/python run.py >found
soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to pdf a.pptx >log 2>&1
printf 'LibreOffice: ' >>found
pdftotext -layout a.pdf - | tr -s ' \n\f' ' ' >>found
echo >>found
cat found
cat >recorded <<'TXT'
python-pptx: 办理情况
LibreOffice:  办理情况 全年受理 12 件，办结率。 
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
