#!/bin/sh
# Pagefind 1.6.0 on a site in Chinese: in quotation marks (its sign for "exactly this phrase"), a document number, an index number and an article
# number find nothing, although the page has them. Without quotation marks, the same queries find the page.
#
#   input     a page that says 甲政发〔2024〕12号, 索引号 000014349/2024-00012, 第一百零一条 and 政府信息公开; each query plain and in quotation marks
#   expected  the page, eight times: the words of the phrase are next to each other on the page, in this order
#   found     the page for all plain queries, and for "信息公开"; nothing for "甲政发〔2024〕12号", "2024-00012" and "第一百零一条"
#
# Since 1.6, the index and queries are divided by the same rules. Phrases of plain words work, so users trust all phrases. Offices type mainly numbers
# in quotation marks, and then "nothing found" is false. The script runs Pagefind's indexer and its script for pages (in Node, with a document whose
# language is zh) without mulu and fails if the behaviour changes. It needs npm, node 20 with full ICU, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund pagefind@1.6.0
mkdir site
cat >site/index.html <<'HTML'
<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>关于印发政府信息公开办法的通知</title></head>
<body><main><h1>关于印发政府信息公开办法的通知</h1><p>甲政发〔2024〕12号</p><p>索引号 000014349/2024-00012</p>
<p>第一百零一条 本办法自印发之日起施行。</p></main></body></html>
HTML
npx pagefind --site site >log || { cat log && exit 1; }
cp site/pagefind/pagefind.js site/pagefind/run.mjs
cat >run.mjs <<'JS'
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
const server = createServer((request, answer) => {
    answer.end(readFileSync("site" + new URL(request.url, "http://x").pathname));
}).listen(0, "127.0.0.1", async () => {
    globalThis.window = { location: { origin: "http://page.example" } };
    globalThis.location = { href: "http://page.example/" };
    globalThis.document = { currentScript: null, querySelector: () => ({ getAttribute: () => "zh" }) };
    const pagefind = await import(process.cwd() + "/site/pagefind/run.mjs");
    await pagefind.options({ basePath: `http://127.0.0.1:${server.address().port}/pagefind/`, noWorker: true });
    for (const query of ["信息公开", "甲政发〔2024〕12号", "2024-00012", "第一百零一条"]) {
        const plain = await pagefind.search(query);
        const quoted = await pagefind.search(`"${query}"`);
        console.log(`${query}: ${plain.results.length}, in quotation marks ${quoted.results.length}`);
    }
    process.exit(0);
});
JS
node run.mjs >found
cat found
cat >recorded <<'TXT'
信息公开: 1, in quotation marks 1
甲政发〔2024〕12号: 1, in quotation marks 0
2024-00012: 1, in quotation marks 0
第一百零一条: 1, in quotation marks 0
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
