#!/bin/sh
# sort of GNU coreutils 9.1 with glibc 2.36 (Debian 12): in the locales zh_CN.UTF-8 and en_US.UTF-8, `sort -u` keeps only one of several lines that
# differ in a rare character alone.
#
#   input     李𬱖, 李𫖯 and 李𬀩, three persons on a line each, and 李某 and 李明 (U+2CC56, U+2B5AF, U+2C029); sort -u
#   expected  five lines: -u removes equal lines, and these are not equal; in the locale C.UTF-8, and for common characters, no line is lost
#   found     three lines; two of the persons are gone
#
# For -u, two lines are "equal" if the locale defines no order between them, and glibc's tables lack these characters. LC_ALL=C or sort | uniq keeps
# all lines. If repetitions are removed from a list of names, files or words in this way, entries are lost without a message. The script makes the
# locales in its own folder, runs the programs without mulu and fails if the behaviour changes. It needs the Debian package locales (localedef and its
# sources).

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir locales
for name in zh_CN en_US; do
    localedef -i "$name" -f UTF-8 "locales/$name.UTF-8"
done
printf '李𬱖\n李𫖯\n李𬀩\n李某\n李明\n' >names
for locale in zh_CN.UTF-8 en_US.UTF-8 C.UTF-8; do
    echo "$locale: sort -u $(LOCPATH="$work/locales" LC_ALL=$locale sort -u names | wc -l)," \
        "sort | uniq $(LOCPATH="$work/locales" LC_ALL=$locale sort names | LOCPATH="$work/locales" LC_ALL=$locale uniq | wc -l)"
done >found
cat found
cat >recorded <<'TXT'
zh_CN.UTF-8: sort -u 3, sort | uniq 5
en_US.UTF-8: sort -u 3, sort | uniq 5
C.UTF-8: sort -u 5, sort | uniq 5
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
