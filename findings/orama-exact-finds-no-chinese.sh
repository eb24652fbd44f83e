#!/bin/sh
# @orama/orama 3.1.18 with its tokenizer for Chinese (@orama/tokenizers 3.1.18/mandarin): the option `exact: true` finds no Chinese text at all, not
# even a record that consists only of the word.
#
#   input     the records 公开, 甲县 政府信息公开办法 and public notice; the queries 公开, 甲县 and public, first plain, then with exact
#   expected  with exact: 公开 finds its record (or both), 甲县 finds its own, public finds its own
#   found     public 1; 公开 0; 甲县 0, although the plain queries find 2 and 1
#
# An office that looks up titles and numbers would choose "exact", and the false answer "nothing" looks final. After the index has answered, the
# program tests each hit again with the word boundary of a regular expression, which knows only ASCII letters. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @orama/orama@3.1.18 @orama/tokenizers@3.1.18
cat >run.mjs <<'JS'
import { create, insert, search } from "@orama/orama";
import { createTokenizer } from "@orama/tokenizers/mandarin";
const index = await create({ schema: { text: "string" }, components: { tokenizer: createTokenizer() } });
for (const text of ["公开", "甲县 政府信息公开办法", "public notice"]) await insert(index, { text });
for (const term of ["公开", "甲县", "public"]) {
    const plain = await search(index, { term });
    const exact = await search(index, { term, exact: true });
    console.log(`${term}: ${plain.count}, exact ${exact.count}`);
}
JS
node run.mjs >found
cat found
printf '公开: 2, exact 0\n甲县: 1, exact 0\npublic: 1, exact 1\n' >recorded
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
