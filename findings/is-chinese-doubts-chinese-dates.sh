#!/bin/sh
# is-chinese 2.0.0 and contains-chinese 1.0.0 (npm), which say whether a text is Chinese: the first denies it for the date of an official document,
# the second for a rare character of a name.
#
#   input     二〇二四年六月十八日, 二零二四年六月十八日, 买买提·艾力, 《办法》 and 𬱖 (U+2CC56, in the official table of characters for names)
#   expected  true for all: 〇 (U+3007) is the official zero of dates, and Unicode gives both 〇 and 𬱖 the script Han
#   found     is-chinese: false for the date with 〇, but true for the same date with 零; contains-chinese: false for 𬱖
#
# A form or an importer that chooses the language with such a function treats a document by its date as English. The script runs the packages without
# mulu and fails if the behaviour changes. It needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund is-chinese@2.0.0 contains-chinese@1.0.0
cat >run.cjs <<'JS'
const [one, two] = ["is-chinese", "contains-chinese"].map((name) => require(name)).map((loaded) => loaded.default ?? loaded);
for (const text of ["二〇二四年六月十八日", "二零二四年六月十八日", "买买提·艾力", "《办法》", "𬱖"])
    console.log(text, one(text), two(text), /^[\p{scx=Han}·]+$/u.test(text));
JS
node run.cjs >found
cat found
cat >recorded <<'TXT'
二〇二四年六月十八日 false true true
二零二四年六月十八日 true true true
买买提·艾力 true true true
《办法》 true true true
𬱖 true false true
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
