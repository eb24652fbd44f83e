#!/bin/sh
# bleach 6.4.0 (Python), linkify: the link for a web address in a Chinese sentence includes all text after the address, or lacks the beginning of the
# address.
#
#   input     详见 http://example.org/a.pdf，下载后填写。  and  详见http://example.org/a.pdf 的附件  and  网址www.example.org，请查阅。
#   expected  a link to http://example.org/a.pdf in the first two and to www.example.org in the last, as after a space and before a full stop in English
#   found     a link to http://example.org/a.pdf，下载后填写。; the letters http:// outside the link; a link to http://网址www.example.org
#
# The pages behind these links do not exist. Chinese has no spaces around an address, so nearly every address in a Chinese text is affected. Needs
# python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install bleach==6.4.0
cat >run.py <<'PY'
import bleach

for text in ["see http://example.org/a.pdf, and fill it in.", "详见 http://example.org/a.pdf，下载后填写。", "详见http://example.org/a.pdf 的附件", "网址www.example.org，请查阅。"]:
    print(bleach.linkify(text, callbacks=[]))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
see <a href="http://example.org/a.pdf">http://example.org/a.pdf</a>, and fill it in.
详见 <a href="http://example.org/a.pdf，下载后填写。">http://example.org/a.pdf，下载后填写。</a>
详见http://<a href="http://example.org/a.pdf">example.org/a.pdf</a> 的附件
<a href="http://网址www.example.org">网址www.example.org</a>，请查阅。
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
