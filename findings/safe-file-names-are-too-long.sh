#!/bin/sh
# sanitize-filename 1.6.4 and filenamify 7.0.3 (npm), which are made to give safe file names: for a Chinese title of 100 characters, the first cuts
# the extension off, and Linux cannot store the name that the second gives.
#
#   input     a title of 100 Chinese characters with .pdf, a length that titles of notices reach; a name of 100 Latin letters with .pdf beside it
#   expected  a name that ends in .pdf and has at most 255 bytes: by its README, the first cuts at 255 bytes, and the second keeps the extension and
#             stops at 100, well within the limits of systems
#   found     sanitize-filename: 85 characters, 255 bytes, no .pdf; filenamify: 100 characters with .pdf, 292 bytes, and writing the file fails with
#             ENAMETOOLONG; both give a good name for the Latin letters
#
# One package counts bytes and ignores the extension; the other keeps the extension and counts characters. No program opens an attachment without
# .pdf; short test names show neither fault. Needs npm, Linux and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund sanitize-filename@1.6.4 filenamify@7.0.3
cat >run.mjs <<'JS'
import { writeFileSync } from "node:fs";
import filenamify from "filenamify";
import sanitize from "sanitize-filename";
for (const [kind, letter] of [["Latin", "x"], ["Chinese", "很"]])
    for (const [tool, make] of [["sanitize-filename", sanitize], ["filenamify", filenamify]]) {
        const name = make(letter.repeat(100) + ".pdf");
        let stored = "stored";
        try {
            writeFileSync(name, "");
        } catch (error) {
            stored = error.code;
        }
        console.log(kind, tool, name.endsWith(".pdf") ? ".pdf" : "no .pdf", [...name].length, Buffer.byteLength(name), stored);
    }
JS
node run.mjs >found
cat found
cat >recorded <<'TXT'
Latin sanitize-filename .pdf 104 104 stored
Latin filenamify .pdf 100 100 stored
Chinese sanitize-filename no .pdf 85 255 stored
Chinese filenamify .pdf 100 292 ENAMETOOLONG
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
