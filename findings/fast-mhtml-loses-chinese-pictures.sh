#!/bin/sh
# fast-mhtml 2.1.0 (npm), which unpacks MHTML into a folder of files: it writes a picture with a Chinese name under a name with percent signs, to
# which the page's own address does not lead.
#
#   input     an MHTML with a.png and 图.png as Chromium saves a page (Content-Location: …/%E5%9B%BE.png, as is required); parse, rewrite, spit, as in
#             the README
#   expected  a page whose addresses lead to the files beside it, for both pictures
#   found     the address of a.png does; the other file is called …!%E5%9B%BE.png, and the address in the page is …!%E5%9B%BE.png too, which a browser
#             reads as …!图.png; there is no such file
#
# In an address, a percent sign of a file name must be written as %25. If notices were kept as "web page, single file", they lose charts and seals
# with Chinese names when they are unpacked. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund fast-mhtml@2.1.0
cat >run.mjs <<'JS'
import fs from "node:fs";
import { pathToFileURL } from "node:url";
import { Parser } from "fast-mhtml";
const part = (type, place, encoding, text) =>
    `------x\nContent-Type: ${type}\nContent-Transfer-Encoding: ${encoding}\nContent-Location: http://example.org/${place}\n\n${text}\n\n`;
const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const page = '<!DOCTYPE html><html><head><meta http-equiv=3D"Content-Type" content=3D"text/html; charset=3DUTF-8"></head>=\n<body>' +
    '<img src=3D"http://example.org/a.png"><img src=3D"http://example.org/%E5%9B%BE.png"></body></html>';
const mhtml = `From: <Saved by Blink>
Snapshot-Content-Location: http://example.org/a.html
Subject: a
MIME-Version: 1.0
Content-Type: multipart/related;
	type="text/html";
	boundary="----x"


${part("text/html", "a.html", "quoted-printable", page)}${part("image/png", "a.png", "base64", png)}${part("image/png", "%E5%9B%BE.png", "base64", png)}------x--
`.replaceAll("\n", "\r\n");
fs.mkdirSync("out");
const files = new Parser().parse(Buffer.from(mhtml)).rewrite().spit();
for (const { filename, content } of files) fs.writeFileSync("out/" + filename, content);
console.log("files:", files.map((file) => file.filename).join(" "));
for (const [, address] of files[0].content.toString().matchAll(/src="([^"]*)"/g))
    console.log(address, fs.existsSync(new URL(address, pathToFileURL("out/page.html"))) ? "is there" : "is not there");
JS
node run.mjs >found
cat found
cat >recorded <<'TXT'
files: http!example.org!a.html http!example.org!a.png http!example.org!%E5%9B%BE.png
http!example.org!a.png is there
http!example.org!%E5%9B%BE.png is not there
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
