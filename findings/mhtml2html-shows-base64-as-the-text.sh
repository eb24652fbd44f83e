#!/bin/sh
# mhtml2html 3.0.0 (npm), which converts saved pages (MHTML) to HTML: it shows a page that is stored in base64 as the base64 letters, and finds no
# page at all if its type names the encoding.
#
#   input     a page with the paragraph 通知 in UTF-8 or GBK, stored as quoted-printable and as base64, with the types text/html and text/html;
#             charset=…; RFC 2557 allows each, and Word and the old browsers write the longer type
#   expected  通知 in each case
#   found     通知 for one of the four forms in UTF-8 and none in GBK; the others give PG1ldGEg… as the text, or the errors "Index not found" and
#             "Unexpected EOF"
#
# The letters of base64 are published as the text of the notice without an error. The script runs the package without mulu and fails if the behaviour
# changes. It needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund mhtml2html@3.0.0 jsdom@26.1.0 iconv-lite@0.7.3
cat >run.cjs <<'JS'
const iconv = require("iconv-lite");
const { JSDOM } = require("jsdom");
const { convert } = require("mhtml2html");
const encode = { base64: (bytes) => bytes.toString("base64"), "quoted-printable": (bytes) => [...bytes].map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, "0")}`).join("") };
for (const charset of ["utf-8", "gbk"])
    for (const type of ["text/html", `text/html; charset=${charset}`])
        for (const form of ["quoted-printable", "base64"]) {
            const page = encode[form](iconv.encode(`<meta charset=${charset}><p>通知</p>`, charset));
            const file = ["MIME-Version: 1.0", 'Content-Type: multipart/related; type="text/html"; boundary="b"', "", "--b", `Content-Type: ${type}`,
                `Content-Transfer-Encoding: ${form}`, "Content-Location: http://example.org/a.html", "", page, "--b--", ""].join("\r\n");
            let shown;
            try {
                shown = convert(file, { parseDOM: (html) => new JSDOM(html) }).window.document.body.textContent.trim();
            } catch (error) {
                shown = `error: ${error.message}`;
            }
            console.log(type, form, charset, "→", shown);
        }
JS
node run.cjs >found
cat found
cat >recorded <<'TXT'
text/html quoted-printable utf-8 → 通知
text/html base64 utf-8 → PG1ldGEgY2hhcnNldD11dGYtOD48cD7pgJrnn6U8L3A+
text/html; charset=utf-8 quoted-printable utf-8 → error: Index not found; Line 8
text/html; charset=utf-8 base64 utf-8 → error: Index not found; Line 8
text/html quoted-printable gbk → error: Unexpected EOF
text/html base64 gbk → PG1ldGEgY2hhcnNldD1nYms+PHA+zajWqjwvcD4=
text/html; charset=gbk quoted-printable gbk → error: Index not found; Line 8
text/html; charset=gbk base64 gbk → error: Index not found; Line 8
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
