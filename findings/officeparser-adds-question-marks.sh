#!/bin/sh
# officeparser 7.8.0 (npm): in the text of an RTF file, it puts a question mark after every Chinese character.
#
#   input     任命李某为科长 in RTF as LibreOffice 7.4.7 writes it, and as Word does (\u20219?); beside it the same as docx
#   expected  任命李某为科长: the text after \u is for programs that do not know Unicode, and \uc states how much of it to skip
#   found     任?命?李?某?为?科?长? from both; the result is right with \uc0 and nothing to skip, and from the docx
#
# In Western text, nearly every character is written directly, so a trial in English or German shows one question mark or none. A search finds only
# single characters, because every word is broken up. Needs LibreOffice Writer (soffice), npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund officeparser@7.8.0
printf '任命李某为科长\n' >office.txt
HOME=$work soffice --headless --convert-to rtf:"Rich Text Format" --infilter="Text (encoded):UTF8" office.txt >/dev/null 2>&1
HOME=$work soffice --headless --convert-to docx --infilter="Text (encoded):UTF8" office.txt >/dev/null 2>&1
printf '%s' '{\rtf1\ansi\ansicpg936\uc1\deff0{\fonttbl{\f0 SimSun;}}\f0 \u20219?\u21629?\u26446?\u26576?\u20026?\u31185?\u-27265?\par}' >word.rtf
printf '%s' '{\rtf1\ansi\ansicpg936\uc0\deff0{\fonttbl{\f0 SimSun;}}\f0 \u20219 \u21629 \u26446 \u26576 \u20026 \u31185 \u-27265 \par}' >bare.rtf
cat >run.mjs <<'JS'
import { OfficeParser } from "officeparser";
for (const name of ["office.rtf", "word.rtf", "bare.rtf", "office.docx"]) {
  console.log(name, (await (await OfficeParser.parseOffice(name)).to("text")).value.trim());
}
JS
node run.mjs >found
cat found
cat >recorded <<'TXT'
office.rtf 任?命?李?某?为?科?长?
word.rtf 任?命?李?某?为?科?长?
bare.rtf 任命李某为科长
office.docx 任命李某为科长
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
