#!/bin/sh
# Makes the files of a release from this commit: sh scripts/release.sh [--out DIR] [linux] [windows]
# [macos] [test] [twice]
#
# Each system has an archive, a wheel and an npm package.
#   linux    x86_64, linked statically with musl. Without musl-gcc, or without the standard library for musl, the program is linked with
#            glibc, and the name of its archive contains glibc
#   windows  x86_64; the archive is a portable zip. There is also an installer if makensis (Debian: nsis) is installed
#   macos    both processors; on macOS only
#   test     installs the wheel and the npm packages of this system from the files that were made, runs them and removes them
#   twice    compiles each program and packs it a second time, in another folder, and compares every byte. The installer and the npm
#            package that chooses among the systems are not made twice
#
# Without a system or `test`, the script makes everything that this machine can make, and tests it.
# The workflow `release` runs the same script on three machines. Nothing is published.
#   MULU_PROFILE=dev                  compiles without optimisation, which is quicker, to try this script
#   MULU_PROGRAM=/path TARGET=triple  with `linux`: packs this program and compiles none
#   MULU_WINDOWS=/path                with `windows`: packs this program and compiles none

set -eu
cd "$(dirname "$0")/.."
top=$PWD
out=$top/target/release-files
words=
while [ $# -gt 0 ]; do
    case $1 in
        --out) mkdir -p "$2"; out=$(cd "$2" && pwd); shift ;;
        linux | windows | macos | test | twice) words="$words $1" ;;
        *) echo "usage: sh scripts/release.sh [--out DIR] [linux] [windows] [macos] [test] [twice]" >&2; exit 2 ;;
    esac
    shift
done
system=$(uname -s)
case "$words" in
    *linux* | *windows* | *macos* | *test*) ;;
    *) case $system in
        Linux) words="$words linux windows test" ;;
        Darwin) words="$words macos test" ;;
        *) words="$words windows test" ;;
    esac ;;
esac
wants() { case " $words " in *" $1 "*) true ;; *) false ;; esac }
say() { printf '%s\n' "$*"; }

profile=${MULU_PROFILE:-dist}
places=$profile
[ "$profile" = dev ] && places=debug
python=$(command -v python3 || command -v python)

# The programs state the commit and its day, and contain no path of this machine and no time of the
# build.
if [ -z "${MULU_COMMIT:-}" ] && [ -e .git ]; then
    if [ -n "$(git status --porcelain --untracked-files=no)" ]; then
        say "the working tree has changes: commit them first" >&2
        [ "$profile" = dev ] || exit 1
    fi
    MULU_COMMIT=$(git log -1 --format='%H %cs')
    SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
fi
: "${SOURCE_DATE_EPOCH:?must be set if MULU_COMMIT is set or there is no .git}"
export MULU_COMMIT SOURCE_DATE_EPOCH CARGO_INCREMENTAL=0 ZERO_AR_DATE=1 TZ=UTC LC_ALL=C.UTF-8

home=${CARGO_HOME:-$HOME/.cargo}

