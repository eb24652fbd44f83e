#!/bin/sh
# pangu 7.2.1: besides adding spaces, it replaces the dot inside names by a Japanese one, and separates the star of a masked name from the name.
#
#   input     阿迪力·艾某    张*、李*
#   expected  unchanged: a library that adds spaces between Chinese and Latin letters has nothing to add here
#   found     阿迪力・艾某 (U+30FB in place of U+00B7)    张 *、李 *
#
# GB/T 15834—2011 prescribes U+00B7 in names of several parts. The two dots look alike, but a search for the name in its usual form finds nothing.
# Programs that look for masked names do not recognise a star after a space. The script needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund pangu@7.2.1

cat >run.mjs <<'JS'
import { pangu } from "pangu";
for (const text of ["阿迪力·艾某", "张*、李*", "张三、李四"]) {
    const spaced = pangu.spacingText(text);
    console.log(text, "->", spaced, [...spaced].filter((c) => "·・".includes(c)).map((c) => `U+${c.codePointAt(0).toString(16)}`).join());
}
JS
node run.mjs >found
cat found
cat >recorded <<'END'
阿迪力·艾某 -> 阿迪力・艾某 U+30fb
张*、李* -> 张 *、李 * 
张三、李四 -> 张三、李四 
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
