#!/bin/sh
# OpenSSL 3.0 (Debian 12) and sm-crypto 0.5.8 (npm), SM2 of GB/T 32918 with SM3: each of them rejects a signature that the other one makes with its
# defaults.
#
#   input     `openssl dgst -sm3 -sign` with an SM2 key, verified by sm2.doVerifySignature(…, { hash: true, der: true }), and the reverse; then both
#             with the identity 1234567812345678, which OpenSSL takes by -sigopt distid:
#   expected  valid: GM/T 0009—2012 prescribes the identity 1234567812345678 if none is stated
#   found     false in both directions, and true if distid is given; without it, OpenSSL signs for an empty identity
#
# The seals and time stamps of Chinese official documents use the identity of the standard. If a site signs its list of files with the plain command,
# every other program calls the signature forged, and the plain command calls the signatures of others forged. Needs OpenSSL 3.0, npm and a network
# connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund sm-crypto@0.5.8
openssl ecparam -name SM2 -genkey -noout -out key.pem
openssl ec -in key.pem -outform DER -out key.der 2>/dev/null
openssl pkey -in key.pem -pubout -out public.pem
printf '甲政发〔2024〕12号' >text
cat >run.cjs <<'JS'
const crypto = require("crypto");
const fs = require("fs");
const { sm2 } = require("sm-crypto");
const text = fs.readFileSync("text", "utf8");
const point = crypto.createPublicKey(fs.readFileSync("public.pem")).export({ type: "spki", format: "der" }).subarray(-65).toString("hex");
const options = { hash: true, der: true };
if (process.argv[2] === "verify") {
    console.log("sm-crypto", process.argv[3], sm2.doVerifySignature(text, fs.readFileSync(process.argv[3]).toString("hex"), point, options));
} else {
    const secret = fs.readFileSync("key.der").subarray(7, 39).toString("hex");
    fs.writeFileSync("theirs", Buffer.from(sm2.doSignature(text, secret, { ...options, publicKey: point }), "hex"));
}
JS
ask() {
    if openssl dgst -sm3 -verify public.pem "$@" text >/dev/null 2>&1; then echo true; else echo false; fi
}
openssl dgst -sm3 -sign key.pem -out plain text
openssl dgst -sm3 -sign key.pem -sigopt distid:1234567812345678 -out named text
node run.cjs sign
{
    node run.cjs verify plain
    node run.cjs verify named
    echo "openssl theirs $(ask -signature theirs)"
    echo "openssl theirs with distid $(ask -sigopt distid:1234567812345678 -signature theirs)"
} >found
cat found
cat >recorded <<'TXT'
sm-crypto plain false
sm-crypto named true
openssl theirs false
openssl theirs with distid true
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
