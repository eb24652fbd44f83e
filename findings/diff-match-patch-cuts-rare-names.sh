#!/bin/sh
# diff-match-patch 1.0.5 and diff-match-patch-es 2.0.1 (npm): if one rare character of a name is replaced by another, the comparison cuts both
# characters in half, and the patch cannot be written.
#
#   input     任命李𬭎为科长 and 任命李𬭊为科长 (U+2CB4E and U+2CB4A, both in the official table of characters for names); the HTML of the differences, the text
#             of the patch
#   expected  李, 𬭎 deleted, 𬭊 inserted, as jsdiff 9.0.0 shows it; a patch
#   found     half a character before the mark and halves inside it, which browsers show as question marks; "URI malformed" instead of the patch
#
# The package compares UTF-16 units, and the first unit of the two characters is the same. Common characters have one unit, so they are compared
# correctly. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund diff-match-patch@1.0.5 diff-match-patch-es@2.0.1 diff@9.0.0
cat >run.mjs <<'JS'
import { diffChars } from "diff";
import Classic from "diff-match-patch";
import * as modern from "diff-match-patch-es";
const [before, after] = ["任命李𬭎为科长", "任命李𬭊为科长"];
const classic = new Classic();
const whole = (text) => attempt(() => encodeURI(text)) !== "URI malformed";
const marks = (parts) => parts.map(([kind, text]) => "-=+"[kind + 1] + (whole(text) ? text : "(with half a character)")).join(" ");
function attempt(make) {
    try {
        return make();
    } catch (error) {
        return error.message;
    }
}
console.log("jsdiff:", diffChars(before, after).map((part) => (part.added ? "+" : part.removed ? "-" : "=") + part.value).join(" "));
console.log("diff-match-patch:", marks(classic.diff_main(before, after)), "| patch:", attempt(() => classic.patch_toText(classic.patch_make(before, after))));
console.log("diff-match-patch-es:", marks(modern.diff(before, after)), "| patch:", attempt(() => modern.patchToText(modern.patchMake(before, after))));
JS
node run.mjs >found
cat found
cat >recorded <<'TXT'
jsdiff: =任命李 -𬭎 +𬭊 =为科长
diff-match-patch: =(with half a character) -(with half a character) +(with half a character) =为科长 | patch: URI malformed
diff-match-patch-es: =(with half a character) -(with half a character) +(with half a character) =为科长 | patch: URI malformed
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
