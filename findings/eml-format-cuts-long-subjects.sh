#!/bin/sh
# eml-format 0.6.1 (npm), which reads saved mails (EML): a subject that is longer than one line keeps its first part only, and attachments whose
# Chinese names are in the form of RFC 2231 have no name.
#
#   input     the subject 关于印发甲市政府信息公开办法的通知 in two encoded words on two lines, as RFC 2047 demands for more than 75 characters, in GBK and in UTF-8;
#             an attachment 附件.pdf with filename*=UTF-8''…, as Thunderbird writes it; for comparison mailparser and postal-mime
#   expected  the whole subject and the name
#   found     关于印发甲市政府信息公, no name; mailparser 3.14.2 and postal-mime 4.0.0 give both
#
# The cut subject looks like a whole one: nobody notices that 开办法的通知 is missing. The script runs the package without mulu and fails if the behaviour
# changes. It needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund eml-format@0.6.1 mailparser@3.14.2 postal-mime@4.0.0 iconv-lite@0.7.3
cat >run.mjs <<'JS'
import emlFormat from "eml-format";
import iconv from "iconv-lite";
import { simpleParser } from "mailparser";
import PostalMime from "postal-mime";
const word = (text, charset) => `=?${charset}?B?${iconv.encode(text, charset).toString("base64")}?=`;
for (const charset of ["gbk", "utf-8"]) {
    const mail = [
        "From: a@example.org", "MIME-Version: 1.0",
        `Subject: ${word("关于印发甲市政府信息公", charset)}`, ` ${word("开办法的通知", charset)}`,
        "Content-Type: multipart/mixed; boundary=\"b\"", "", "--b", "Content-Type: text/plain; charset=utf-8", "", "x", "--b",
        "Content-Type: application/pdf", `Content-Disposition: attachment; filename*=UTF-8''${encodeURIComponent("附件.pdf")}`,
        "Content-Transfer-Encoding: base64", "", "eA==", "--b--", "",
    ].join("\r\n");
    const old = await new Promise((done, failed) => emlFormat.read(mail, (error, read) => error ? failed(error) : done(read)));
    console.log(charset, "eml-format", old.subject, old.attachments.map((file) => file.name ?? "(no name)").join());
    for (const [name, read] of [["mailparser", await simpleParser(mail)], ["postal-mime", await new PostalMime().parse(mail)]])
        console.log(charset, name, read.subject, read.attachments.map((file) => file.filename).join());
}
JS
node run.mjs >found
cat found
cat >recorded <<'TXT'
gbk eml-format 关于印发甲市政府信息公 (no name)
gbk mailparser 关于印发甲市政府信息公开办法的通知 附件.pdf
gbk postal-mime 关于印发甲市政府信息公开办法的通知 附件.pdf
utf-8 eml-format 关于印发甲市政府信息公 (no name)
utf-8 mailparser 关于印发甲市政府信息公开办法的通知 附件.pdf
utf-8 postal-mime 关于印发甲市政府信息公开办法的通知 附件.pdf
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
