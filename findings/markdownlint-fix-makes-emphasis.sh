#!/bin/sh
# markdownlint-cli2 0.22.1 (markdownlint 0.40.0): --fix turns literal stars and blanks to be filled in into emphasis, so they disappear from the page.
#
#   input     面积为3 * 4 * 5立方米。      2024年 __ 月 __ 日      详见 https://example.gov.cn/a。
#   expected  unchanged, or a report: CommonMark treats a star between spaces as a literal star, and --fix is meant to change only the form
#   found     3 *4* 5                     2024年 __月__ 日          <https://example.gov.cn/a。>
#
# The rule "no spaces inside emphasis" (MD037) assumes emphasis where the page has none, and creates it. A product of three lengths loses its signs,
# and a date to be filled in loses its blanks. MD034 includes the full stop of the sentence in the address, so the link leads nowhere. The script
# needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund markdownlint-cli2@0.22.1 markdown-it@14.1.0

cat >a.md <<'END'
# 通知

面积为3 * 4 * 5立方米。

2024年 __ 月 __ 日

详见 https://example.gov.cn/a。
END
cat >run.mjs <<'JS'
import { readFileSync } from "fs";
import MarkdownIt from "markdown-it";
for (const block of readFileSync("a.md", "utf8").split("\n\n").slice(1))
    console.log(block.trim(), "|", MarkdownIt().render(block).trim());
JS
node run.mjs >found
npx markdownlint-cli2 --fix a.md >log 2>&1 || true
node run.mjs >>found
cat found
cat >recorded <<'END'
面积为3 * 4 * 5立方米。 | <p>面积为3 * 4 * 5立方米。</p>
2024年 __ 月 __ 日 | <p>2024年 __ 月 __ 日</p>
详见 https://example.gov.cn/a。 | <p>详见 https://example.gov.cn/a。</p>
面积为3 *4* 5立方米。 | <p>面积为3 <em>4</em> 5立方米。</p>
2024年 __月__ 日 | <p>2024年 <strong>月</strong> 日</p>
详见 <https://example.gov.cn/a。> | <p>详见 <a href="https://example.gov.cn/a%E3%80%82">https://example.gov.cn/a。</a></p>
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
