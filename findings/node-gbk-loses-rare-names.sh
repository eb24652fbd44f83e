#!/bin/sh
# Node.js 20 (full ICU): new TextDecoder("gbk") and ("gb2312") read other text than browsers do, and lose the characters of four bytes.
#
#   input     任命李𬱖为科长 in the bytes of GB 18030, and the euro sign A2E3; decoded as gbk, gb2312 and gb18030
#   expected  the same from all three: by the encoding standard, for which TextDecoder is the interface, the decoder of GBK is that of gb18030
#   found     李�3�6 in place of 李𬱖, and U+E76C of the private area in place of €; gb18030 reads the name
#
# Pages and csv files that call themselves GBK, or gb2312, have such characters, because Windows programs and databases write them. Whoever checks in a
# browser sees the name; the crawler or the test that runs in Node stores two digits. Names with the commoner rare characters of two bytes are right. The
# script runs Node without mulu, and fails when the behaviour is another. It needs node 20 and python3.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat >run.mjs <<'JS'
const name = Buffer.from("c8cec3fcc0ee9933c336ceaabfc6b3a4", "hex");
for (const label of ["gbk", "gb2312", "gb18030"]) {
  const euro = new TextDecoder(label).decode(Buffer.from("a2e3", "hex")).codePointAt(0).toString(16);
  console.log(label, new TextDecoder(label).decode(name), `A2E3 is U+${euro.toUpperCase().padStart(4, "0")}`);
}
JS
node run.mjs >found
python3 -c "print('Python, gb18030', bytes.fromhex('c8cec3fcc0ee9933c336ceaabfc6b3a4').decode('gb18030'))" >>found
cat found
cat >recorded <<'END'
gbk 任命李�3�6为科长 A2E3 is U+E76C
gb2312 任命李�3�6为科长 A2E3 is U+E76C
gb18030 任命李𬱖为科长 A2E3 is U+20AC
Python, gb18030 任命李𬱖为科长
END
diff recorded found || { echo "another behaviour than recorded" && exit 1; }
