#!/bin/sh
# OpenCC 1.4.2 (Python package and opencc-js): in the conversion to traditional characters, common surnames of masked persons become other words.
#
#   input     中标候选人：范*、余*、于*、岳*。   with s2t, s2tw and s2hk
#   expected  the surnames, which are the same in both scripts: 范 余 于 岳
#   found     範*、餘*、於*、嶽*
#
# OpenCC decides by phrases such as 范仲淹 and 于右任. A surname with a star, as in every list of candidates or grades, is in no phrase, and for these four
# the first candidate of the single character is the other word (範 pattern, 餘 remainder, 於 at, 嶽 peak). The converted list thus names other families.
# The script needs npm, python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund opencc-js@1.4.2
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install opencc==1.4.2

cat >run.py <<'PY'
import sys
import opencc
for name in ["s2t", "s2tw", "s2hk"]:
    print(f"opencc, {name}:", opencc.OpenCC(name).convert(sys.argv[1]))
PY
cat >run.mjs <<'JS'
import * as OpenCC from "opencc-js";
console.log("opencc-js, cn to t:", OpenCC.Converter({ from: "cn", to: "t" })(process.argv[2]));
JS
text='范仲淹、于右任；范*、余*、于*、岳*。'
env/bin/python run.py "$text" >found
node run.mjs "$text" >>found
cat found
cat >recorded <<'END'
opencc, s2t: 范仲淹、于右任；範*、餘*、於*、嶽*。
opencc, s2tw: 范仲淹、于右任；範*、餘*、於*、嶽*。
opencc, s2hk: 范仲淹、于右任；範*、餘*、於*、嶽*。
opencc-js, cn to t: 范仲淹、于右任；範*、餘*、於*、嶽*。
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
