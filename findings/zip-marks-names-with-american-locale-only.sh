#!/bin/sh
# Info-ZIP zip 3.0 (Debian 12, 3.0-13+deb12u1): it marks Chinese names as UTF-8 only if the locale en_US.UTF-8 is installed, whatever locale is in
# use.
#
#   input     zip of 甲政发〔2024〕12号.txt with LC_ALL=zh_CN.UTF-8, once with zh_CN.UTF-8 as the only locale of the machine and once also with en_US.UTF-8
#   expected  bit 11 set both times: the locale in use is UTF-8, and by the manual, names are stored as UTF-8 if that is the default
#   found     not set without the American locale, even with -UN=UTF8; set with it
#
# A Chinese server and most containers have only zh_CN.UTF-8 or C.UTF-8. unzip on the same machine shows the names correctly, so nobody notices.
# Windows and Python read the names in another code page, so the attachments of a package arrive with garbled names. Needs python3, localedef, Debian
# 12's apt-get and dpkg-deb, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download zip=3.0-13+deb12u1 locales >/dev/null 2>&1
for package in *.deb; do dpkg-deb -x "$package" debian; done
I18NPATH=$work/debian/usr/share/i18n
export I18NPATH
mkdir chinese both
localedef --no-archive -i zh_CN -f UTF-8 chinese/zh_CN.UTF-8
cp -R chinese/zh_CN.UTF-8 both/
localedef --no-archive -i en_US -f UTF-8 both/en_US.UTF-8
printf x >甲政发〔2024〕12号.txt
for locales in chinese both; do
    for option in '' -UN=UTF8; do
        rm -f it.zip
        # shellcheck disable=SC2086
        LOCPATH=$work/$locales LC_ALL=zh_CN.UTF-8 debian/usr/bin/zip -q $option it.zip ./*.txt
        python3 - "$locales$option" <<'PY'
import sys
import zipfile

entry = zipfile.ZipFile("it.zip").infolist()[0]
print(sys.argv[1], "marked" if entry.flag_bits & 0x800 else "not marked", "right" if entry.filename == "甲政发〔2024〕12号.txt" else "garbled")
PY
    done
done >found
cat found
cat >recorded <<'TXT'
chinese not marked garbled
chinese-UN=UTF8 not marked garbled
both marked right
both-UN=UTF8 marked right
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
