"""Checks the SARIF report of `mulu check` with another program's validator.

    python sarif.py MULU

For the objects that mulu writes, the schema below has the requirements of the schema of SARIF 2.1.0: properties, types, limits and
words. The schema must refuse a report with one deviation from the standard.
"""

import copy
import json
import pathlib
import subprocess
import sys
import tempfile

import jsonschema


def thing(required, properties):
    return {"type": "object", "required": required, "properties": properties, "additionalProperties": False}


def of(name):
    return {"$ref": f"#/$defs/{name}"}


def list_of(name, **more):
    return {"type": "array", "items": of(name), **more}


def at_least(least):
    return {"type": "integer", "minimum": least}


TEXT = {"type": "string"}
TEXTS = {"type": "object", "additionalProperties": TEXT}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
SCHEMA = thing(
    ["version", "runs"],
    {"$schema": {"type": "string", "format": "uri"}, "version": {"const": "2.1.0"}, "runs": list_of("run")},
)
SCHEMA["$defs"] = {
    "run": thing(
        ["tool"],
        {
            "tool": thing(["driver"], {"driver": of("component")}),
            "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
            "originalUriBaseIds": {"type": "object", "additionalProperties": of("file")},
            "results": list_of("result"),
        },
    ),
    "component": thing(["name"], {"name": TEXT, "version": TEXT, "rules": list_of("rule", uniqueItems=True)}),
    "rule": thing(
        ["id"],
        {
            "id": TEXT,
            "shortDescription": of("message"),
            "help": of("message"),
            "defaultConfiguration": thing([], {"level": LEVEL}),
        },
    ),
    "message": thing(["text"], {"text": TEXT}),
    "result": thing(
        ["message"],
        {
            "ruleId": TEXT,
            "ruleIndex": at_least(-1),
            "level": LEVEL,
            "message": of("message"),
            "partialFingerprints": TEXTS,
            "locations": list_of("location"),
            "relatedLocations": list_of("location", uniqueItems=True),
        },
    ),
    "location": thing([], {"physicalLocation": thing(["artifactLocation"], {"artifactLocation": of("file"), "region": of("region")})}),
    "file": thing([], {"uri": {"type": "string", "format": "uri-reference"}, "uriBaseId": TEXT, "description": of("message")}),
    "region": thing(
        ["startLine"],
        {"startLine": at_least(1), "startColumn": at_least(1), "endColumn": at_least(1), "snippet": thing([], {"text": TEXT})},
    ),
}
# findings of every shape: with a place, about a file, about the site, with further places, and in a
# file whose name needs escaping
HEAD = "---\ntitle: 关于N/2024-1的通知\nindex_number: N/2024-1\ndate_created: 2024-03-01\n"
SITE = {
    "mulu.yaml": "title: 目录\nagency: {name: 甲局}\ncolumns: [{name: 甲, path: a}]\n",
    "content/a/1.md": HEAD + "文号：甲发[2024]1号\n---\n\n正文，关健 13800138000。\n",
    "content/a/2 号 #%.md": HEAD + "---\n\n正文 [断](没有.md)。\n",
    "content/a/多余 的.docx": "x",
    "content/b.md": "没有文件信息",
}


def report(lang):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in SITE.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        command = [sys.argv[1], "-r", folder, "--lang", lang, "--as-of", "2026-12-01", "check", "--format", "sarif"]
        done = subprocess.run(command, capture_output=True)
    assert done.returncode == 1, done
    return json.loads(done.stdout)


def changed(report, path, value):
    report = copy.deepcopy(report)
    inside = report
    for key in path[:-1]:
        inside = inside[key]
    assert path[-1] in inside or isinstance(inside, list), path
    inside[path[-1]] = value
    return report


def main():
    # a format is asserted only if its checker is installed
    assert {"uri", "uri-reference"} <= jsonschema.Draft202012Validator.FORMAT_CHECKER.checkers.keys()
    validator = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)
    faults = []
    for lang in ("zh", "en"):
        right = report(lang)
        faults += [f"{lang}: {fault.json_path}: {fault.message}" for fault in validator.iter_errors(right)]
    results = right["runs"][0]["results"]
    n = next(i for i, r in enumerate(results) if r.get("locations") and "region" in r["locations"][0]["physicalLocation"])
    result = ("runs", 0, "results", n)
    place = (*result, "locations", 0, "physicalLocation")
    for path, value in [
        (("version",), "2.0.0"),
        ((*result, "level"), "hint"),
        (("runs", 0, "columnKind"), "bytes"),
        ((*result, "message"), "text"),
        ((*place, "region", "startLine"), 0),
        ((*place, "artifactLocation", "uri"), "a b.md"),
        ((*place, "region"), {"line": 1}),
    ]:
        if validator.is_valid(changed(right, path, value)):
            faults.append(f"taken: {path} = {value!r}")
    for fault in faults:
        print(fault)
    print(f"{len(results)} findings")
    if faults:
        sys.exit(1)


main()
