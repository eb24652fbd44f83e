#!/bin/sh
# LibreOffice 7.4.7 (Debian 12): `soffice --convert-to txt` leaves out the text boxes of a Word file, above all the red head with the document number.
#
#   input     a Word file: a text box with 甲市人民政府文件 and 甲政发〔2024〕12号, then the paragraph 各县人民政府：
#   expected  three lines: text boxes are text of the document; "save as HTML", mammoth 1.13.0 and pandoc 3.9 include them
#   found     各县人民政府：
#
# The issuing office and the number are missing from what is indexed or compared. The text begins like a letter, so nobody misses them. Tables, notes
# and even deleted words are in the same text. Needs LibreOffice Writer (soffice), python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install python-docx==1.2.0 mammoth==1.13.0

cat >run.py <<'PY'
import docx
import mammoth
from docx.oxml import parse_xml

O, M = "http://schemas.openxmlformats.org", "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
space = (f'xmlns:w="{O}/wordprocessingml/2006/main" xmlns:wp="{O}/drawingml/2006/wordprocessingDrawing" xmlns:a="{O}/drawingml/2006/main" '
         f'xmlns:mc="{O}/markup-compatibility/2006" xmlns:wps="{M}" xmlns:v="urn:schemas-microsoft-com:vml"')
line = lambda text: f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
inner = f"<w:txbxContent>{line('甲市人民政府文件')}{line('甲政发〔2024〕12号')}</w:txbxContent>"
drawing = ('<w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" '
           'allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH>'
           '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV><wp:extent cx="3000000" cy="900000"/>'
           '<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapTopAndBottom/><wp:docPr id="1" name="t"/><wp:cNvGraphicFramePr/><a:graphic>'
           f'<a:graphicData uri="{M}"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="3000000" cy="900000"/></a:xfrm>'
           f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx>{inner}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>'
           "</wp:anchor></w:drawing>")
older = f'<w:pict><v:shape style="width:236pt;height:70pt"><v:textbox>{inner}</v:textbox></v:shape></w:pict>'
made = docx.Document()
made.element.body.insert(0, parse_xml(f'<w:p {space}><w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice>'
                                      f"<mc:Fallback>{older}</mc:Fallback></mc:AlternateContent></w:r></w:p>"))
made.element.body.insert(1, parse_xml(f"<w:p {space}><w:r><w:t>各县人民政府：</w:t></w:r></w:p>"))
made.save("a.docx")
with open("a.docx", "rb") as file:
    print("mammoth:", *mammoth.extract_raw_text(file).value.split())
PY
env/bin/python run.py >found
soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to txt:Text:UTF8 a.docx >log 2>&1
soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to html:HTML:UTF8 a.docx >log 2>&1
echo "soffice, txt:" $(sed 's/^\xef\xbb\xbf//' a.txt) >>found
echo "soffice, html:" $(sed 's/<[^>]*>//g' a.html | grep -oE '甲市人民政府文件|甲政发〔2024〕12号|各县人民政府：') >>found
cat found
cat >recorded <<'END'
mammoth: 甲市人民政府文件 甲政发〔2024〕12号 各县人民政府：
soffice, txt: 各县人民政府：
soffice, html: 甲市人民政府文件 甲政发〔2024〕12号 各县人民政府：
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
