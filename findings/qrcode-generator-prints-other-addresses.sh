#!/bin/sh
# qrcode-generator 2.0.4 (npm), with its defaults: the QR code of an address with a Chinese file name has another address, and no scanner can know
# which one was meant.
#
#   input     addData of http://example.org/通知.html, 甲政发〔2024〕12号 and http://example.org/a.html; the bytes of the code read by jsQR 1.4.0
#   expected  UTF-8, as qrcode 1.5.4 (npm) writes it, or an error
#   found     of each character only the low eight bits: 通知 (U+901A, U+77E5) becomes 1A E5. With stringToBytes set to the package's own function for
#             UTF-8, the codes are right
#
# Codes on notice boards are printed once and not tried with a Chinese name: the visitor gets "not found". The script runs the package without mulu
# and fails if the behaviour changes. It needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund qrcode-generator@2.0.4 qrcode@1.5.4 jsqr@1.4.0
cat >run.cjs <<'JS'
const [one, two, jsQR] = ["qrcode-generator", "qrcode", "jsqr"].map((name) => require(name)).map((loaded) => loaded.default ?? loaded);
function scan(count, isDark) {
    const side = (count + 8) * 4;
    const picture = new Uint8ClampedArray(side * side * 4).fill(255);
    for (let y = 0; y < side; y++)
        for (let x = 0; x < side; x++) {
            const [row, column] = [Math.floor(y / 4) - 4, Math.floor(x / 4) - 4];
            if (row >= 0 && column >= 0 && row < count && column < count && isDark(row, column)) picture.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3);
        }
    return Buffer.from(jsQR(picture, side, side).binaryData).toString("hex");
}
const generated = (text) => {
    const code = one(0, "M");
    code.addData(text);
    code.make();
    return scan(code.getModuleCount(), (row, column) => code.isDark(row, column));
};
for (const text of ["http://example.org/通知.html", "甲政发〔2024〕12号", "http://example.org/a.html"]) {
    const { modules } = two.create([{ data: Buffer.from(text), mode: "byte" }]);
    const utf8 = Buffer.from(text).toString("hex");
    console.log(text, "qrcode", scan(modules.size, (row, column) => modules.get(row, column)) === utf8, "qrcode-generator", generated(text) === utf8, generated(text));
}
one.stringToBytes = one.stringToBytesFuncs["UTF-8"];
console.log("with UTF-8 set", generated("通知") === Buffer.from("通知").toString("hex"));
JS
node run.cjs >found
cat found
cat >recorded <<'TXT'
http://example.org/通知.html qrcode true qrcode-generator false 687474703a2f2f6578616d706c652e6f72672f1ae52e68746d6c
甲政发〔2024〕12号 qrcode true qrcode-generator false 323fd11432303234153132f7
http://example.org/a.html qrcode true qrcode-generator true 687474703a2f2f6578616d706c652e6f72672f612e68746d6c
with UTF-8 set true
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
