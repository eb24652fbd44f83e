#!/bin/sh
# markdown-it 15.0.3 with linkify (linkify-it 6.1.0): a mail address directly after a Chinese mark is no link, though a web address after it is.
#
#   input     邮箱：zfxx@example.gov.cn   （zfxx@example.gov.cn）   (zfxx@example.gov.cn)   网址：http://www.example.gov.cn/
#   expected  four links: the package is described as having full Unicode support, and knows ： and （ as marks before a web address
#   found     links for the third and the fourth only
#
# 邮箱： without a blank is how each contact line of an annual report is written. Whoever tries the option with a web address or with an English line
# sees it work. The script runs the package without mulu, and fails when the behaviour is another.
# It needs npm and a connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund markdown-it@15.0.3 linkify-it@6.1.0

cat >run.mjs <<'JS'
import MarkdownIt from "markdown-it";
const md = new MarkdownIt({ linkify: true });
for (const text of ["邮箱：zfxx@example.gov.cn", "（zfxx@example.gov.cn）", "(zfxx@example.gov.cn)", "网址：http://www.example.gov.cn/"]) {
  console.log(md.renderInline(text));
}
JS
node run.mjs >found
cat found
cat >recorded <<'END'
邮箱：zfxx@example.gov.cn
（zfxx@example.gov.cn）
(<a href="mailto:zfxx@example.gov.cn">zfxx@example.gov.cn</a>)
网址：<a href="http://www.example.gov.cn/">http://www.example.gov.cn/</a>
END
diff recorded found || { echo "another behaviour than recorded" && exit 1; }
