#!/bin/sh
# Python 3.11 and iconv-lite 0.7.3 (npm): they read GB 18030 by the editions of 2000 and 2005, so some characters of a file in today's edition become
# private-use characters without a shape.
#
#   input     the two bytes FE59 and A6D9, which in GB 18030—2022, the edition in force since August 2023, are 龴 (U+9FB4) and ︐ (U+FE10, the comma of vertical
#             text), and A8BC, which has been ḿ (U+1E3F) since the edition of 2005
#   expected  these three characters, as in TextDecoder (Node 20, and so in browsers) and iconv of glibc 2.36 (Debian 12)
#   found     Python: U+E81E, U+E78D and U+E7C7; iconv-lite: U+E81E, U+E78D and ḿ
#
# The standard is mandatory for systems that offices buy. If Python reads a text that a new program has saved, the text has empty boxes, no error is
# raised, and a search for the character finds nothing. Needs python3 (3.11), node 20 with npm, iconv and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund iconv-lite@0.7.3
cat >run.cjs <<'JS'
const iconv = require("iconv-lite");
for (const bytes of ["fe59", "a6d9", "a8bc"]) {
    const code = (text) => "U+" + text.codePointAt(0).toString(16).toUpperCase();
    const data = Buffer.from(bytes, "hex");
    console.log(bytes, "TextDecoder", code(new TextDecoder("gb18030").decode(data)), "iconv-lite", code(iconv.decode(data, "gb18030")));
}
JS
{
    node run.cjs
    python3 -c 'for data in ["fe59", "a6d9", "a8bc"]: print(data, "Python U+%X" % ord(bytes.fromhex(data).decode("gb18030")))'
    for data in 376.131 246.331 250.274; do
        if printf "\\${data%.*}\\${data#*.}" | iconv -f GB18030 -t UTF-16BE >out 2>iconv.log; then
            echo "iconv U+$(od -An -tx1 out | tr -d ' ' | tr a-f A-F)"
        else
            echo "iconv: illegal input sequence"
        fi
    done
} >found
cat found
cat >recorded <<'TXT'
fe59 TextDecoder U+9FB4 iconv-lite U+E81E
a6d9 TextDecoder U+FE10 iconv-lite U+E78D
a8bc TextDecoder U+1E3F iconv-lite U+1E3F
fe59 Python U+E81E
a6d9 Python U+E78D
a8bc Python U+E7C7
iconv U+9FB4
iconv U+FE10
iconv U+1E3F
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
