#!/bin/sh
# rehype-remark 10.0.1 with remark-stringify 11.0.0: in the Markdown, it writes the Chinese character after bold as a character reference.
#
#   input     <p><strong>时间：</strong>六月十八日，<strong>地点：</strong>区政府。</p>
#   expected  **时间：**六月十八日，**地点：**区政府。   or a form with <strong>
#   found     **时间：**&#x516D;月十八日，**地点：**&#x533A;政府。
#
# The page looks right, and bold is kept. But somebody who edits the source reads &#x516D;月十八日 for 六月十八日, and a search of the sources for 六月十八日 or 区政府
# finds nothing. Editors based on remark write such references at every save. The script needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund unified@11.0.5 rehype-parse@9.0.1 rehype-remark@10.0.1 remark-stringify@11.0.0 mdast-util-to-markdown@2.1.2

cat >run.mjs <<'JS'
import { unified } from "unified";
import parse from "rehype-parse";
import toMarkdown from "rehype-remark";
import stringify from "remark-stringify";
const convert = (html) => String(unified().use(parse, { fragment: true }).use(toMarkdown).use(stringify).processSync(html)).trim();
console.log(convert("<p><strong>时间：</strong>六月十八日，<strong>地点：</strong>区政府。</p>"));
console.log(convert("<p><strong>时间</strong>：六月十八日，<strong>地点</strong>：区政府。</p>"));
console.log(convert("<p><strong>Date:</strong> 18 June, <strong>place:</strong> town hall.</p>"));
JS
node run.mjs >found
cat found
cat >recorded <<'END'
**时间：**&#x516D;月十八日，**地点：**&#x533A;政府。
**时间**：六月十八日，**地点**：区政府。
**Date:** 18 June, **place:** town hall.
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
