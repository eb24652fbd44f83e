#!/bin/sh
# jsonld 9.0.0 (npm; jsonld.js, a common processor of JSON-LD in JavaScript), toRDF: everything that a description says about a file with a space in
# its name is missing from the graph, and so is the link to the file, without an error.
#
#   input     a notice with hasPart 附件/名 单.pdf, its name and its type, as JSON-LD; the same with 附件/名单.pdf and with 附件/名%20单.pdf; toRDF to N-Quads
#   expected  three statements in each case, or an error that names the address: the JSON-LD of a page is written by templates, from file names
#   found     no statement for the name with a space, an empty string as the result; three for the others; an error only with the option safe
#
# By the algorithm of JSON-LD 1.1, a statement whose subject is no valid IRI is left out. A catalogue that is checked by counting its files has fewer,
# and a validator finds nothing to complain about. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund jsonld@9.0.0
cat >run.mjs <<'JS'
import jsonld from "jsonld";
for (const file of ["附件/名单.pdf", "附件/名 单.pdf", "附件/名%20单.pdf"]) {
  const page = {
    "@context": { "@vocab": "http://schema.org/" },
    "@id": "http://example.org/1",
    hasPart: { "@id": file, name: "名单", encodingFormat: "application/pdf" },
  };
  const options = { base: "http://example.org/", format: "application/n-quads" };
  const count = (text) => text.split("\n").filter(Boolean).length;
  const safe = await jsonld.toRDF(page, { ...options, safe: true }).then(count, (error) => error.message);
  console.log(`${file}: ${count(await jsonld.toRDF(page, options))} statements; safe: ${safe}`);
}
JS
node run.mjs >found
cat found
cat >recorded <<'TXT'
附件/名单.pdf: 3 statements; safe: 3
附件/名 单.pdf: 0 statements; safe: Safe mode validation error.
附件/名%20单.pdf: 3 statements; safe: 3
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
