#!/bin/sh
# LibreOffice 7.4.7 (Debian 12, libreoffice-writer 4:7.4.7-1+deb12u14): `soffice --convert-to txt` writes the deleted, inserted and hidden words of a
# docx one after another, with no sign of which is which.
#
#   input     a docx that says 罚款 then 伍 (deleted, change recorded), 叁 (inserted), 壹 (hidden), 万元
#   expected  the current text, 罚款叁万元, perhaps with the hidden word, as pandoc gives it; or marks around the deleted words
#   found     罚款伍叁壹万元
#
# The text goes into a search index, a summary or a comparison, and states an amount that no version of the document contains. Words that the office
# struck out before publication become public. The PDF of the same program shows the deleted word too, but crossed out. Needs LibreOffice 7.4
# (apt-get install libreoffice-writer), python3 with venv, and a network connection.

set -eu
command -v soffice >/dev/null || { echo "LibreOffice is missing" && exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install python-docx==1.2.0 pypandoc_binary==1.17
env/bin/python - <<'PY'
import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

document = docx.Document()
document.element.body.insert(0, parse_xml(
    f"<w:p {nsdecls('w')}><w:r><w:t>罚款</w:t></w:r>"
    '<w:del w:id="1" w:author="x" w:date="2024-01-01T00:00:00Z"><w:r><w:delText>伍</w:delText></w:r></w:del>'
    '<w:ins w:id="2" w:author="x" w:date="2024-01-01T00:00:00Z"><w:r><w:t>叁</w:t></w:r></w:ins>'
    "<w:r><w:rPr><w:vanish/></w:rPr><w:t>壹</w:t></w:r><w:r><w:t>万元</w:t></w:r></w:p>"))
document.save("fine.docx")
PY
soffice "-env:UserInstallation=file://$work/profile" --version
soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to 'txt:Text (encoded):UTF8' --outdir out fine.docx >/dev/null 2>&1
{
    printf 'LibreOffice %s\n' "$(tr -d '\r\n\357\273\277' <out/fine.txt)"
    env/bin/python -c 'import pypandoc; print("pandoc", pypandoc.convert_file("fine.docx", "plain").strip())'
} >found
cat found
printf 'LibreOffice 罚款伍叁壹万元\npandoc 罚款叁壹万元\n' >recorded
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
