#!/bin/sh
# file 5.44 (Debian 12, 1:5.44-3; libmagic, which python-magic and many upload forms use): it calls a text in GBK that begins with 根据, 各, 附件, 府 or 改 a
# "DOS executable".
#
#   input     notices in GBK, as old portals have them, that begin with 根据, 各乡镇, 附件1, 府办公室 and 改革; for comparison others that begin with 关于 and 公告
#   expected  text/plain for all, as for 关于: the program has no name for GBK, but the bytes are those of a text
#   found     application/x-dosexec for each of the five: in GBK the first byte of all these characters is B8, a common first byte of programs for DOS
#
# 各乡镇人民政府 and 根据 are the most common beginnings of a notice. A filter for types refuses the file as a program, and a catalogue calls it a download of
# an unknown kind. Needs Debian 12's apt-get and dpkg-deb, iconv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download file=1:5.44-3 libmagic1=1:5.44-3 libmagic-mgc=1:5.44-3 >/dev/null 2>&1
for package in *.deb; do dpkg-deb -x "$package" debian; done
LD_LIBRARY_PATH=$(dirname "$(find "$work/debian" -name libmagic.so.1)")
MAGIC=$work/debian/usr/lib/file/magic.mgc
export LD_LIBRARY_PATH MAGIC
for text in 根据有关规定，现公布如下。 各乡镇人民政府： 附件1 府办公室通知 改革方案 关于印发办法的通知 公告; do
    printf '%s\n现将有关事项通知如下。\n' "$text" | iconv -f UTF-8 -t GBK >text
    printf '%s %s\n' "$text" "$(debian/usr/bin/file -b --mime-type text)"
done >found
cat found
cat >recorded <<'TXT'
根据有关规定，现公布如下。 application/x-dosexec
各乡镇人民政府： application/x-dosexec
附件1 application/x-dosexec
府办公室通知 application/x-dosexec
改革方案 application/x-dosexec
关于印发办法的通知 text/plain
公告 text/plain
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
