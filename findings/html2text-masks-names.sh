#!/bin/sh
# html2text 2025.4.15 (Python): it turns the middle dot of a name into an asterisk, so that a whole name looks like a masked one.
#
#   input     <p>任命阿迪力&middot;艾某为科长。</p>
#   expected  任命阿迪力·艾某为科长。   as with the character itself in place of the entity, and as other converters give it
#   found     任命阿迪力*艾某为科长。
#
# Editors of portals write &middot;, &ldquo; and &mdash; as entities. In a list of appointments or grades, an asterisk means "hidden on purpose", and
# no search finds the name. Only the option unicode_snob keeps the dot; it is off by default, and its name does not suggest this effect. Quotation
# marks that are written as entities become straight ones in the same way. The script needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install html2text==2025.4.15 markdownify==1.2.3

cat >run.py <<'PY'
import html2text
import markdownify
entity = "<p>任命阿迪力&middot;艾某为科长。</p>"
letter = "<p>任命阿迪力·艾某为科长。</p>"
snob = html2text.HTML2Text()
snob.unicode_snob = True
print("html2text, entity:", html2text.html2text(entity).strip())
print("html2text, character:", html2text.html2text(letter).strip())
print("html2text, unicode_snob:", snob.handle(entity).strip())
print("markdownify, entity:", markdownify.markdownify(entity).strip())
print("html2text, quotes:", html2text.html2text("<p>&ldquo;放管服&rdquo;改革</p>").strip())
PY
env/bin/python run.py >found
cat found
cat >recorded <<'END'
html2text, entity: 任命阿迪力*艾某为科长。
html2text, character: 任命阿迪力·艾某为科长。
html2text, unicode_snob: 任命阿迪力·艾某为科长。
markdownify, entity: 任命阿迪力·艾某为科长。
html2text, quotes: "放管服"改革
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
