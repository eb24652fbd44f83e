#!/bin/sh
# sanitize-html 2.17.5 (npm), with its defaults: words that are marked as deleted become ordinary words next to their replacements, and merged cells
# fall apart.
#
#   input     罚款<del>五</del><ins>三</ins>万元; a table whose first row has 单位 over two rows and 金额 over two columns; a list that begins at 3
#   expected  the marks kept, as nh3 0.3.8 (Python) keeps them, because they can do no harm; or deleted words removed with their tag
#   found     罚款五三万元; 预算 and 决算 stand below 单位 and 金额; the list begins at 1
#
# A sanitiser removes scripts, so people look for scripts in its output. Its list has s, sup and table, but not del and ins; it has td without colspan
# and rowspan, and ol without start. Needs npm, python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund sanitize-html@2.17.5
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install nh3==0.3.8
cat >page.html <<'HTML'
<p>罚款<del>五</del><ins>三</ins>万元，<s>第三条</s></p><table><tbody><tr><td rowspan="2">单位</td><td colspan="2">金额</td></tr><tr><td>预算</td><td>决算</td></tr></tbody></table><ol start="3"><li>甲</li></ol>
HTML
cat >run.cjs <<'JS'
const { readFileSync } = require("node:fs");
console.log("sanitize-html:", require("sanitize-html")(readFileSync("page.html", "utf8")).trim());
JS
node run.cjs >found
env/bin/python -c 'import nh3; print("nh3:", nh3.clean(open("page.html", encoding="utf-8").read()).strip())' >>found
cat found
cat >recorded <<'TXT'
sanitize-html: <p>罚款五三万元，<s>第三条</s></p><table><tbody><tr><td>单位</td><td>金额</td></tr><tr><td>预算</td><td>决算</td></tr></tbody></table><ol><li>甲</li></ol>
nh3: <p>罚款<del>五</del><ins>三</ins>万元，<s>第三条</s></p><table><tbody><tr><td rowspan="2">单位</td><td colspan="2">金额</td></tr><tr><td>预算</td><td>决算</td></tr></tbody></table><ol start="3"><li>甲</li></ol>
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
