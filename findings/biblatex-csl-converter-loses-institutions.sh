#!/bin/sh
# biblatex-csl-converter 3.2.2 (npm): from BibLaTeX to CSL, the institution of reports and theses disappears, and the issue of a journal becomes the
# number of a book series.
#
#   input     @article with volume 12 and number 3, @report with the institution 某研究院 and number 18, @thesis with the institution 某大学; parse, then
#             CSLExporter
#   expected  issue 3; publisher 某研究院 and number 18; publisher 某大学, since CSL names the institution of both kinds publisher
#   found     collection-number 3 and 18, which citation styles print as the number in a series; no publisher and no other field with the names; no
#             error or warning. The type of @article is article, the type of preprints, not article-journal
#
# By GB/T 7714 the issue stands after the volume, as 12(3), and the institution is a required part of a report. Both are missing in each entry that is
# made from such data. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund biblatex-csl-converter@3.2.2
cat >run.mjs <<'JS'
import { CSLExporter, parse } from "biblatex-csl-converter";
const read = parse(`@article{a, author={某甲}, title={文}, journaltitle={某学刊}, date={2024}, volume={12}, number={3}, pages={12--18}}
@report{b, title={报告}, author={某乙}, date={2024}, institution={某研究院}, type={报告}, number={18}}
@thesis{c, title={论文}, author={某丙}, date={2024}, institution={某大学}, type={phdthesis}}`);
console.log("errors", read.errors.length, "warnings", read.warnings.length);
for (const entry of Object.values(new CSLExporter(read.entries).parse()))
    console.log(JSON.stringify(entry));
JS
node run.mjs >found
cat found
cat >recorded <<'TXT'
errors 0 warnings 0
{"issued":{"date-parts":[[2024]]},"author":[{"literal":"某甲"}],"title":"文","container-title":"某学刊","volume":"12","collection-number":"3","page":"12-18","type":"article","id":"1"}
{"issued":{"date-parts":[[2024]]},"title":"报告","author":[{"literal":"某乙"}],"collection-number":"18","type":"report","id":"2"}
{"issued":{"date-parts":[[2024]]},"title":"论文","author":[{"literal":"某丙"}],"type":"thesis","id":"3"}
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
