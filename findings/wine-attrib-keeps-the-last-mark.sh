#!/bin/sh
# Wine 8.0 (Debian 12, 8.0~repack-4): attrib with several marks sets the last one only.
#
#   input     attrib +R +S +H it.txt
#   expected  a file that is read-only, of the system, and hidden, as on Windows
#   found     a hidden file; with +S +H +R it is read-only and nothing else, and the exit code is 0 each time
#
# Thumbs.db and desktop.ini have two or three of these marks. A test under Wine that sets them in one call tests less than it says, and passes.
# Needs wine64.

set -eu
wine=$(command -v wine64 || echo /usr/lib/wine/wine64)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
WINEPREFIX=$work/prefix
WINEDEBUG=-all
export WINEPREFIX WINEDEBUG
"$wine" wineboot -i >/dev/null 2>&1
for marks in '+R +S +H' '+S +H +R'; do
    rm -f it.txt
    echo x >it.txt
    # shellcheck disable=SC2086
    "$wine" attrib $marks it.txt
    printf '%s: %s\n' "$marks" "$("$wine" attrib it.txt | cut -c 1-12 | tr -d ' \r')"
done >found
cat found
printf '+R +S +H: AH\n+S +H +R: AR\n' >recorded
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
