#!/bin/sh
# pandoc 3.9 (pypandoc-binary 1.17), to Org and back: a paragraph that begins with a date loses its year, item 3 becomes item 1, and an entry of the
# list of references is missing.
#
#   input     <p>2024. 6. 18印发</p>, <p>3. 乙局负责。</p> and <p>[1] 张某. 公报. 2024.</p> (the form of GB/T 7714), to org, and from org to html; the same with
#             muse and dokuwiki
#   expected  three paragraphs with the same words, as both other formats give them; the writer for Org protects "* 注" in this way
#   found     <li>6. 18印发</li> in a list that counts from 1, <li>乙局负责。</li> in another, and nothing for the reference (it was read as a footnote)
#
# The writer leaves the numbers at the beginning of a line as they are, and in Org they mark lists and notes. Typed numbers are usual in documents
# that came from Word. The loss appears only when the Org file is read again. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install pypandoc-binary==1.17

cat >run.py <<'PY'
import pypandoc

print("pandoc", pypandoc.get_pandoc_version())
for text in ["2024. 6. 18印发", "3. 乙局负责。", "[1] 张某. 公报. 2024.", "* 注：数据截至2024年6月。"]:
    for form in ["org", "muse", "dokuwiki"]:
        middle = pypandoc.convert_text(f"<p>{text}</p>", form, format="html").strip()
        back = pypandoc.convert_text(middle, "html", format=form)
        print(f"{form}: {middle.replace(chr(0x200b), '')} -> {''.join(back.split(chr(10))).replace(chr(0x200b), '')}")
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
pandoc 3.9
org: 2024. 6. 18印发 -> <ol><li>6. 18印发</li></ol>
muse: 2024. 6. 18印发 -> <p>2024. 6. 18印发</p>
dokuwiki: 2024. 6. 18印发 -> <p>2024. 6. 18印发</p>
org: 3. 乙局负责。 -> <ol><li>乙局负责。</li></ol>
muse: 3. 乙局负责。 -> <p>3. 乙局负责。</p>
dokuwiki: 3. 乙局负责。 -> <p>3. 乙局负责。</p>
org: [1] 张某. 公报. 2024. -> 
muse: <verbatim>[1]</verbatim> 张某. 公报. 2024. -> <p>[1] 张某. 公报. 2024.</p>
dokuwiki: [1] 张某. 公报. 2024. -> <p>[1] 张某. 公报. 2024.</p>
org: * 注：数据截至2024年6月。 -> <p>* 注：数据截至2024年6月。</p>
muse: <verbatim>*</verbatim> 注：数据截至2024年6月。 -> <p>* 注：数据截至2024年6月。</p>
dokuwiki: * 注：数据截至2024年6月。 -> <p>* 注：数据截至2024年6月。</p>
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
