#!/bin/sh
# tantivy 0.27.0 (Python package): with the default tokenizer a run of fourteen or more Chinese characters is not in the index at all.
#
#   input     two titles, 关于优待办法的通知 (9 characters) and 关于进一步加强城乡居民基本医疗保险工作的通知 (22)
#   expected  both found by their whole text (words inside a title are not expected: there is no segmentation)
#   found     the short one is found, the long one by nothing
#
# The tokenizer takes a run between punctuation as one word and drops words over 40 bytes, that is 13 characters; most
# titles of official documents are longer. The field keeps the title, so that a listing of the index looks complete. The script needs python3 with venv, and a connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install tantivy==0.27.0

cat >run.py <<'PY'
import tantivy

schema = tantivy.SchemaBuilder()
schema.add_text_field("title", stored=True)
index = tantivy.Index(schema.build())
titles = ["关于优待办法的通知", "关于进一步加强城乡居民基本医疗保险工作的通知", "甲" * 13, "甲" * 14]
writer = index.writer()
for title in titles:
    writer.add_document(tantivy.Document(title=title))
writer.commit()
index.reload()
searcher = index.searcher()
for title in titles:
    print(len(title), "characters:", searcher.search(index.parse_query(f'"{title}"', ["title"])).count)
PY
env/bin/python run.py >found
cat found
cat >recorded <<'END'
9 characters: 1
22 characters: 0
13 characters: 1
14 characters: 0
END
diff recorded found || { echo "another behaviour than recorded" && exit 1; }
