#!/bin/sh
# rdflib 7.6.0 (Python): a date with a time zone loses the zone when it is read, so the graph that is written states less than the one that was read.
#
#   input     "2024-06-18+08:00"^^xsd:date in Turtle; parse, serialize to N-Triples; beside it xsd:dateTime and xsd:gYear with a zone
#   expected  the same literal: by XML Schema the zone belongs to the value; rdflib keeps the zone of a dateTime, and leaves a literal that it cannot
#             represent unchanged
#   found     "2024-06-18"^^xsd:date; dateTime and gYear are kept
#
# Two dates that differ only in their zones become equal, a signature or checksum over the triples fails, and a comparison of the harvested catalogue
# with its source reports every dated document as changed. rdflib.NORMALIZE_LITERALS = False prevents this. Needs python3 with venv, and a network
# connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install rdflib==7.6.0

cat >run.py <<'PY'
import rdflib

data = """@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<http://example.org/甲> <http://example.org/date> "2024-06-18+08:00"^^xsd:date ; <http://example.org/time> "2024-06-18T09:00:00+08:00"^^xsd:dateTime ;
    <http://example.org/year> "2024+08:00"^^xsd:gYear ."""
def written():
    return sorted(line.split(" ", 1)[1] for line in rdflib.Graph().parse(data=data, format="turtle").serialize(format="nt").splitlines() if line)
print(*written(), sep="\n")
rdflib.NORMALIZE_LITERALS = False
print("not normalised:", written()[0])
PY
env/bin/python run.py >found
cat found
cat >recorded <<'END'
<http://example.org/date> "2024-06-18"^^<http://www.w3.org/2001/XMLSchema#date> .
<http://example.org/time> "2024-06-18T09:00:00+08:00"^^<http://www.w3.org/2001/XMLSchema#dateTime> .
<http://example.org/year> "2024+08:00"^^<http://www.w3.org/2001/XMLSchema#gYear> .
not normalised: <http://example.org/date> "2024-06-18+08:00"^^<http://www.w3.org/2001/XMLSchema#date> .
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
