#!/bin/sh
# pdf_oxide 0.3.78 (Python, and the crate): if the text of a PDF has radicals in place of characters, it replaces them by wrong characters: 贝某 becomes
# 鳥某.
#
#   input     a PDF whose text layer says 贝某在会⻅室, with U+2EC9 (for 贝) and U+2EC5 (for 见), as PDFs made with Noto or Source Han fonts have them
#   expected  贝 and 见, which Unicode's EquivalentUnifiedIdeograph.txt gives for these radicals; or the radicals as they are, as pypdf 7.1.1 gives them
#   found     鳥 (bird) and 隹 (short-tailed bird); ⻆ is 雨 (rain) instead of 角, ⻋ is 黃 (yellow) instead of 车; the Kangxi radicals (⼀, ⼈) are right
#
# Only this program offers to replace radicals, and all four radicals that were tried from the block U+2E80–2EF3 become wrong characters. The words
# have no meaning but look like text, and a surname changes. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install pdf_oxide==0.3.78 pypdf==7.1.1 pikepdf==10.18.0
env/bin/python - >found <<'PY'
import pdf_oxide
import pikepdf
import pypdf
from pikepdf import Dictionary, Name

text = "\u2ec9某在会\u2ec5室，\u2ec6落的\u2ecb辆，\u2f00\u2f08"
pdf = pikepdf.new()
meaning = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
""" + b"%d beginbfchar\n" % len(text) + b"".join(b"<%04X> <%04X>\n" % (ord(sign), ord(sign)) for sign in text) + b"endbfchar endcmap end end"
font = pdf.make_indirect(Dictionary(
    Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.SimSun, Encoding=Name("/Identity-H"), ToUnicode=pdf.make_stream(meaning),
    DescendantFonts=[Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.SimSun, CIDToGIDMap=Name.Identity, DW=1000,
        CIDSystemInfo=Dictionary(Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0),
        FontDescriptor=Dictionary(
            Type=Name.FontDescriptor, FontName=Name.SimSun, Flags=4, FontBBox=[0, -200, 1000, 800], ItalicAngle=0, Ascent=800, Descent=-200,
            CapHeight=700, StemV=80))]))
page = pdf.add_blank_page(page_size=(400, 100))
page.Resources = Dictionary(Font=Dictionary(F=font))
page.Contents = pdf.make_stream(b"BT /F 12 Tf 20 50 Td <" + text.encode("utf-16-be").hex().encode() + b"> Tj ET")
pdf.save("radicals.pdf")
read = {
    "the file's text": text,
    "pypdf": pypdf.PdfReader("radicals.pdf").pages[0].extract_text(),
    "pdf_oxide": pdf_oxide.PdfDocument("radicals.pdf").extract_text(0),
}
for name, text in read.items():
    print(name, "".join(text.split()))
PY
cat found
cat >recorded <<'TXT'
the file's text ⻉某在会⻅室，⻆落的⻋辆，⼀⼈
pypdf ⻉某在会⻅室，⻆落的⻋辆，⼀⼈
pdf_oxide 鳥某在会隹室，雨落的黃辆，一人
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
