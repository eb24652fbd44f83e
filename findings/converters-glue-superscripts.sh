#!/bin/sh
# turndown 7.2.5, markdownify 1.2.3 and html2text 2025.4.15: a power or the mark of a note becomes digits of the number before it.
#
#   input     <p>补助标准为每亩500<sup>2</sup>元，总投资3×10<sup>4</sup>元。</p>   (the 2 marks a note)
#   expected  <sup> kept as HTML, as pandoc 3.9 keeps it in gfm, or the marks parted from the number
#   found     补助标准为每亩5002元，总投资3×104元。
#
# All three keep unknown elements as text, which is announced; that amounts change is not. Nothing in the result shows where it happened. markdownify has
# an option for the mark, which is empty. The script needs npm, python3 with venv, and a connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund turndown@7.2.5
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install markdownify==1.2.3 html2text==2025.4.15 pypandoc-binary==1.17

cat >run.mjs <<'JS'
import Turndown from "turndown";
console.log("turndown:", new Turndown().turndown(process.argv[2]));
JS
cat >run.py <<'PY'
import sys
import html2text
import markdownify
import pypandoc
print("markdownify:", markdownify.markdownify(sys.argv[1]).strip())
print("html2text:", html2text.html2text(sys.argv[1]).strip())
print("pandoc:", pypandoc.convert_text(sys.argv[1], "gfm", format="html").strip())
PY
text='<p>补助标准为每亩500<sup>2</sup>元，总投资3×10<sup>4</sup>元。</p>'
node run.mjs "$text" >found
env/bin/python run.py "$text" >>found
cat found
cat >recorded <<'END'
turndown: 补助标准为每亩5002元，总投资3×104元。
markdownify: 补助标准为每亩5002元，总投资3×104元。
html2text: 补助标准为每亩5002元，总投资3×104元。
pandoc: 补助标准为每亩500<sup>2</sup>元，总投资3×10<sup>4</sup>元。
END
diff recorded found || { echo "another behaviour than recorded" && exit 1; }
