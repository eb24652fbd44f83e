#!/bin/sh
# readability-lxml 0.9 (Python): it removes tables, lists and sections of fewer than 25 characters from the middle of an article.
#
#   input     a notice of appointments: paragraphs, then a table 姓名 职务 张某 民政局局长, then 特此通知。
#   expected  the article with its table; menus and sharing buttons around it removed
#   found     the paragraphs and 特此通知。, no table; the same with <ul> and with a signature of two <p> in a <div>
#
# The limit suits English, in which 25 characters are four words; in Chinese they are two rows of a table. The same table in English stays. The
# removed part is what the notice is about, and the rest reads as if it were complete. @mozilla/readability 0.6.0 keeps the table. The script needs
# npm, python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @mozilla/readability@0.6.0 jsdom@26.1.0
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install readability-lxml==0.9

cat >run.py <<'PY'
import lxml.html
from readability import Document

paragraph = "<p>根据《中华人民共和国公务员法》和有关规定，经市人民政府研究，决定任免下列人员的职务，任职时间自发文之日起计算。</p>"
table = lambda a, b, c, d: f"<table><tr><td>{a}</td><td>{b}</td></tr><tr><td>{c}</td><td>{d}</td></tr></table>"
page = lambda part: f"<html><head><title>任免通知</title></head><body><div>{paragraph * 5}{part}<p>特此通知。</p></div></body></html>"
parts = {
    "table": table("姓名", "职务", "张某", "民政局局长"),
    "list": "<ul><li>张某任民政局局长</li></ul>",
    "signature": "<div><p>甲市人民政府</p><p>2024年6月18日</p></div>",
    "English table": table("Name", "Office", "A. Smith", "Head of the civil affairs bureau"),
}
for name, part in parts.items():
    article = lxml.html.fromstring(Document(page(part)).summary()).text_content()
    kept = lxml.html.fromstring(part).text_content() in article
    print(f"readability-lxml, {name}:", "kept" if kept else "cut out", "and the end kept" if "特此通知" in article else "")
open("a.html", "w", encoding="utf-8").write(page(parts["table"]))
PY
cat >run.mjs <<'JS'
import { readFileSync } from "fs";
import { Readability } from "@mozilla/readability";
import { JSDOM } from "jsdom";
const article = new Readability(new JSDOM(readFileSync("a.html", "utf8"), { url: "https://example.org/" }).window.document).parse();
console.log("@mozilla/readability, table:", article.textContent.includes("民政局局长") ? "kept" : "cut out");
JS
env/bin/python run.py >found
node run.mjs >>found
cat found
cat >recorded <<'END'
readability-lxml, table: cut out and the end kept
readability-lxml, list: cut out and the end kept
readability-lxml, signature: cut out and the end kept
readability-lxml, English table: kept and the end kept
@mozilla/readability, table: kept
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
