#!/bin/sh
# marcjs 3.0.2 (npm, records of libraries): the text that it writes as ISO 2709 is read back as nonsense, without an error. The same bytes as a Buffer
# are read correctly.
#
#   input     a record of three fields, with the title 甲市公报; Marc.format(record, "iso2709"), which gives a string; Marc.parse of this string, and of
#             its bytes
#   expected  the record in both cases, or an error for the string
#   found     from the string: seven fields whose tag is the whole record, all with its two subfields; from the bytes: 001, 200, 210
#
# The package cuts the record with toString(code, from, to), which is a function of a Buffer; that of a string ignores its arguments and gives the
# whole text. A catalogue that passes through a string once has the right number of records, each with wrong fields. Needs npm and a network
# connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund marcjs@3.0.2
cat >run.mjs <<'JS'
import marcjs from "marcjs";
const { Marc, Record } = marcjs;
const record = new Record();
record.leader = "00000nam0 2200000   450 ";
record.append(["001", "012024000001"], ["200", "1 ", "a", "甲市公报"], ["210", "  ", "c", "甲社"]);
const written = Marc.format(record, "iso2709");
for (const [name, data] of [["string", written], ["bytes", Buffer.from(written)]])
  for (const [tag, , ...rest] of Marc.parse(data, "iso2709").fields)
    console.log(`${name}: tag of ${tag.length} characters${tag === written ? ", the whole record" : ", " + tag}; ${rest.length / 2} subfields`);
JS
node run.mjs >found
cat found
cat >recorded <<'TXT'
string: tag of 91 characters, the whole record; 2 subfields
string: tag of 91 characters, the whole record; 2 subfields
string: tag of 91 characters, the whole record; 2 subfields
string: tag of 91 characters, the whole record; 2 subfields
string: tag of 91 characters, the whole record; 2 subfields
string: tag of 91 characters, the whole record; 2 subfields
string: tag of 91 characters, the whole record; 2 subfields
bytes: tag of 3 characters, 001; 0 subfields
bytes: tag of 3 characters, 200; 1 subfields
bytes: tag of 3 characters, 210; 1 subfields
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
