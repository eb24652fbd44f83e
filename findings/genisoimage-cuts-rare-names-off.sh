#!/bin/sh
# genisoimage 1.1.11 (Debian 12, 9:1.1.11-3.4), which makes images of discs: in the names for Windows (Joliet), a name ends before its first rare
# character, and a long name loses its extension. xorriso 1.5.4 (1.5.4-4) writes an underscore for the rare character.
#
#   input     files 李𬱖.txt (U+2CC56), 甲政发〔2024〕12号：名单.txt and a title of 66 characters with .pdf; genisoimage -J -R; xorriso with -joliet on; the
#             names read by pycdlib 1.22.0, which writes 李𬱖.txt into Joliet itself, as 7-Zip shows it
#   expected  李𬱖.txt, because Windows reads the names of Joliet as UTF-16, or a warning; the title shortened before .pdf, as xorriso does it
#   found     genisoimage: 李 and a title of 64 characters, both without extension and without a message; xorriso: 李_.txt. The names for Linux (Rock
#             Ridge) are whole, so the disc looks right on the machine that made it
#
# Archives hand discs over to offices with Windows, where these files can no longer be opened by a double click. The script runs the programs without
# mulu and fails if the behaviour changes. It needs Debian 12's apt-get and dpkg-deb, python3 with venv, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get -q download genisoimage=9:1.1.11-3.4 xorriso=1.5.4-4 libisoburn1=1.5.4-4 libburn4=1.5.4-1 libisofs6=1.5.4-1 libjte2 >log 2>&1
for package in *.deb; do dpkg-deb -x "$package" .; done
python3 -m venv env
env/bin/pip -q --disable-pip-version-check install pycdlib==1.22.0
export LC_ALL=C.UTF-8
title=关于印发甲市国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要重点任务分工方案及甲市政府信息公开工作要点实施细则的通知附件一
mkdir files
for name in 李𬱖.txt 甲政发〔2024〕12号：名单.txt "$title.pdf"; do echo x >"files/$name"; done
usr/bin/genisoimage -quiet -J -R -o genisoimage.iso files >errors 2>&1
LD_LIBRARY_PATH=$(echo "$work"/usr/lib/*-linux-gnu) usr/bin/xorriso -outdev xorriso.iso -joliet on -map files / -commit >>log 2>&1
cat >run.py <<'PY'
import pycdlib

for program in ["genisoimage", "xorriso"]:
    image = pycdlib.PyCdlib()
    image.open(f"{program}.iso")
    print(program, "Joliet", *(child.file_identifier().decode("utf-16-be") for child in list(image.list_children(joliet_path="/"))[2:]))
    print(program, "Rock Ridge", *(child.rock_ridge.name().decode() for child in list(image.list_children(rr_path="/"))[2:]))
PY
{ cat errors && env/bin/python run.py; } >found
cat found
cat >recorded <<'TXT'
genisoimage Joliet 关于印发甲市国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要重点任务分工方案及甲市政府信息公开工作要点实施细则的通知附 李 甲政发〔2024〕12号：名单.txt
genisoimage Rock Ridge 李𬱖.txt 关于印发甲市国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要重点任务分工方案及甲市政府信息公开工作要点实施细则的通知附件一.pdf 甲政发〔2024〕12号：名单.txt
xorriso Joliet 关于印发甲市国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要重点任务分工方案及甲市政府信息公开工作要点实施细则的.pdf 李_.txt 甲政发〔2024〕12号：名单.txt
xorriso Rock Ridge 李𬱖.txt 甲政发〔2024〕12号：名单.txt 关于印发甲市国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要重点任务分工方案及甲市政府信息公开工作要点实施细则的通知附件一.pdf
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
