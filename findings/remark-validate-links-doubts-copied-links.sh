#!/bin/sh
# remark-validate-links 13.1.0 (npm): it reports a link to a Chinese heading as dead if the link is percent-encoded, as every browser copies it; the
# same link in Chinese characters is right for it.
#
#   input     the heading （一）办法 and the links #一办法 and #%E4%B8%80%E5%8A%9E%E6%B3%95; a link to the file 名单.md, also percent-encoded
#   expected  no warning: both links name the same heading by RFC 3986, and GitHub and all browsers follow both
#   found     "Cannot find heading for #%e4%b8%80…" in small letters; both links to the file are right
#
# Who copies the address of a heading from the browser gets a warning for a link that works, and a check in CI fails. The script runs the package
# without mulu and fails if the behaviour changes. It needs git, npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
git init -q .
git remote add origin https://example.org/a/b.git
npm init -y >/dev/null
npm install --silent --no-audit --no-fund remark-cli@12.0.1 remark-validate-links@13.1.0
cat >a.md <<'MD'
## （一）办法

[a](#一办法) [b](#%E4%B8%80%E5%8A%9E%E6%B3%95) [c](名单.md) [d](%E5%90%8D%E5%8D%95.md) [e](#二办法)
MD
echo '# 名单' >名单.md
npx remark --no-color --use remark-validate-links --no-stdout a.md 2>&1 | grep -o 'Cannot find [^;]*`' >found || true
cat found
cat >recorded <<'TXT'
Cannot find heading for `#%e4%b8%80%e5%8a%9e%e6%b3%95`
Cannot find heading for `#二办法`
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
