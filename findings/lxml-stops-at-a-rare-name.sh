#!/bin/sh
# lxml 6.1.3 and Beautiful Soup 4.15.0 (Python): if a page declares gb2312 and has one character that GB 2312 lacks, lxml cuts the page off, and
# Beautiful Soup garbles all of it.
#
#   input     <meta charset="gb2312"> and 任命李镕某为科长。 with more paragraphs, encoded in GBK, as on nearly every older portal
#   expected  the whole page: the encoding standard of browsers reads gb2312 as GBK; html5lib and browsers do so
#   found     lxml: 任命李 and nothing after it, no error; Beautiful Soup: ÈÎÃüÀî… for the whole page
#
# 镕, 堃, 喆 and 〇 are in GBK only. A crawler that reads a hundred pages correctly loses the rest of a page after such a name. The script needs python3
# with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install lxml==6.1.3 beautifulsoup4==4.15.0 html5lib==1.1

cat >run.py <<'PY'
import html5lib
import lxml.html
from bs4 import BeautifulSoup


def page(name):
    return f'<html><head><meta charset="gb2312"></head><body><p>任命{name}为科长。</p><p>其他事项。</p></body></html>'.encode("gbk")


for name in ["李容某", "李镕某"]:
    data = page(name)
    print("lxml:", lxml.html.fromstring(data).text_content())
    print("Beautiful Soup:", BeautifulSoup(data, "html.parser").get_text())
    print("html5lib:", "".join(html5lib.parse(data).itertext()))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'END'
lxml: 任命李容某为科长。其他事项。
Beautiful Soup: 任命李容某为科长。其他事项。
html5lib: 任命李容某为科长。其他事项。
lxml: 任命李
Beautiful Soup: ÈÎÃüÀîéFÄ³Îª¿Æ³¤¡£ÆäËûÊÂÏî¡£
html5lib: 任命李镕某为科长。其他事项。
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
