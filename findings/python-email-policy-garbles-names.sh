#!/bin/sh
# Python 3.11, email.policy.default: if the Chinese name of an attachment is divided between two bytes of a character (RFC 2231), it is garbled; the
# old policy compat32 reads it correctly.
#
#   input     filename*0*=gbk''…; filename*1*=…  with 关于印发甲市政府信息公开办法的通知.pdf in GBK, cut after 8 and after 9 bytes
#   expected  the name, both times: the parts are joined before they are decoded; compat32 and postal-mime 4.0.0 (npm) do so, and policy.default
#             itself reads a divided name in UTF-8
#   found     关于印发�资姓�府信息公开办法的通知.pdf after 9 bytes, with policy.default, which the manual recommends; right after 8 bytes
#
# Long names are divided by length, so half of the divisions fall inside a character. Each part is decoded alone. In UTF-8, the remaining bytes are
# carried over; in GBK they are lost, and the next byte becomes part of a wrong character: 市政 becomes 资姓. Needs python3 3.11 and npm, and a network
# connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund postal-mime@4.0.0
cat >run.py <<'PY'
import email
import email.policy

name = "关于印发甲市政府信息公开办法的通知.pdf"
for charset in ["gbk", "utf-8"]:
    for cut in [8, 9]:
        data = name.encode(charset)
        first, second = ("".join(f"%{byte:02X}" for byte in part) for part in (data[:cut], data[cut:]))
        message = f"""Content-Type: application/pdf
Content-Disposition: attachment;
 filename*0*={charset}''{first};
 filename*1*={second}

x"""
        open(f"{charset}-{cut}.eml", "w").write(message)
        for policy in ["compat32", "default"]:
            read = email.message_from_string(message, policy=getattr(email.policy, policy)).get_filename()
            print(charset, cut, policy, "right" if read == name else read)
PY
cat >run.mjs <<'JS'
import { readFileSync } from "fs";
import PostalMime from "postal-mime";
for (const name of ["gbk-8", "gbk-9", "utf-8-9"]) {
  console.log(name, "postal-mime", (await PostalMime.parse(readFileSync(`${name}.eml`))).attachments[0].filename);
}
JS
{ python3 run.py && node run.mjs; } >found
cat found
cat >recorded <<'TXT'
gbk 8 compat32 right
gbk 8 default right
gbk 9 compat32 right
gbk 9 default 关于印发�资姓�府信息公开办法的通知.pdf
utf-8 8 compat32 right
utf-8 8 default right
utf-8 9 compat32 right
utf-8 9 default right
gbk-8 postal-mime 关于印发甲市政府信息公开办法的通知.pdf
gbk-9 postal-mime 关于印发甲市政府信息公开办法的通知.pdf
utf-8-9 postal-mime 关于印发甲市政府信息公开办法的通知.pdf
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
