#!/bin/sh
# git 2.47 (word diff with an expression of one's own): in the C locale, which cron and many containers have, changed Chinese characters are shown as
# unchanged or cut into bytes.
#
#   input     国办发〔2024〕18号，自二〇二四年起施行。 and the same with 19号, 二〇二五年 and 执行; git diff --word-diff=plain with the expressions [[:alnum:]] and . under
#             LC_ALL=C and C.UTF-8
#   expected  three changed characters in all four cases: [-8-]{+9+}, [-四-]{+五+} and [-施-]{+执+}
#   found     with [[:alnum:]] under C only the digit; the line shows the new year and the new verb as if they had always been there. With . under C, 施
#             and 执 share their first byte, so the output is not UTF-8. Under C.UTF-8 all is right
#
# The default takes the whole sentence as one word, so such an expression is the usual advice for Chinese. What lies outside the words counts as space,
# and git prints the new space without a mark. A record of changes of a regulation that a nightly task makes leaves changes out. Needs git.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
git init -q work
cd work
echo '国办发〔2024〕18号，自二〇二四年起施行。' >notice
git add notice
echo '国办发〔2024〕19号，自二〇二五年起执行。' >notice
for locale in C C.UTF-8; do
    for words in '[[:alnum:]]' .; do
        line=$(LC_ALL=$locale git diff --no-color --word-diff=plain --word-diff-regex="$words" notice | tail -n 1)
        printf '%s %s %s\n' "$locale" "$words" "$(printf '%s' "$line" | iconv -f utf-8 -t utf-8 2>/dev/null || echo ' is not UTF-8')"
    done
done >../found
cd ..
cat found
cat >recorded <<'TXT'
C [[:alnum:]] 国办发〔2024〕1[-8-]{+9+}号，自二〇二五年起执行。
C . 国办发〔2024〕1[-8-]{+9+}号，自二〇二[-四-]{+五+}年起 is not UTF-8
C.UTF-8 [[:alnum:]] 国办发〔2024〕1[-8-]{+9+}号，自二〇二[-四-]{+五+}年起[-施-]{+执+}行。
C.UTF-8 . 国办发〔2024〕1[-8-]{+9+}号，自二〇二[-四-]{+五+}年起[-施-]{+执+}行。
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
