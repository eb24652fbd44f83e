#!/bin/sh
# word-extractor 1.0.4 (npm, the text of .doc and .docx files), with its defaults: Chinese quotation marks and dashes become the straight marks and
# hyphens of a typewriter, so a quoted title is no longer the title.
#
#   input     a .docx by python-docx 1.2.0 with 关于“三定”方案——甲市‘十四五’规划，第3–5条; getBody(), and getBody({ filterUnicode: false })
#   expected  the characters of the file: “ ” ‘ ’ and —— are the marks of GB/T 15834, and the file is in Unicode
#   found     关于"三定"方案--甲市'十四五'规划，第3-5条; with filterUnicode: false as in the file
#
# The filter is meant for English. A search for the title 关于“三定”方案 finds nothing, which end of a quotation is which is lost, and a comparison with the
# printed document marks every line. Needs npm, python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install python-docx==1.2.0
env/bin/python - <<'PY'
import docx

made = docx.Document()
made.add_paragraph("关于“三定”方案——甲市‘十四五’规划，第3–5条")
made.save("notice.docx")
PY
npm init -y >/dev/null
npm install --silent --no-audit --no-fund word-extractor@1.0.4
cat >run.mjs <<'JS'
import WordExtractor from "word-extractor";
const read = await new WordExtractor().extract("notice.docx");
console.log("default:", read.getBody().trim());
console.log("filterUnicode false:", read.getBody({ filterUnicode: false }).trim());
JS
node run.mjs >found
cat found
cat >recorded <<'TXT'
default: 关于"三定"方案--甲市'十四五'规划，第3-5条
filterUnicode false: 关于“三定”方案——甲市‘十四五’规划，第3–5条
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
