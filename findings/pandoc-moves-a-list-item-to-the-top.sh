#!/bin/sh
# pandoc 3.9 (pypandoc-binary 1.17), from RTF: if the last item of a list is directly before a table, it moves to the beginning of the document.
#
#   input     an RTF file: 首段, the numbered item 名单如下：, a table 姓名 职务, 末段; the marks of list and table as the RTF specification gives them
#   expected  the four parts in this order, as from the same document in docx
#   found     名单如下：, 首段, the table, 末段; without the table, or with a paragraph before it, the order is right
#
# A notice often ends with "1. the list is as follows:" and a table. All words are there, and the sentence makes sense at the beginning, so nobody
# looks for it. pandoc reads LibreOffice's RTF of such a document in the same way. Needs python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install pypandoc-binary==1.17

cat >run.py <<'PY'
import pypandoc

def text(value):
    return "".join(rf"\u{ord(c) if ord(c) < 32768 else ord(c) - 65536}?" for c in value)
head = (r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\froman\fcharset0 Times New Roman;}}"
        r"{\*\listtable{\list\listtemplateid1{\listlevel\levelnfc0\leveljc0\levelstartat1\levelfollow0{\leveltext\'02\'00.;}{\levelnumbers\'01;}}\listid1}}"
        r"{\*\listoverridetable{\listoverride\listid1\listoverridecount0\ls1}}")
plain = lambda value: r"\pard\plain " + text(value) + r"\par "
item = lambda value: r"\pard\plain{\listtext\pard\plain 1.\tab}\ls1\ilvl0 " + text(value) + r"\par "
table = r"\trowd\cellx2000\cellx4000\pard\intbl " + text("姓名") + r"\cell\pard\intbl " + text("职务") + r"\cell\row "
for name, parts in [("item, table", [plain("首段"), item("名单如下："), table, plain("末段")]),
                    ("item, paragraph, table", [plain("首段"), item("名单如下："), plain("甲"), table, plain("末段")]),
                    ("item, no table", [plain("首段"), item("名单如下："), plain("末段")])]:
    with open("a.rtf", "w") as out:
        out.write(head + "".join(parts) + "}")
    print(f"{name}:", " ".join(word for word in pypandoc.convert_file("a.rtf", "plain").split() if "--" not in word))
PY
env/bin/python run.py >found
cat found
cat >recorded <<'END'
item, table: 1. 名单如下： 首段 姓名 职务 末段
item, paragraph, table: 首段 1. 名单如下： 甲 姓名 职务 末段
item, no table: 首段 1. 名单如下： 末段
END
diff recorded found || { echo "the behaviour has changed" && exit 1; }
