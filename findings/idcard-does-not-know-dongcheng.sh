#!/bin/sh
# idcard 4.2.0 (npm), a checker of Chinese identity numbers: it does not name the first district of each of the four municipalities, and it calls
# numbers of the first generation (15 digits) invalid.
#
#   input     info of made-up numbers with a correct check digit from 110101 (东城区, Beijing), 120101 (和平区, Tianjin), 310101 (黄浦区, Shanghai) and 500101
#             (万州区, Chongqing), for comparison 110102 and 310115, all born on 1 October 1949; info of a number with 15 digits
#   expected  the district: by GB/T 2260 the code 01 means 市辖区 below an ordinary city, but a district below these four; valid, because the package has
#             upgrade15To18
#   found     市辖区 for the four, so the address is 北京市市辖区市辖区; valid: false
#
# Four districts with millions of people are missing from every statistic by place of registration. Needs npm and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund idcard@4.2.0
cat >run.mjs <<'JS'
import idcard from "idcard";
const check = (digits) => "10X98765432"[[...digits].reduce((sum, digit, at) => sum + digit * (2 ** (17 - at) % 11), 0) % 11];
for (const code of ["110101", "120101", "310101", "500101", "110102", "310115"]) {
    const digits = code + "19491001001";
    console.log(code, idcard.info(digits + check(digits)).address);
}
console.log("15 digits:", JSON.stringify(idcard.info("110102491001001")), "| upgraded:", JSON.stringify(idcard.upgrade15To18("110102491001001")));
JS
node run.mjs >found
cat found
cat >recorded <<'TXT'
110101 北京市市辖区市辖区
120101 天津市市辖区市辖区
310101 上海市市辖区市辖区
500101 重庆市市辖区市辖区
110102 北京市市辖区西城区
310115 上海市市辖区浦东新区
15 digits: {"valid":false} | upgraded: {"code":0,"msg":"身份证15位升级到18位成功","card":"110102194910010016"}
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
