#!/bin/sh
# bibutils 7.2 (Debian 12, 7.2-2), which converts lists of references: of a BibTeX entry without blanks or line breaks after the commas, it reads the
# first field only. Title, office, number and year are missing from every result.
#
#   input     @techreport with author, title, institution, number and year, once with a blank after each comma, once without; bib2xml, then xml2ris
#   expected  the same record twice: in BibTeX, blanks between fields have no meaning
#   found     without blanks: the author alone, and an empty title in the XML; with blanks: all five; "Processed 1 references." in both cases
#
# Scripts that write a catalogue as BibTeX often write it in the shortest form. The count of entries is right, so a check by count finds nothing, and
# a list of a thousand documents becomes a list of a thousand offices. Needs bibutils.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
fields='author={{甲市人民政府}}, title={关于防汛的通知}, institution={甲市}, number={甲政发〔2024〕12号}, year={2024}'
echo "@techreport{a, $fields}" >blanks.bib
sed 's/, /,/g' blanks.bib >none.bib
for name in none blanks; do
    bib2xml $name.bib 2>messages >$name.xml
    echo "$name: $(xml2ris $name.xml 2>/dev/null | sed '1s/^\xef\xbb\xbf//' | tr -d '\r' | tr -s ' \n' '  ') | $(cat messages)"
done >found
cat found
cat >recorded <<'TXT'
none: TY - RPRT AU - 甲市人民政府 ID - a ER -  | bib2xml: Processed 1 references.
blanks: TY - RPRT AU - 甲市人民政府 PY - 2024 DA - 2024// TI - 关于防汛的通知 IS - 甲政发〔2024〕12号 PB - 甲市 ID - a ER -  | bib2xml: Processed 1 references.
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
