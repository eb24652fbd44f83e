#!/bin/sh
# dlltool of MinGW (binutils 2.40, Debian 12, 2.40-2+10.4) makes an import library of a DLL, with --deterministic-libraries: the symbols in the library are
# named after the path of the output as it was typed, so two folders give two libraries. A program for Windows that is built in another folder cannot have the
# same bytes until the libraries do, and the library shows the folders of the machine.
#
#   input     one .def file; outputs one/import.lib, other/import.lib, and import.lib made from within each folder
#   expected  the same bytes, as the option promises "deterministic" libraries
#   found     the paths are in the symbols _head_… and …_iname, so the first two differ, even in size; made from within the folder they are the same
#
# Rust's compiler calls dlltool for each library that the source links with `raw-dylib`, as the crates windows-sys and getrandom do, and gives it a folder with a
# random name; --remap-path-prefix does not reach it. Its option `-C dlltool` accepts a script that changes to the folder first. The script needs Debian 12's
# binutils-mingw-w64-x86-64, runs it without mulu and fails if the behaviour changes.

set -eu
tool=x86_64-w64-mingw32
command -v $tool-dlltool >/dev/null || { echo "binutils-mingw-w64-x86-64 is missing" && exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export LC_ALL=C.UTF-8
printf 'LIBRARY catalogue.dll\nEXPORTS\n    CountDocuments\n' >catalogue.def
mkdir one other
make() { $tool-dlltool --deterministic-libraries -d "$work/catalogue.def" -D catalogue.dll -m i386:x86-64 -f --64 "$@"; }
compare() { cmp -s one/import.lib other/import.lib && echo same || echo different; }
symbols() { $tool-nm "$1" 2>/dev/null | grep -o '[A-Za-z_]*_import_lib[a-z_]*' | sort -u | paste -sd ' '; }
{
    $tool-dlltool --version | head -n 1
    for folder in one other; do make --temp-prefix t -l $folder/import.lib; done
    echo "by path: $(compare)"
    echo "one: $(symbols one/import.lib)"
    echo "other: $(symbols other/import.lib)"
    for folder in one other; do (cd $folder && make --temp-prefix t -l import.lib); done
    echo "by name: $(compare)"
    echo "one: $(symbols one/import.lib)"
} >found
cat found
cat >recorded <<'TXT'
GNU x86_64-w64-mingw32-dlltool (GNU Binutils) 2.40
by path: different
one: __one_import_lib_iname _head_one_import_lib
other: __other_import_lib_iname _head_other_import_lib
by name: same
one: __import_lib_iname _head_import_lib
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