# import_names FOLDER: makes FOLDER/dlltool, which runs MinGW's dlltool in the folder of the import
# library. The reason: dlltool names symbols after the path of the library, and the compiler makes
# the library in a folder with a random name.
import_names() {
    mkdir -p "$1"
    cat >"$1/dlltool" <<'END'
#!/bin/sh
option=
for word do
    shift
    [ "$option" != -l ] || { cd "${word%/*}" && word=${word##*/}; }
    set -- "$@" "$word"
    option=$word
done
exec x86_64-w64-mingw32-dlltool "$@"
END
    chmod +x "$1/dlltool"
}

# compile TARGET FOLDER: prints the path of the program
compile() {
    ending=
    link=
    case $1 in
        *windows*) ending=.exe ;;
    esac
    case $1 in
        # without this option, the linker of MinGW writes the time into the program
        *windows-gnu) link="-C link-arg=-Wl,--no-insert-timestamp" ;;
        # without this option, the linker gives every build an identifier of its own
        *darwin) link="-C link-arg=-Wl,-no_uuid" ;;
        *windows-msvc) link="-C link-arg=/Brepro -C target-feature=+crt-static" ;;
    esac
    paths=
    c_paths=
    # The libraries are downloaded first, because the loop below needs their folder in registry/src.
    # The name of this folder differs between the registry and its mirrors.
    cargo fetch --locked --target "$1" >&2
    for folder in "$top=/mulu" "$home=/cargo" "$2=/target" "$home"/registry/src/*; do
        case $folder in */registry/src/*) folder=$folder=/cargo/registry ;; esac
        paths="$paths --remap-path-prefix=$folder"
        c_paths="$c_paths -ffile-prefix-map=$folder"
    done
    wrapper=
    case $1 in
        # Windows cannot run a script in place of the compiler
        *msvc) c_paths=""; link="$link$paths" ;;
        # Cargo does not give RUSTFLAGS to libraries with macros, so this wrapper adds the options to
        # every call of the compiler. Otherwise paths in the hash of a macro would change the program.
        *)
            wrapper=$2/rustc
            mkdir -p "$2"
            # dlltool is not in RUSTFLAGS, because its path would then be part of the hash of each library
            case $1 in *windows-gnu) import_names "$2"; paths="$paths -C dlltool=$2/dlltool" ;; esac
            printf '#!/bin/sh\nexec "$@"%s\n' "$paths" >"$wrapper"
            chmod +x "$wrapper"
            ;;
    esac
    # shellcheck disable=SC2086 # options that may be empty
    RUSTC_WRAPPER=$wrapper RUSTFLAGS="$link -C strip=symbols" CFLAGS="$c_paths" CXXFLAGS="$c_paths" \
        cargo build --locked --profile "$profile" --bin mulu --target "$1" --target-dir "$2" ${build_std:-} >&2
    program=$2/$1/$places/mulu$ending
    if grep -qaF -e "$top/" -e "$home/" "$program"; then
        say "FAILED: $program contains a path of this machine" >&2
        exit 1
    fi
    say "$program"
}

has_std() { ls "$("${RUSTC:-rustc}" --print target-libdir --target "$1")"/libstd-*.rlib >/dev/null 2>&1; }
add_std() { has_std "$1" || { command -v rustup >/dev/null && rustup target add "$1" >/dev/null 2>&1 && has_std "$1"; }; }

# pack TARGET PROGRAM FOLDER: prints the files that it makes
pack() {
    # the manual pages come from the program itself
    case $1 in *windows*) MULU_MAN= ;; *) MULU_MAN=$2 ;; esac
    MULU_MAN=$MULU_MAN "$python" scripts/release.py pack "$1" "$2" "$3"
}

# one TARGET [PROGRAM]: packs PROGRAM, or compiles the program for TARGET and packs it
one() {
    program=${2:-}
    [ -n "$program" ] || program=$(compile "$1" "$top/target/release-1")
    pack "$1" "$program" "$out"
    if wants twice && [ -z "${2:-}" ]; then
        again=$(compile "$1" "$top/target/release-2/again")
        files=$top/target/release-2/files
        rm -rf "$files"
        (umask 077; export TZ=Asia/Shanghai; pack "$1" "$again" "$files") >/dev/null
        cmp "$program" "$again" || differs=1
        for file in "$files"/*; do cmp "$file" "$out/${file##*/}" || differs=1; done
        [ -z "${differs:-}" ] || { say "FAILED: two builds of $1 differ" >&2; exit 1; }
        say "the same bytes twice: $1, program and packages"
    fi
}

mkdir -p "$out"
# removes only the files of an earlier run
find "$out" -maxdepth 1 -type f \( -name 'mulu-*' -o -name SHA256SUMS \) -exec rm -f {} +
if wants linux; then
    if [ -n "${MULU_PROGRAM:-}" ]; then
        one "${TARGET:-x86_64-unknown-linux-gnu}" "$MULU_PROGRAM"
    elif add_std x86_64-unknown-linux-musl && command -v musl-gcc >/dev/null; then
        CC_x86_64_unknown_linux_musl=musl-gcc
        export CC_x86_64_unknown_linux_musl
        one x86_64-unknown-linux-musl
    else
        say "note: no musl here (rustup target add x86_64-unknown-linux-musl; Debian: musl-tools), so the program needs glibc; the workflow makes the static one"
        one x86_64-unknown-linux-gnu
    fi
