#!/bin/sh
# courlan 1.4.0 (Python), which trafilatura uses for its links: if the query of an address is in GBK, different addresses become the same address,
# which no server knows.
#
#   input     list.asp?lm=%D5%FE%B2%DF (政策 in GBK) and list.asp?lm=%B2%C6%D5%FE (财政), as portals without UTF-8 write them; clean_url, check_url
#   expected  two addresses with the same escapes, because only the server knows what an escape means; w3lib 2.5.0, yarl 1.25.1 and surt 0.3.1 keep
#             the escapes, and courlan itself keeps those in a path
#   found     list.asp?lm=%EF%BF%BD%EF%BF%BD%EF%BF%BD%EF%BF%BD for both
#
# The package decodes the query as UTF-8 and replaces invalid bytes, here each byte by U+FFFD. A crawl of an old portal fetches one column, at an
# address that lists nothing, and counts the other columns as visited. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install courlan==1.4.0 w3lib==2.5.0 yarl==1.25.1 surt==0.3.1
env/bin/python - >found <<'PY'
import courlan
import surt
import w3lib.url
import yarl

links = ["http://www.example.gov.cn/list.asp?lm=" + name for name in ["%D5%FE%B2%DF", "%B2%C6%D5%FE"]]
tools = {"courlan": courlan.clean_url, "w3lib": w3lib.url.canonicalize_url, "yarl": lambda link: str(yarl.URL(link)), "surt": surt.surt}
for name, tool in tools.items():
    print(name, *(tool(link).split("=")[-1] for link in links))
print("courlan, in a path", courlan.clean_url("http://www.example.gov.cn/%D5%FE%B2%DF/1.html"))
print("courlan, addresses left", len({courlan.check_url(link)[0] for link in links}))
PY
cat found
cat >recorded <<'TXT'
courlan %EF%BF%BD%EF%BF%BD%EF%BF%BD%EF%BF%BD %EF%BF%BD%EF%BF%BD%EF%BF%BD%EF%BF%BD
w3lib %D5%FE%B2%DF %B2%C6%D5%FE
yarl %D5%FE%B2%DF %B2%C6%D5%FE
surt %d5%fe%b2%df %b2%c6%d5%fe
courlan, in a path http://www.example.gov.cn/%D5%FE%B2%DF/1.html
courlan, addresses left 1
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
