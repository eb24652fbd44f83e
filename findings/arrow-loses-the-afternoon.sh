#!/bin/sh
# arrow 1.4.0 (Python), locale zh-cn: the token for AM and PM writes nothing, so half past three in the afternoon becomes 3:30.
#
#   input     format("YYYY年M月D日 Ah:mm", locale="zh-cn") of 3:30 and 15:30; the same with a in place of A; format("YYYY年MMMD日"); the same in en-us
#   expected  上午3:30 and 下午3:30, like AM and PM in en-us, or an error if the locale has no words for them; 2024年6月18日
#   found     " 3:30" for both times, and "2024年 618日"; if the texts are read back with the same format, both times are 03:30, without an error
#
# The opening hours of an office, a hearing and the end of a tender move by twelve hours. Somebody who sees only "3:30" has no reason to doubt it.
# Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install arrow==1.4.0
cat >run.py <<'PY'
import arrow

for form in ["YYYY年M月D日 Ah:mm", "YYYY年M月D日 ah:mm"]:
    for hour in [3, 15]:
        for locale in ["en-us", "zh-cn"]:
            written = arrow.get(2024, 6, 18, hour, 30).format(form, locale=locale)
            print(f"{hour}:30", locale, f"[{written}]", arrow.get(written, form, locale=locale).format("HH:mm"))
print(f"[{arrow.get(2024, 6, 18).format('YYYY年MMMD日', locale='zh-cn')}]")
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
3:30 en-us [2024年6月18日 AM3:30] 03:30
3:30 zh-cn [2024年6月18日 3:30] 03:30
15:30 en-us [2024年6月18日 PM3:30] 15:30
15:30 zh-cn [2024年6月18日 3:30] 03:30
3:30 en-us [2024年6月18日 am3:30] 03:30
3:30 zh-cn [2024年6月18日 3:30] 03:30
15:30 en-us [2024年6月18日 pm3:30] 15:30
15:30 zh-cn [2024年6月18日 3:30] 03:30
[2024年 618日]
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
