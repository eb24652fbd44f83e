#!/bin/sh
# pandoc 3.9 (pypandoc-binary 1.17): it cannot read bold that ends in Chinese punctuation from its own GitHub-flavoured or CommonMark output.
#
#   input     <p><strong>重要：</strong>请各单位按时报送。</p>   from html to gfm, and from gfm back to html
#   expected  bold again: pandoc reads what pandoc wrote
#   found     **重要：**请各单位按时报送。 with the asterisks on the page
#
# In CommonMark, asterisks between punctuation and a letter do not end bold. pandoc writes them nevertheless, so if a portal moves to Markdown, its
# pages show asterisks wherever a label was bold. pandoc reads its own dialect (-t markdown) correctly. The script needs python3 with venv, and a
# network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install pypandoc-binary==1.17

cat >run.py <<'PY'
import pypandoc

print("pandoc", pypandoc.get_pandoc_version())
texts = ["<strong>重要：</strong>请各单位按时报送。", "<strong>Note:</strong> report in time."]
for text in texts:
    for form in ["gfm", "commonmark", "markdown"]:
        middle = pypandoc.convert_text(f"<p>{text}</p>", form, format="html").strip()
        back = pypandoc.convert_text(middle, "html", format=form).strip()
        print(f"{form}: {middle} -> {back}")
PY
env/bin/python run.py >found
cat found
cat >recorded <<'END'
pandoc 3.9
gfm: **重要：**请各单位按时报送。 -> <p>**重要：**请各单位按时报送。</p>
commonmark: **重要：**请各单位按时报送。 -> <p>**重要：**请各单位按时报送。</p>
markdown: **重要：**请各单位按时报送。 -> <p><strong>重要：</strong>请各单位按时报送。</p>
gfm: **Note:** report in time. -> <p><strong>Note:</strong> report in time.</p>
commonmark: **Note:** report in time. -> <p><strong>Note:</strong> report in time.</p>
markdown: **Note:** report in time. -> <p><strong>Note:</strong> report in time.</p>
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
