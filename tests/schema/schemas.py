"""Checks the JSON Schemas that `mulu schema` prints with another program's validator.

    python schemas.py MULU

Run in the repository. The demonstration must be valid, and for each pair below the first text must
be valid and the second must not.
"""

import json
import pathlib
import re
import subprocess
import sys

import jsonschema
import yaml

FRONT_MATTER = [
    ("标题: 甲", "标体: 甲"),
    ("title: 甲\n成文日期: 2024-06-18", "title: 甲\n成文日期: 2024.6.18"),
    ("title: 甲\n有效性: 已废止", "title: 甲\n有效性: 作废"),
    ("title: 甲\n废止: [甲发〔2024〕1号]", "title: 甲\n废止: [{number: 甲发〔2024〕1号}]"),
    ("title: 甲\n附件: [{文件: 表.docx}]", "title: 甲\n附件: [{标题: 表}]"),
    ("title: 甲\n草稿: 是", "title: 甲\n草稿: 也许"),
    ("title: 甲\n撤回: {date: 2024-06-18, 理由: 有误}", "title: 甲\n撤回: {date: 2024-06-18}"),
    ("title: 甲", "index_number: N/1"),
]
CONFIG = [
    ("title: 甲", "titel: 甲"),
    ("title: 甲\nchecks: {severity: {date-form: note}}", "title: 甲\nchecks: {severity: {missing-field: note}}"),
    (
        "title: 甲\ncolumns: [{name: 甲, path: a, children: [{name: 乙, path: b}]}]",
        "title: 甲\ncolumns: [{name: 甲, path: a, children: [{name: 乙, pfad: b}]}]",
    ),
    ("title: 甲\nchecks: {holidays: {2027: {off: [2027-01-01]}}}", "title: 甲\nchecks: {holidays: {2027: {free: []}}}"),
    ("title: 甲", "title: 甲\ncolumns: [{name: 甲}]"),
]


class Loader(yaml.SafeLoader):
    """YAML 1.2 as mulu reads it: a date is a text, and only true and false are truth values."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in resolvers if tag.rsplit(":", 1)[-1] in ("int", "float", "null")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


def read(text):
    """A text in YAML as JSON, with texts for keys."""

    def keys(value):
        if isinstance(value, dict):
            return {str(key): keys(one) for key, one in value.items()}
        return [keys(one) for one in value] if isinstance(value, list) else value

    return keys(yaml.load(text, Loader))


def schema(*of):
    printed = subprocess.run([sys.argv[1], "schema", *of], check=True, capture_output=True).stdout
    one = json.loads(printed)
    jsonschema.Draft7Validator.check_schema(one)
    return one


def main():
    front, config, both = schema("front-matter"), schema("config"), schema()
    of_both = {name: {**both, "$ref": f"#/$defs/{name}"} for name in ("front-matter", "config")}
    documents = sorted(pathlib.Path("content").rglob("*.md"))
    right = [("config", pathlib.Path("mulu.yaml").read_text(encoding="utf-8"))]
    right += [("front-matter", path.read_text(encoding="utf-8").split("---\n")[1]) for path in documents]
    right += [("front-matter", text) for text, _ in FRONT_MATTER] + [("config", text) for text, _ in CONFIG]
    wrong = [("front-matter", text) for _, text in FRONT_MATTER] + [("config", text) for _, text in CONFIG]
    faults = []
    for texts, is_right in ((right, True), (wrong, False)):
        for name, text in texts:
            for one in ({"front-matter": front, "config": config}[name], of_both[name]):
                if jsonschema.Draft7Validator(one).is_valid(read(text)) != is_right:
                    faults.append(f"{name}, {'refused' if is_right else 'taken'}: {text}")
    for fault in faults:
        print(fault)
    print(f"{len(documents)} documents, {len(right)} right and {len(wrong)} wrong texts")
    if faults or len(documents) <= 20:
        sys.exit(1)


main()
