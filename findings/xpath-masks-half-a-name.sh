#!/bin/sh
# fontoxpath 3.34.0 and xpath 0.0.34 (npm), XPath: some functions count a rare character of a name as two, so a masked name keeps half a character,
# and a shortened text ends in the middle of a character.
#
#   input     任命李𬱖为科长 (U+2CC56): replace(., "李.", "某"), substring(., 1, 4), string-length(.), translate(., "𬱖甲", "某乙"); for comparison saxon-js 2.7.0
#             (npm)
#   expected  任命某为科长, 任命李𬱖, 7 and 任命李某为科长: a character of XPath is a character of Unicode, whatever form a program stores it in (XPath 1.0, 3.6)
#   found     fontoxpath: 某 and the second half of 𬱖, and the rest right; xpath: 李 and the first half, 8, and 任命李某乙为科长, with a character that nobody
#             wrote
#
# Such expressions mask and shorten names in lists of persons. The result is not valid text: in UTF-8 it has a question mark or a replacement
# character, which shows that the name was rare. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund fontoxpath@3.34.0 saxon-js@2.7.0 xpath@0.0.34 @xmldom/xmldom@0.9.12
cat >run.cjs <<'JS'
const fonto = require("fontoxpath");
const saxon = require("saxon-js");
const xpath = require("xpath");
const { DOMParser } = require("@xmldom/xmldom");
const root = new DOMParser().parseFromString("<root/>", "text/xml");
const name = "'任命李𬱖为科长'";
for (const asked of [`substring(${name}, 1, 4)`, `string-length(${name})`, `translate(${name}, '𬱖甲', '某乙')`, `replace(${name}, '李.', '某')`]) {
    const answers = { "saxon-js": saxon.XPath.evaluate(asked), fontoxpath: fonto.evaluateXPath(asked, root) };
    if (!asked.startsWith("replace")) answers.xpath = xpath.select(asked, root);
    console.log(asked, JSON.stringify(answers));
}
JS
node run.cjs >found
cat found
cat >recorded <<'TXT'
substring('任命李𬱖为科长', 1, 4) {"saxon-js":"任命李𬱖","fontoxpath":"任命李𬱖","xpath":"任命李\ud873"}
string-length('任命李𬱖为科长') {"saxon-js":7,"fontoxpath":7,"xpath":8}
translate('任命李𬱖为科长', '𬱖甲', '某乙') {"saxon-js":"任命李某为科长","fontoxpath":"任命李某为科长","xpath":"任命李某乙为科长"}
replace('任命李𬱖为科长', '李.', '某') {"saxon-js":"任命某为科长","fontoxpath":"任命某\udc56为科长"}
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
