#!/bin/sh
# node-html-markdown 2.0.0 (npm): a numbered list that begins at three begins at one.
#
#   input     <ol><li>甲<li>乙</ol><p>说明。</p><ol start="3"><li>丙<li>丁</ol>
#   expected  1. 2. and, after the paragraph, 3. 4.: Markdown takes the number of the first item, and turndown 7.2.5 writes it
#   found     1. 2. and again 1. 2.
#
# Points with a paragraph between them are written with start in HTML. The text then refers to point 3, and there is none; nothing is missing otherwise.
# The script runs the packages without mulu, and fails when the behaviour is another. It needs npm and a connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund node-html-markdown@2.0.0 turndown@7.2.5

cat >run.mjs <<'JS'
import { NodeHtmlMarkdown } from "node-html-markdown";
import TurndownService from "turndown";
const html = '<ol><li>甲</li><li>乙</li></ol><p>说明。</p><ol start="3"><li>丙</li><li>丁</li></ol>';
const line = (text) => text.split(/\n+/).map((part) => part.replace(/\s+/g, " ").trim()).filter(Boolean).join(" | ");
console.log("node-html-markdown:", line(NodeHtmlMarkdown.translate(html)));
console.log("turndown:", line(new TurndownService().turndown(html)));
JS
node run.mjs >found
cat found
cat >recorded <<'END'
node-html-markdown: 1. 甲 | 2. 乙 | 说明。 | 1. 丙 | 2. 丁
turndown: 1. 甲 | 2. 乙 | 说明。 | 3. 丙 | 4. 丁
END
diff recorded found || { echo "another behaviour than recorded" && exit 1; }
