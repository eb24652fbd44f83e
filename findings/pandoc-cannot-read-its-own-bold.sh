#!/bin/sh
# pandoc 3.9 (pypandoc-binary 1.17): bold that ends in a Chinese mark does not survive pandoc's own GitHub-flavoured or CommonMark output.
#
#   input     <p><strong>重要：</strong>请各单位按时报送。</p>   from html to gfm, and from gfm back to html
#   expected  bold again: pandoc reads what pandoc wrote
#   found     **重要：**请各单位按时报送。 with the asterisks on the page
#
# CommonMark takes asterisks between a mark and a letter for no end of bold. pandoc writes them nevertheless, so pages converted once (a portal that
# moves to Markdown) show asterisks wherever a clerk had set a label in bold. Its own dialect (-t markdown) is read back. The script needs python3 with
# venv, and a connection.

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
diff recorded found || { echo "another behaviour than recorded" && exit 1; }
