#!/bin/sh
# node-html-markdown 2.0.0, html-to-md 0.8.8 (npm) and markdownify 1.2.3 (Python): if the name of a file has a blank, the Markdown that they write has
# no link to the file.
#
#   input     <a href="附件/附件1 名单.pdf">名单</a>, as editors of portals write it and every browser follows it; the Markdown is read by markdown-it 15.0.3
#   expected  [名单](<附件/附件1 名单.pdf>), as turndown 7.2.5 writes it, or %20: by section 6.3 of CommonMark, a destination without <> has no blanks
#   found     [名单](附件/附件1 名单.pdf), which the reader shows as these characters
#
# Most annexes have names such as 附件1 名单.pdf, and the link to each of them is lost when pages are moved into a Markdown site. Needs npm, python3 with
# venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund node-html-markdown@2.0.0 html-to-md@0.8.8 turndown@7.2.5 markdown-it@15.0.3
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install markdownify==1.2.3
html='<p><a href="附件/附件1 名单.pdf">名单</a></p>'
env/bin/python -c 'import sys; from markdownify import markdownify; print(markdownify(sys.argv[1]).strip(), end="")' "$html" >markdownify.md
cat >run.mjs <<'JS'
import fs from "node:fs";
import htmlToMd from "html-to-md";
import MarkdownIt from "markdown-it";
import { NodeHtmlMarkdown } from "node-html-markdown";
import Turndown from "turndown";
const html = process.argv[2];
const texts = {
    "node-html-markdown": NodeHtmlMarkdown.translate(html),
    "html-to-md": (htmlToMd.default ?? htmlToMd)(html),
    markdownify: fs.readFileSync("markdownify.md", "utf8"),
    turndown: new Turndown().turndown(html),
};
for (const [name, text] of Object.entries(texts)) {
    const links = new MarkdownIt().render(text).match(/<a /g) ?? [];
    console.log(`${name}: ${text.trim()} | links: ${links.length}`);
}
JS
node run.mjs "$html" >found
cat found
cat >recorded <<'TXT'
node-html-markdown: [名单](附件/附件1 名单.pdf) | links: 0
html-to-md: [名单](附件/附件1 名单.pdf) | links: 0
markdownify: [名单](附件/附件1 名单.pdf) | links: 0
turndown: [名单](<附件/附件1 名单.pdf>) | links: 1
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
