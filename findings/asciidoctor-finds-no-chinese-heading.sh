#!/bin/sh
# Asciidoctor 2.0.18 (Debian 12, 2.0.18-2): a reference to a heading by its title leads nowhere if the title is in Chinese, but works in English.
#
#   input     <<附则>>, <<二、附则>> and <<General Rules>> in a document with these headings; asciidoctor -e -o -
#   expected  the address of the heading, with its title as the text of the link, for all three: the manual calls this a natural cross reference
#   found     a link to #附则 and #二、附则, while the headings have the ids _附则 and _二附则; General Rules is right; no warning and exit status 0
#
# The program takes a reference for a title only if it contains a space or a capital letter, and Chinese has neither. 附则 with a space in it would be
# found. The page shows [附则] in brackets, a link on which nothing happens. Needs asciidoctor.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export LC_ALL=C.UTF-8
cat >rules.adoc <<'ADOC'
== General Rules

<<附则>>, <<二、附则>>, <<General Rules>>, <<附 则>>

== 附则

== 二、附则

== 附 则
ADOC
asciidoctor -e -o - rules.adoc >page.html 2>warnings
grep -oE 'id="[^"]*"|<a [^>]*>[^<]*' page.html >found
echo "warnings: $(wc -l <warnings | tr -d ' ')" >>found
cat found
cat >recorded <<'TXT'
id="_general_rules"
<a href="#附则">[附则]
<a href="#二、附则">[二、附则]
<a href="#_general_rules">General Rules
<a href="#_附_则">附 则
id="_附则"
id="_二附则"
id="_附_则"
warnings: 0
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
