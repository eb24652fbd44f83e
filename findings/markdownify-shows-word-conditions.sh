#!/bin/sh
# markdownify 1.2.3 (Python, with html.parser, the default parser of Beautiful Soup): a list pasted from Word gets English words in its text.
#
#   input     the HTML that Word writes for an automatically numbered line 一、总则, its number between <![if !supportLists]> and <![endif]>
#   expected  一、  总则: browsers treat both as comments
#   found     if !supportLists一、  endif总则
#
# Every numbered line of a page that was pasted from Word has these words, and no message reports them. html2text 2025.4.15 and pandoc leave them out.
# The script needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install markdownify==1.2.3 beautifulsoup4==4.15.0 html2text==2025.4.15

cat >run.py <<'PY'
import html2text
import markdownify

number = "<![if !supportLists]><span style='mso-list:Ignore'>一、<span>&nbsp; </span></span><![endif]>"
html = f"<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'>{number}<span>总则</span></p>"
print("markdownify:", markdownify.markdownify(html).strip().replace("\u00a0", " "))
print("html2text:", html2text.html2text(html).strip().replace("\u00a0", " "))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'END'
markdownify: if !supportLists一、  endif总则
html2text: 一、  总则
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