fi
if wants windows; then
    if [ -n "${MULU_WINDOWS:-}" ]; then
        one x86_64-pc-windows-gnu "$MULU_WINDOWS"
    elif [ "$system" != Linux ]; then
        one x86_64-pc-windows-msvc
    elif ! command -v x86_64-w64-mingw32-gcc >/dev/null; then
        say "note: no linker for Windows (Debian: gcc-mingw-w64-x86-64); the workflow makes that program"
    elif add_std x86_64-pc-windows-gnu; then
        one x86_64-pc-windows-gnu
    else
        # Debian's compiler compiles the standard library too
        line=$(sh scripts/windows.sh toolchain | tail -n 1)
        RUSTC=${line%% *}
        build_std=${line#* }
        RUSTC_BOOTSTRAP=1
        export RUSTC RUSTC_BOOTSTRAP
        one x86_64-pc-windows-gnu
        unset RUSTC RUSTC_BOOTSTRAP build_std
    fi
    version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)
    zip=$out/mulu-$version-windows-x86_64.zip
    if [ ! -f "$zip" ]; then
        say "note: no program for Windows was packed, so there is no installer"
    elif ! command -v makensis >/dev/null; then
        say "note: no makensis (Debian: nsis), so there is no installer"
    else
        unpacked=$(mktemp -d)
        "$python" -m zipfile -e "$zip" "$unpacked"
        # the installer states the time of each file, so each file gets the time of the commit
        find "$unpacked" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
        "$python" scripts/release.py uninstall "$unpacked/mulu-$version-windows-x86_64" "$unpacked/list.nsh"
        makensis -V2 -INPUTCHARSET UTF8 "-DVERSION=$version" "-DFILES=$unpacked/mulu-$version-windows-x86_64" "-DLIST=$unpacked/list.nsh" \
            "-DOUT=$out/mulu-$version-windows-x86_64-setup.exe" scripts/installer.nsi
        rm -r "$unpacked"
    fi
fi
if wants macos; then
    if [ "$system" = Darwin ]; then
        for target in aarch64-apple-darwin x86_64-apple-darwin; do add_std "$target" && one "$target"; done
    else
        say "note: programs for macOS are made on macOS only, by the workflow"
    fi
fi
"$python" scripts/release.py common "$out"
"$python" scripts/release.py sums "$out"

# try_out TAG SYSTEM: installs the wheel with this tag and the npm packages for this system, without the network. Runs the program of
# each, and removes it.
try_out() {
    tries=$(mktemp -d)
    trap 'rm -rf "$tries"' EXIT
    wheel=$(find "$out" -name "mulu-*-py3-none-$1.whl" | head -n 1)
    if [ -n "$wheel" ] && "$python" -m venv "$tries/venv" 2>/dev/null; then
        bin=$tries/venv/bin
        [ -d "$bin" ] || bin=$tries/venv/Scripts
        "$bin/python" -m pip install --quiet --no-index --disable-pip-version-check "$wheel"
        "$bin/mulu" --version
        "$bin/mulu" init --yes "$tries/site" >/dev/null 2>&1
        "$bin/mulu" -r "$tries/site" build 2>/dev/null
        [ -f "$tries/site/public/index.html" ] || { say "FAILED: the wheel" >&2; exit 1; }
        "$bin/python" -m pip uninstall --quiet --yes mulu
        [ ! -e "$bin/mulu" ] || { say "FAILED: the wheel is not removed" >&2; exit 1; }
        say "ok: the wheel is installed, runs, and is removed"
    else
        say "note: no wheel for this system, or no venv (Debian: python3-venv)"
    fi
    if command -v npm >/dev/null && ls "$out"/mulu-"$2"-*.tgz >/dev/null 2>&1; then
        mkdir "$tries/npm"
        (
            cd "$tries/npm"
            npm init --yes >/dev/null
            npm install --offline --no-audit --no-fund --silent "$out"/mulu-"$2"-*.tgz "$out"/mulu-[0-9]*.tgz
            npx --offline mulu --version
            npx --offline mulu -r "$tries/site" check --lang en >/dev/null 2>&1 || [ $? -eq 1 ]
            npm uninstall --offline --silent mulu
            [ ! -e node_modules/.bin/mulu ]
        ) || { say "FAILED: the npm packages" >&2; exit 1; }
        say "ok: the npm packages are installed, run, and are removed"
    else
        say "note: no npm here, or no package for this system"
    fi
}
if wants test; then
    case $system in
        Linux) try_out '*linux*_x86_64' linux ;;
        Darwin) try_out 'macosx*' darwin ;;
        *) try_out win_amd64 win32 ;;
    esac
fi
(cd "$out" && ls -l && cat SHA256SUMS)
