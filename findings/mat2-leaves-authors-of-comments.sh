#!/bin/sh
# mat2 0.13.3 (Debian 12, 0.13.3-1): after cleaning, an ODT still has each comment with the name of its author; the names in recorded changes are
# gone.
#
#   input     an ODT with the comment 暂缓公开 by 张某, and a recorded change by 李某, as LibreOffice 7.4.7 saves them
#   expected  no names: the program is meant to remove who made a file, and it removes 李某 from the recorded change
#   found     张某 and 暂缓公开 are in the cleaned ODT; the list of what would be removed (mat2 --show) has neither name
#
# Of the data in the text itself, the program cleans recorded changes but not comments. The new file has "cleaned" in its name, and comments often
# contain what is not for the public. Needs Debian 12's mat2 0.13.3-1, LibreOffice (soffice) and python3.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >draft.fodt <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>
<text:tracked-changes><text:changed-region text:id="ct1"><text:insertion><office:change-info><dc:creator>李某</dc:creator>
<dc:date>2024-06-18T09:00:00</dc:date></office:change-info></text:insertion></text:changed-region></text:tracked-changes>
<text:p>拟<text:change-start text:change-id="ct1"/>不<text:change-end text:change-id="ct1"/>同意。<office:annotation><dc:creator>张某</dc:creator>
<dc:date>2024-06-18T09:00:00</dc:date><text:p>暂缓公开</text:p></office:annotation></text:p></office:text></office:body></office:document>
XML
HOME=$work soffice --headless --convert-to odt draft.fodt >/dev/null 2>&1
mat2 --show draft.odt >shown
mat2 draft.odt
python3 - >found <<'PY'
import html
import zipfile

shown = open("shown").read()
print("mat2 --show draft.odt", *(word for word in ["李某", "张某", "暂缓公开"] if word in shown))
for name in ["draft.odt", "draft.cleaned.odt"]:
    parts = zipfile.ZipFile(name)
    text = html.unescape("".join(parts.read(part).decode(errors="replace") for part in parts.namelist()))
    print(name, *(word for word in ["同意", "李某", "张某", "暂缓公开"] if word in text))
PY
cat found
cat >recorded <<'TXT'
mat2 --show draft.odt
draft.odt 同意 李某 张某 暂缓公开
draft.cleaned.odt 同意 张某 暂缓公开
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
