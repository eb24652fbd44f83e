#!/bin/sh
# markdown-it 15.0.3, marked 18.2.1, showdown 2.1.0 (npm), markdown-it-py 4.3.0, mistune 3.4.0, markdown2 2.5.5 and marko 2.2.4 (Python): they cut off
# the wide spaces that show the level of a row in a table.
#
#   input     a table of two columns; below 一、收入 the rows 　其中：税收 and 　　　增值税, indented with U+3000 as in budgets and accounts
#   expected  the wide spaces are kept: GFM trims only "spaces" around cells, which means U+0020, and treats U+3000 like any character; cmarkgfm
#             2025.10.22 (the code of GitHub), comrak 0.0.16 (Python), micromark 4.0.3 and Python-Markdown 3.11.3 keep them
#   found     none of the seven keeps them: all rows have the same level
#
# They trim with trim() or strip(), which remove every Unicode space. The table no longer shows which row is part of which, and a sum seems to count
# rows twice. On GitHub the table is right. Needs npm, python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund markdown-it@15.0.3 marked@18.2.1 showdown@2.1.0 micromark@4.0.3 micromark-extension-gfm@3.0.0
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install markdown-it-py==4.3.0 mistune==3.4.0 markdown2==2.5.5 marko==2.2.4 cmarkgfm==2025.10.22 comrak==0.0.16 \
    Markdown==3.11.3
printf '| 项目 | 金额 |\n|---|---|\n| 一、收入 | 12 |\n| \343\200\200其中：税收 | 8 |\n| \343\200\200\343\200\200\343\200\200增值税 | 5 |\n' >table.md
cat >run.mjs <<'JS'
import { readFileSync } from "node:fs";
import MarkdownIt from "markdown-it";
import { marked } from "marked";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import showdown from "showdown";
const text = readFileSync("table.md", "utf8");
const pages = {
    "markdown-it": new MarkdownIt().render(text),
    marked: marked(text),
    showdown: new showdown.Converter({ tables: true }).makeHtml(text),
    micromark: micromark(text, { extensions: [gfm()], htmlExtensions: [gfmHtml()] }),
};
for (const [name, page] of Object.entries(pages))
    console.log(name, [...page.matchAll(/<td>([^<]*[收税][^<]*)</g)].map(([, cell]) => cell.replaceAll("\u3000", "_")).join(" | "));
JS
cat >run.py <<'PY'
import re

import cmarkgfm
import comrak
import markdown
import markdown2
import mistune
from markdown_it import MarkdownIt
from marko.ext.gfm import gfm

text = open("table.md", encoding="utf-8").read()
tables = comrak.ExtensionOptions()
tables.table = True
pages = {
    "markdown-it-py": MarkdownIt("commonmark").enable("table").render(text),
    "mistune": mistune.create_markdown(plugins=["table"])(text),
    "markdown2": markdown2.markdown(text, extras=["tables"]),
    "marko": gfm(text),
    "cmarkgfm": cmarkgfm.github_flavored_markdown_to_html(text),
    "comrak": comrak.render_markdown(text, extension_options=tables),
    "Python-Markdown": markdown.markdown(text, extensions=["tables"]),
}
for name, page in pages.items():
    print(name, " | ".join(cell.replace("\u3000", "_") for cell in re.findall("<td>([^<]*[收税][^<]*)<", page)))
PY
node run.mjs >found
env/bin/python run.py >>found
cat found
cat >recorded <<'TXT'
markdown-it 一、收入 | 其中：税收 | 增值税
marked 一、收入 | 其中：税收 | 增值税
showdown 一、收入 | 其中：税收 | 增值税
micromark 一、收入 | _其中：税收 | ___增值税
markdown-it-py 一、收入 | 其中：税收 | 增值税
mistune 一、收入 | 其中：税收 | 增值税
markdown2 一、收入 | 其中：税收 | 增值税
marko 一、收入 | 其中：税收 | 增值税
cmarkgfm 一、收入 | _其中：税收 | ___增值税
comrak 一、收入 | _其中：税收 | ___增值税
Python-Markdown 一、收入 | _其中：税收 | ___增值税
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
