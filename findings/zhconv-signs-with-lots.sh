#!/bin/sh
# zhconv 1.4.3 (Python): in the conversion to traditional characters, it writes every "to sign" (签) with the character for a lot that is drawn from a
# vase (籤).
#
#   input     经局长签发，双方签字，准予许可。
#   expected  經局長簽發，雙方簽字，准予許可。 as OpenCC 1.4.2 gives; the package converts by phrases, with the tables of MediaWiki and OpenCC
#   found     經局長籤發，雙方籤字，準予許可。   for zh-hant, zh-tw and zh-hk alike
#
# Nearly every official document contains 签发, 签订, 签字, 签署 or 准予, and 籤字 looks absurd to any reader in Taiwan or Hong Kong. The usual test words (头发,
# 皇后, 干部) are right, so nobody looks further. The README refers users who need accuracy to OpenCC, but does not mention signatures. The script needs
# python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install zhconv==1.4.3 opencc==1.4.2

cat >run.py <<'PY'
import opencc
import zhconv

text = "经局长签发，双方签字，准予许可。头发、皇后、干部。"
for place in ["zh-hant", "zh-tw", "zh-hk"]:
    print(f"zhconv, {place}:", zhconv.convert(text, place))
print("OpenCC, s2t:", opencc.OpenCC("s2t").convert(text))
PY
env/bin/python run.py >found 2>errors || { cat errors && exit 1; }
cat found
cat >recorded <<'END'
zhconv, zh-hant: 經局長籤發，雙方籤字，準予許可。頭髮、皇后、幹部。
zhconv, zh-tw: 經局長籤發，雙方籤字，準予許可。頭髮、皇后、幹部。
zhconv, zh-hk: 經局長籤發，雙方籤字，準予許可。頭髮、皇后、幹部。
OpenCC, s2t: 經局長簽發，雙方簽字，准予許可。頭髮、皇后、幹部。
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
