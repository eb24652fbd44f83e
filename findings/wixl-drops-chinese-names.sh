#!/bin/sh
# wixl 0.101 (Debian 12, 0.101+repack-1), which makes installers for Windows (MSI) on Linux: the Chinese names of the folder and of the files are missing from
# the installer, without a warning.
#
#   input     a product 目录 with the folder 目录程序 and the files 使用说明.txt and 使用手册.txt, Language 2052, with Codepage 936 and 65001; the same with Latin names
#   expected  the names in the encoding that Codepage states, as the WiX language says; or an error
#   found     exit status 0 and no message; the Chinese names of folder and files are in the installer in no encoding, the Latin ones once each
#
# The product and the manufacturer 甲市 are kept in the summary, in UTF-8, but stand there alone: each is in the installer once less than its Latin
# counterpart. So the properties of the file look right. Use Latin names in the installer. Needs Debian 12's wixl and python3.

set -eu
command -v wixl >/dev/null || { echo "wixl is missing" && exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export LC_ALL=C.UTF-8
printf 'a\n' >one.txt
printf 'b\n' >two.txt
make() { # make NAME CODEPAGE PRODUCT FOLDER FILE FILE MANUFACTURER
    cat >"$1.wxs" <<XML
<?xml version="1.0" encoding="utf-8"?>
<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
  <Product Name="$3" Id="12345678-1234-1234-1234-123456789011" UpgradeCode="12345678-1234-1234-1234-123456789012" Language="2052" Codepage="$2"
      Version="1.0.0" Manufacturer="$7">
    <Package Compressed="yes"/>
    <Media Id="1" Cabinet="a.cab" EmbedCab="yes"/>
    <Directory Id="TARGETDIR" Name="SourceDir"><Directory Id="ProgramFilesFolder"><Directory Id="INSTALLDIR" Name="$4">
      <Component Id="C1" Guid="12345678-1234-1234-1234-123456789013"><File Id="F1" Name="$5" Source="one.txt"/></Component>
      <Component Id="C2" Guid="12345678-1234-1234-1234-123456789014"><File Id="F2" Name="$6" Source="two.txt"/></Component>
    </Directory></Directory></Directory>
    <Feature Id="Main" Level="1"><ComponentRef Id="C1"/><ComponentRef Id="C2"/></Feature>
  </Product>
</Wix>
XML
    wixl -o "$1.msi" "$1.wxs" 2>&1
}
cat >names.py <<'PY'
import pathlib

chinese = ["目录", "目录程序", "使用说明.txt", "使用手册.txt", "甲市"]
for file, names in [("936", chinese), ("65001", chinese), ("latin", ["Mulu", "Catalogue", "manual.txt", "guide.txt", "Town"])]:
    data = pathlib.Path(file + ".msi").read_bytes()
    print(file, *[f"{name} {sum(data.count(word) for word in {name.encode(code) for code in ['utf-8', 'gbk', 'utf-16-le']})}" for name in names])
PY
{
    wixl --version
    make 936 936 目录 目录程序 使用说明.txt 使用手册.txt 甲市
    make 65001 65001 目录 目录程序 使用说明.txt 使用手册.txt 甲市
    make latin 1252 Mulu Catalogue manual.txt guide.txt Town
    python3 names.py
} >found
cat found
cat >recorded <<'TXT'
0.101
936 目录 2 目录程序 0 使用说明.txt 0 使用手册.txt 0 甲市 1
65001 目录 2 目录程序 0 使用说明.txt 0 使用手册.txt 0 甲市 1
latin Mulu 3 Catalogue 1 manual.txt 1 guide.txt 1 Town 2
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
