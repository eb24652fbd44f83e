#!/bin/sh
# python-frontmatter 1.3.0: text between two lines of --- disappears without an error if it is not a list of fields, in a document without front matter
# as well as in one whose colons are full-width.
#
#   input     a document that begins with a horizontal line, the paragraph 附件1 随文下发 and another line; front matter with 标题：关于公开的通知 and one full-width
#             colon; the same with an ordinary colon
#   expected  the first document complete, because it has no front matter; for the second an error, or the lines as text
#   found     no metadata and, of both documents, only the text after the second line; with the ordinary colon the field is there
#
# YAML reads such lines as one piece of text, which is valid, and the package keeps the result only if it is a mapping. A tool that loads and writes
# documents, for example to add a date, deletes the first part of such a file. Full-width colons are the usual slip in Chinese front matter. Needs
# python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install python-frontmatter==1.3.0
cat >run.py <<'PY'
import frontmatter

for name, text in [("line", "---\n\n附件1 随文下发\n\n---\n\n正文。\n"), ("full-width", "---\n标题：关于公开的通知\n---\n\n正文。\n"),
                   ("ordinary", "---\n标题: 关于公开的通知\n---\n\n正文。\n")]:
    post = frontmatter.loads(text)
    print(name, post.metadata, repr(post.content), "written again", repr(frontmatter.dumps(post)))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'TXT'
line {} '正文。' written again '---\n{}\n---\n\n正文。'
full-width {} '正文。' written again '---\n{}\n---\n\n正文。'
ordinary {'标题': '关于公开的通知'} '正文。' written again '---\n标题: 关于公开的通知\n---\n\n正文。'
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
