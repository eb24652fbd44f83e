#!/bin/sh
# @microsoft/recognizers-text-suite 1.3.1 (npm), culture zh-cn: it reads 2024年上半年 and 2024年下半年 both as the whole year 2024.
#
#   input     recognizeDateTime of 2024年上半年, 2024年下半年, 2024年第一季度, 2024年1—6月
#   expected  January to June, July to December, January to March, January to June; or no result
#   found     the whole year for both halves, although the recognised text includes the words 上半年 and 下半年; the quarter is right; for 2024年1—6月 the
#             whole year, and also a June without a year
#
# Plans, budgets and reports are dated by half-years. The text in the result includes the half, so a check of the recognised text finds no fault,
# although the period is twice as long. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @microsoft/recognizers-text-suite@1.3.1
cat >run.cjs <<'JS'
const { recognizeDateTime } = require("@microsoft/recognizers-text-suite");
for (const text of ["2024年上半年", "2024年下半年", "2024年第一季度", "2024年1—6月"]) {
  const found = recognizeDateTime(text, "zh-cn", undefined, new Date(2024, 9, 9));
  console.log(text, found.map((one) => `${one.text}: ${one.resolution.values.map((v) => `${v.start} to ${v.end}`).join(" or ")}`).join("; "));
}
JS
node run.cjs >found
cat found
cat >recorded <<'TXT'
2024年上半年 2024年上半年: 2024-01-01 to 2025-01-01
2024年下半年 2024年下半年: 2024-01-01 to 2025-01-01
2024年第一季度 2024年第一季度: 2024-01-01 to 2024-04-01
2024年1—6月 2024: 2024-01-01 to 2025-01-01; 6月: 2024-06-01 to 2024-07-01 or 2025-06-01 to 2025-07-01
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
