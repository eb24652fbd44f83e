#!/bin/sh
# Opens the web archive of a package in pywb and ReplayWeb.page. Prints which forms of an address
# they find, and whether the search answers. The script fails if one of the two programs does not
# find `base_url`, a page or a folder in its usual forms (tests/browser/replay.mjs lists them), or
# if the search has no answer. The first run downloads both programs (60 MB). Needs cargo, node,
# npm, python3, unzip, Chromium, and the npm packages of scripts/test.sh.
#
#   sh scripts/replay.sh
set -eu
cd "$(dirname "$0")/.."
target=$(cd "${CARGO_TARGET_DIR:-target}" && pwd)
replay=$target/replay
base=https://example.cn/portal/xxgk/
rm -rf "$replay/site" "$replay/pywb"
mkdir -p "$replay/site" "$replay/pywb"
cp -R mulu.yaml content themes "$replay/site/"
printf '\nbase_url: %s\n' "$base" >>"$replay/site/mulu.yaml"
cargo run -q -- -q -r "$replay/site" --as-of 2026-12-01 snapshot 2025
package=$replay/site/archive/2025

[ -x "$replay/python/bin/wayback" ] || {
    python3 -m venv "$replay/python"
    "$replay/python/bin/pip" -q --disable-pip-version-check install pywb==2.10.0 setuptools==80.9.0
}
[ -f "$replay/package/sw.js" ] || (cd "$replay" && npm pack --silent replaywebpage@2.5.3 >/dev/null && tar xzf replaywebpage-2.5.3.tgz)

cd "$replay/pywb"
unzip -q "$package/data/wacz/xxgk-2025.wacz" -d wacz
"$replay/python/bin/wb-manager" init site >log 2>&1
"$replay/python/bin/wb-manager" add site wacz/archive/data.warc.gz >>log 2>&1
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$replay/python/bin/wayback" -b 127.0.0.1 -p "$port" >>log 2>&1 &
trap 'kill $! 2>/dev/null || true' EXIT
cd - >/dev/null
MULU_SITE=$package/data/site MULU_NODE=${MULU_NODE:-$target/node} MULU_REPLAY=$replay/package \
    MULU_PYWB=http://127.0.0.1:$port/site/2025/ node tests/browser/replay.mjs "$package/data/wacz/xxgk-2025.wacz" "$base"
