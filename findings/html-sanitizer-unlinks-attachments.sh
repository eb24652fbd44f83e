#!/bin/sh
# html-sanitizer 2.7.0 (Python, which cleans pasted HTML, used with Django), with its defaults: a link to a file beside the page leads to the top of
# the page. The cells of a table become one number.
#
#   input     <a href="x">名单</a> with 附件/名单.pdf, list.pdf and ./list.pdf for x, and beside them /附件/list.pdf and http://example.org/附件/名单.pdf; a table
#             of one row with 甲局, 12 and 13
#   expected  the same addresses: a relative address cannot do harm, and the package keeps those that begin with a slash; 甲局 12 13, with anything
#             between them
#   found     <a href="#">名单</a> for the first three; 甲局1213
#
# The link is still blue, and a checker of dead links takes # for a link to the page itself. A notice whose annex cannot be opened was not published
# as a whole. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install html-sanitizer==2.7.0
cat >run.py <<'PY'
from html_sanitizer import Sanitizer

clean = Sanitizer().sanitize
for address in ["附件/名单.pdf", "list.pdf", "./list.pdf", "/附件/list.pdf", "http://example.org/附件/名单.pdf"]:
    print(address, "→", clean(f'<a href="{address}">名单</a>'))
print(clean("<table><tr><td>甲局</td><td>12</td><td>13</td></tr></table>"))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
附件/名单.pdf → <a href="#">名单</a>
list.pdf → <a href="#">名单</a>
./list.pdf → <a href="#">名单</a>
/附件/list.pdf → <a href="/%E9%99%84%E4%BB%B6/list.pdf">名单</a>
http://example.org/附件/名单.pdf → <a href="http://example.org/%E9%99%84%E4%BB%B6/%E5%90%8D%E5%8D%95.pdf">名单</a>
甲局1213
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
