#!/bin/sh
# commonmark 0.31.2 (npm, the reference implementation of CommonMark in JavaScript), markdown-it-py 4.3.0, Python-Markdown 3.11.3 and marko 2.2.4:
# they remove the two wide spaces at the beginning of a Chinese paragraph.
#
#   input     　　各县人民政府： (two U+3000 before it)
#   expected  <p>　　各县人民政府：</p>: by section 4.8 of CommonMark 0.31, "spaces or tabs" are stripped from a paragraph, and U+3000 is neither; cmarkgfm
#             2025.10.22 (GitHub), markdown-it 15.0.3, micromark 4.0.3 and mistune 3.4.0 keep the wide spaces
#   found     <p>各县人民政府：</p>
#
# Text copied from Word or a portal has this indent, and if the site's style sets no indent for the first line, it is the only one. A preview in one
# program and a site made by another then differ in every paragraph. Needs npm, python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund commonmark@0.31.2 markdown-it@15.0.3 micromark@4.0.3
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install markdown-it-py==4.3.0 Markdown==3.11.3 marko==2.2.4 cmarkgfm==2025.10.22 mistune==3.4.0
printf '\343\200\200\343\200\200各县人民政府：\n' >indent.md
cat >run.mjs <<'JS'
import { readFileSync } from "node:fs";
import * as commonmark from "commonmark";
import MarkdownIt from "markdown-it";
import { micromark } from "micromark";
const text = readFileSync("indent.md", "utf8");
const pages = {
    commonmark: new commonmark.HtmlRenderer().render(new commonmark.Parser().parse(text)),
    "markdown-it": new MarkdownIt().render(text),
    micromark: micromark(text),
};
for (const [name, page] of Object.entries(pages)) console.log(name, page.trim().replaceAll("\u3000", "_"));
JS
cat >run.py <<'PY'
import cmarkgfm
import markdown
import marko
import mistune
from markdown_it import MarkdownIt

text = open("indent.md", encoding="utf-8").read()
pages = {
    "markdown-it-py": MarkdownIt("commonmark").render(text),
    "Python-Markdown": markdown.markdown(text),
    "marko": marko.convert(text),
    "cmarkgfm": cmarkgfm.markdown_to_html(text),
    "mistune": mistune.html(text),
}
for name, page in pages.items():
    print(name, page.strip().replace("\u3000", "_"))
PY
node run.mjs >found
env/bin/python run.py >>found
cat found
cat >recorded <<'TXT'
commonmark <p>各县人民政府：</p>
markdown-it <p>__各县人民政府：</p>
micromark <p>__各县人民政府：</p>
markdown-it-py <p>各县人民政府：</p>
Python-Markdown <p>各县人民政府：</p>
marko <p>各县人民政府：</p>
cmarkgfm <p>__各县人民政府：</p>
mistune <p>__各县人民政府：</p>
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
