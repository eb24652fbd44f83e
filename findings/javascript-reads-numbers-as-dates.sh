#!/bin/sh
# Date.parse in V8 (Node 20 and Chromium 156): numbers of documents that begin with Chinese characters are valid dates.
#
#   input     甲办-2024-00012   附件-2024   表-12
#   expected  not a number: no date in any language, and 甲办2024-12 without the first hyphen is none
#   found     1 December 2024, 1 January 2024, 1 December 2001
#
# Table sorters, charts and readers of spreadsheets find columns of dates by asking whether Date.parse gives a number. A column of index numbers of this
# form passes, is sorted by "day" with ties, and 甲办-2024-00013 next to 甲办-2024-00012 fails, since there is no 13th month. The script needs node.

set -eu
node -e '
for (const text of ["甲办-2024-00012", "甲办-2024-00013", "甲办2024-12", "附件-2024", "表-12", "第12号"]) {
    const date = new Date(text);
    console.log(text + ":", isNaN(date) ? "none" : [date.getFullYear(), date.getMonth() + 1, date.getDate()].join(" "));
}' >"${TMPDIR:-/tmp}/found.$$"
trap 'rm -f "${TMPDIR:-/tmp}/found.$$"' EXIT
cat "${TMPDIR:-/tmp}/found.$$"
diff - "${TMPDIR:-/tmp}/found.$$" <<'END' || { echo "another behaviour than recorded" && exit 1; }
甲办-2024-00012: 2024 12 1
甲办-2024-00013: none
甲办2024-12: none
附件-2024: 2024 1 1
表-12: 2001 12 1
第12号: none
END
