#!/bin/sh
# turndown 7.2.5, node-html-markdown 2.0.0 (npm), markdownify 1.2.3, html2text 2025.4.15 and MarkItDown 0.1.9 (Python): a superscript digit becomes
# part of the number before it, so 10³ becomes 103, and article 3 with note 1 becomes article 31.
#
#   input     投资10<sup>3</sup>万元，见第3<sup>1</sup>条
#   expected  <sup>3</sup>, which Markdown allows, or ^3^, as pandoc writes it, or a blank; without anything between them, the digits are another
#             number
#   found     投资103万元，见第31条 in all five
#
# Reports and statistics have many marks of notes and powers, and the resulting number looks right. Needs npm, python3 with venv, and a network
# connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund turndown@7.2.5 node-html-markdown@2.0.0
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install markdownify==1.2.3 html2text==2025.4.15 markitdown==0.1.9
cat >run.mjs <<'JS'
import { NodeHtmlMarkdown } from "node-html-markdown";
import Turndown from "turndown";
const html = process.argv[2];
console.log("turndown:", new Turndown().turndown(html));
console.log("node-html-markdown:", NodeHtmlMarkdown.translate(html));
JS
cat >run.py <<'PY'
import io
import sys

import html2text
import markdownify
from markitdown import MarkItDown

html = sys.argv[1]
print("markdownify:", markdownify.markdownify(html).strip())
print("html2text:", html2text.html2text(html).strip())
print("MarkItDown:", MarkItDown().convert_stream(io.BytesIO(f'<meta charset="utf-8"><body>{html}</body>'.encode()), file_extension=".html").text_content)
PY
html='<p>投资10<sup>3</sup>万元，见第3<sup>1</sup>条</p>'
{ node run.mjs "$html" && env/bin/python run.py "$html" 2>log; } >found
cat found
cat >recorded <<'TXT'
turndown: 投资103万元，见第31条
node-html-markdown: 投资103万元，见第31条
markdownify: 投资103万元，见第31条
html2text: 投资103万元，见第31条
MarkItDown: 投资103万元，见第31条
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
