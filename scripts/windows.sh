#!/bin/sh
# Makes the program for Windows on Linux and tests it: sh scripts/windows.sh [toolchain|build|test]
# [--release]
#
#   toolchain   makes the standard library for x86_64-pc-windows-gnu available: by rustup if possible, else from the sources in Debian's
#               packages (rustc-web, rust-web-src and what they need), which are unpacked into target/windows and not installed. The last
#               line is the compiler, and the option for cargo that compiles the standard library, if it is needed
#   build       compiles mulu.exe; the last line is its path
#   test        compiles it and runs it under Wine (the default): the same site and the same package on both systems, held files,
#               kills, two builds at once, patterns, names
#
# Debian and Ubuntu: apt-get install gcc-mingw-w64-x86-64 wine64
#   MULU_WINDOWS=/path/mulu.exe  and  MULU_LINUX=/path/mulu   existing programs that `test` uses

set -eu
cd "$(dirname "$0")/.."
top=$PWD
target=x86_64-pc-windows-gnu
here=${CARGO_TARGET_DIR:-target}
mkdir -p "$here/windows"
here=$(cd "$here" && pwd)
work=$here/windows
release=
what='test'
for word in "$@"; do
    case $word in
        --release) release=--release ;;
        toolchain | build | test) what=$word ;;
        *) echo "usage: sh scripts/windows.sh [toolchain|build|test] [--release]" >&2; exit 2 ;;
    esac
done

say() { printf '%s\n' "$*"; }
fail() { say "$*" >&2; exit 1; }

has_std() { ls "$("${RUSTC:-rustc}" --print target-libdir --target "$target")"/libstd-*.rlib >/dev/null 2>&1; }

# Debian's compiler, and the sources of the standard library, which cargo compiles for Windows.
from_debian() {
    root=$work/root
    if [ ! -x "$work/rustc" ]; then
        command -v apt-get >/dev/null || fail "no standard library for $target: rustup target add $target"
        mkdir -p "$root" "$work/packages"
        (
            cd "$work/packages"
            version=$(apt-cache depends rustc-web | sed -n 's/.*Depends: libstd-rust-web-dev.*/x/p')
            [ -n "$version" ] || fail "no standard library for $target: rustup target add $target"
            std=$(apt-cache depends libstd-rust-web-dev | sed -n 's/.*Depends: \(libstd-rust-web-[0-9.]*\)$/\1/p' | head -n 1)
            llvm=$(apt-cache depends "$std" | sed -n 's/.*Depends: \(libllvm[0-9]*\)$/\1/p' | head -n 1)
            apt-get download rustc-web libstd-rust-web-dev rust-web-src "$std" "$llvm" >&2
            for package in *.deb; do dpkg -x "$package" "$root"; done
        )
        printf '#!/bin/sh\nLD_LIBRARY_PATH=%s/usr/lib/x86_64-linux-gnu exec %s/usr/bin/rustc "$@"\n' "$root" "$root" >"$work/rustc"
        chmod +x "$work/rustc"
    fi
    RUSTC=$work/rustc
    RUSTC_BOOTSTRAP=1 # only with this does cargo compile the standard library with a stable compiler
    export RUSTC RUSTC_BOOTSTRAP
    build_std=-Zbuild-std=std,panic_unwind
}

toolchain() {
    build_std=
    has_std && return
    if command -v rustup >/dev/null && rustup target add "$target" >&2 && has_std; then
        return
    fi
    from_debian
}

build() {
    command -v x86_64-w64-mingw32-gcc >/dev/null || fail "no linker: apt-get install gcc-mingw-w64-x86-64"
    toolchain
    # shellcheck disable=SC2086 # options that may be empty
    cargo build --locked --bin mulu --target "$target" --target-dir "$work" $build_std $release >&2
    exe=$work/$target/${release:+release}
    [ -n "$release" ] || exe=$work/$target/debug
    exe=$exe/mulu.exe
}

# Wine 8.0 lacks bcryptprimitives.dll, from which Rust's standard library takes random numbers. This
# replacement takes them from a function that Wine has.
random_numbers() {
    dll=$(dirname "$1")/bcryptprimitives.dll
    [ -f "$dll" ] && return
    cat >"$work/random.c" <<'END'
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID bytes, ULONG count);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T count) { return SystemFunction036(bytes, (ULONG)count); }
END
    x86_64-w64-mingw32-gcc -shared -O1 -o "$dll" "$work/random.c" -ladvapi32
}

case $what in
    toolchain) toolchain; say "${RUSTC:-rustc} ${build_std}" ;;
    build) build; say "$exe" ;;
    test)
        wine=$(command -v wine64 || ls /usr/lib/wine/wine64 2>/dev/null) || fail "no Wine: apt-get install wine64"
        if [ -n "${MULU_WINDOWS:-}" ]; then exe=$MULU_WINDOWS; else build; fi
        linux=${MULU_LINUX:-}
        if [ -z "$linux" ]; then
            (unset RUSTC RUSTC_BOOTSTRAP; cargo build --locked --bin mulu >&2)
            linux=$here/debug/mulu
        fi
        random_numbers "$exe"
        exec python3 "$top/tests/windows/wine.py" "$wine" "$exe" "$linux" "$work/prefix"
        ;;
esac
