#!/bin/sh
# pangu 7.2.1: besides adding blanks it exchanges the dot inside names for a Japanese one, and parts the star of a masked name from the name.
#
#   input     阿迪力·艾某    张*、李*
#   expected  unchanged: a library that adds blanks between Chinese and Latin letters adds none here
#   found     阿迪力・艾某 (U+30FB in place of U+00B7)    张 *、李 *
#
# GB/T 15834—2011 has U+00B7 in names of several parts. The two dots look alike; a search for the name as the person writes it finds nothing. A star
# with a blank before it is no mask any more for programs that look for one. The script needs npm and a connection.

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
diff recorded found || { echo "another behaviour than recorded" && exit 1; }
