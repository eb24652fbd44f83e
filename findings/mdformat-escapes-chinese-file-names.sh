#!/bin/sh
# mdformat 1.0.0 (Python), the formatter that promises not to change what a page says: it percent-encodes the names of Chinese files in links and
# images, and removes the wide spaces before a paragraph.
#
#   input     [附件](附件/名单.pdf), ![图](图/流程图.png) and a paragraph that begins with 　　 (two U+3000); `mdformat file.md`
#   expected  unchanged: the destination is valid CommonMark, Prettier 3.10.1 leaves it alone, and somebody who reads the file sees the same name;
#             U+3000 is not a space in CommonMark
#   found     [附件](%E9%99%84%E4%BB%B6/%E5%90%8D%E5%8D%95.pdf) and no wide spaces; the exit code is 0
#
# After the first run in an editor or in a check, nobody can read which file is meant, and a search for 名单.pdf finds nothing. A tool that looks for
# the file under the written name does not find it. Needs npm, python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund prettier@3.10.1
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install mdformat==1.0.0 markdown-it-py==4.3.0
printf '[附件](附件/名单.pdf)\n\n![图](图/流程图.png)\n\n\343\200\200\343\200\200各县人民政府：\n' >notice.md
cp notice.md again.md
env/bin/mdformat notice.md
npx --no-install prettier --write again.md >prettier.log
for name in notice again; do
    sed 's/\xe3\x80\x80/_/g; /^$/d; s/^/'$name': /' $name.md
done | sed 's/^notice/mdformat/; s/^again/Prettier/' >found
cat found
cat >recorded <<'TXT'
mdformat: [附件](%E9%99%84%E4%BB%B6/%E5%90%8D%E5%8D%95.pdf)
mdformat: ![图](%E5%9B%BE/%E6%B5%81%E7%A8%8B%E5%9B%BE.png)
mdformat: 各县人民政府：
Prettier: [附件](附件/名单.pdf)
Prettier: ![图](图/流程图.png)
Prettier: __各县人民政府：
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
