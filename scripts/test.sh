#!/bin/sh
# Runs every check that a change must pass: sh scripts/test.sh
#
# On Debian and Ubuntu it installs missing tools (two browsers, CJK fonts, Java, Node and others),
# with sudo where needed; npm packages go to target/node. Rust comes from rustup. The last line has
# the total.
#
#   MULU_INSTALL=0       install nothing for the system or Python: name what is missing, and fail
#                        where the tests in a browser cannot run
#   CHROMIUM=/path       the browser to use

set -u
cd "$(dirname "$0")/.." || exit 2
target=${CARGO_TARGET_DIR:-target}
mkdir -p "$target/test-logs"
target=$(cd "$target" && pwd)
logs=$target/test-logs
: >"$logs/counts"
began=$(date +%s)

if [ -n "${CI:-}" ]; then
    # a build that is used once needs neither debug information nor incremental state
    export CARGO_PROFILE_DEV_DEBUG=0 CARGO_INCREMENTAL=0
fi
export CARGO_TERM_COLOR=never NO_COLOR=1

say() { printf '%s\n' "$*"; }

# A program that root told to write to /dev/null may have replaced the device by a file, which would
# disturb Cargo.
if [ ! -c /dev/null ]; then
    say "note: /dev/null is a file on this machine and not the device"
    [ "$(id -u)" -eq 0 ] && rm -f /dev/null && mknod -m 666 /dev/null c 1 3
fi

missing() { ! command -v "$1" >/dev/null 2>&1; }

# limited SECONDS COMMAND...: ends a program, and the programs that it started, after this time, so
# that the other tests can run.
limited() {
    if missing timeout; then
        shift
        "$@"
        return
    fi
    timeout -k 10 "$@"
    status=$?
    [ "$status" -eq 124 ] && say "note: stopped after $1 seconds"
    return "$status"
}

# twice COMMAND...: runs a suite in a browser, and once more if it fails, because a browser may not
# start on a busy machine. The log has both runs.
twice() {
    "$@" >"$log.first" 2>&1 && cat "$log.first" && return
    sed 's/^/first try: /' "$log.first"
    grep -A 1 '^✖ [^f]' "$log.first" | head -n 6 | sed 's/^/note: /'
    say "note: failed once, and is run a second time"
    "$@"
}

# step NAME COMMAND...: runs the command, and shows its notes, the tests that it left out, and its
# figures of recall. If it fails, shows also the failures or the end of the output. The tests of a
# test runner are counted one by one; any other command counts as one.
step() {
    name=$1
    shift
    log=$logs/$(printf '%s' "$name" | tr -c 'a-z0-9\n' '-').log
    start=$(date +%s)
    [ -c /dev/null ] || : >/dev/null
    "$@" >"$log" 2>&1 </dev/null
    status=$?
    seconds=$(($(date +%s) - start))
    ok=$(awk '/^test result:/ { n += $4 } /^(ℹ|#) pass [0-9]+$/ { n += $3 } END { print n + 0 }' "$log")
    bad=$(awk '/^test result:/ { n += $6 } /^(ℹ|#) fail [0-9]+$/ { n += $3 } END { print n + 0 }' "$log")
    [ "$ok" -eq 0 ] && [ "$bad" -eq 0 ] && [ "$status" -eq 0 ] && ok=1
    [ "$status" -ne 0 ] && [ "$bad" -eq 0 ] && bad=1
    echo "$ok $bad" >>"$logs/counts"
    if [ "$status" -eq 0 ]; then
        say "ok      $name ($ok, ${seconds}s)"
    else
        say "FAILED  $name ($ok ok, $bad failed, ${seconds}s); the end of $log:"
        awk '/^failures:$|failing tests:/ { seen = 1 } seen' "$log" | head -n 150 >"$log.failures"
        [ -s "$log.failures" ] || tail -n 60 "$log" >"$log.failures"
        sed 's/^/        /' "$log.failures"
    fi
    grep -E '^(left out|note): |recall [01]' "$log" | sed 's/^[^a-zA-Z]*/        /'
    return "$status"
}

# beside ONE OTHER: runs two functions at the same time, and prints the output of the second after
# the first. Only one of them may use a browser, because two browsers would overload two cores.
beside() {
    "$2" >"$logs/beside" 2>&1 &
    other=$!
    "$1"
    wait "$other"
    cat "$logs/beside"
}

if missing cargo; then
    say "There is no Rust on this machine. Install it from https://rustup.rs and run this again."
    exit 2
fi

# ---- tools for the tests in a browser ----------------------------------------------------------

browser() {
    for candidate in "${CHROMIUM:-}" /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome; do
        [ -n "$candidate" ] && [ -x "$candidate" ] && printf '%s' "$candidate" && return 0
    done
    return 1
}

# The missing tools, by the names of Debian's packages. npm is requested only when node is there,
# because on some systems nodejs includes npm and conflicts with the package npm.
missing_packages() {
    browser >/dev/null || echo chromium
    missing firefox-esr && missing firefox && echo firefox-esr
    missing node && echo nodejs
    missing java && echo default-jre-headless
    missing xmllint && echo libxml2-utils
    missing strace && echo strace
    missing faketime && echo faketime
    missing fc-list && echo fontconfig
    missing pdftotext && echo poppler-utils
    { missing fc-list || [ -z "$(fc-list :lang=zh 2>/dev/null)" ]; } && echo fonts-noto-cjk
    python3 -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
    if ! missing node && missing npm; then echo npm; fi
}

# Installs missing tools, one package after another, so that an unavailable one does not prevent the
# others. Fails only if the tests in a browser cannot run.
install_tools() {
    sudo=
    [ "$(id -u)" -eq 0 ] || sudo=sudo
    updated=
    for round in first second; do # npm is installed after nodejs, if it is needed
        for package in $(missing_packages); do
            if missing apt-get || [ "${MULU_INSTALL:-1}" = 0 ]; then
                [ "$round" = first ] && say "note: please install $package"
                continue
            fi
            [ -n "$updated" ] || $sudo apt-get update || say "note: the lists of packages could not be renewed"
            updated=yes
            $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$package" ||
                say "note: could not install $package"
        done
    done
    browser >/dev/null && ! missing node && ! missing npm
}

install_packages() {
    mkdir -p "$target/node"
    if [ -d "$target/node/node_modules" ] && cmp -s tests/browser/package.json "$target/node/installed.json"; then return 0; fi
    cp tests/browser/package.json "$target/node/package.json"
    (cd "$target/node" && limited 600 npm install --no-package-lock --ignore-scripts --no-audit --no-fund) && cp tests/browser/package.json "$target/node/installed.json"
}

# ---- the program ----------------------------------------------------------------------------------------------------

demonstration() {
    rm -rf "$target/demo"
    mkdir -p "$target/demo"
    cp -R mulu.yaml content themes "$target/demo/"
    "$mulu" -r "$target/demo" --as-of 2026-12-01 --lang zh check --deny warnings &&
        "$mulu" -r "$target/demo" --as-of 2026-12-01 --lang zh build --base-url https://example.cn/portal/xxgk/
}

# Packs the program into the files that people download, installs them without a network, runs the
# program and removes it.
packages() {
    if missing npm || ! git rev-parse HEAD >/dev/null 2>&1; then
        say "left out: packages for pip and npm (no npm, or no git repository)"
        return 0
    fi
    rm -rf "$target/packages"
    mkdir -p "$target/packages"
    strip -o "$target/packages/mulu" "$mulu" 2>/dev/null || cp "$mulu" "$target/packages/mulu"
    MULU_PROFILE=dev MULU_PROGRAM="$target/packages/mulu" TARGET=x86_64-unknown-linux-gnu \
        sh scripts/release.sh --out "$target/packages/files" linux test || return 1
    (cd "$target/packages/files" && sha256sum --quiet --check SHA256SUMS)
}

plain() {
    rm -rf "$target/plain"
    mkdir -p "$target/plain"
    cp -R mulu.yaml content "$target/plain/"
    printf '\ntheme: plain\n' >>"$target/plain/mulu.yaml"
    "$mulu" -q -r "$target/plain" --as-of 2026-12-01 build --base-url https://example.cn/portal/xxgk/
}

in_browser_plain() {
    suite=$1
    shift
    limited 300 env CHROMIUM="$(browser)" MULU_SITE="$target/plain/public" MULU_NODE="$target/node" \
        node --test --test-reporter=spec "$@" "tests/browser/$suite.test.mjs"
}

# Builds two states of a site with `offline: true`.
offline_states() {
    rm -rf "$target/offline"
    for state in one two; do
        mkdir -p "$target/offline/$state/content"
        printf 'title: 测试目录\nagency: {name: 甲局}\noffline: true\n' >"$target/offline/$state/mulu.yaml"
        for n in 1 2 $([ "$state" = two ] && echo 3); do
            printf -- '---\ntitle: 关于第%s项工作的通知\nindex_number: N/2024-%s\ndate_created: 2024-03-0%s\n---\n\n各科室：请认真办理。\n' "$n" "$n" "$n" >"$target/offline/$state/content/$n.md"
        done
        "$mulu" -q -r "$target/offline/$state" --as-of 2026-12-01 build || return 1
    done
}

no_socket() {
    trace=$logs/network.trace
    if ! missing strace && strace -o "$trace" true 2>/dev/null; then
        strace -f -qq -e trace=network -o "$trace" "$mulu" -r "$target/demo" --as-of 2026-12-01 build -o "$target/demo/traced" || return 1
        grep -v -e '+++ ' -e '--- ' "$trace" && say "the build uses the network" && return 1
        say "strace saw no network call"
    elif unshare -rn true 2>/dev/null; then
        unshare -rn "$mulu" -r "$target/demo" --as-of 2026-12-01 build -o "$target/demo/traced" || return 1
        say "note: built without any network (unshare); strace would show more"
    else
        say "left out: neither strace nor unshare can be used here to show that a build opens no socket"
    fi
}

# python_with NAME FILE: a virtual environment $target/NAME with the packages that FILE requires.
python_with() {
    cmp -s "$2" "$target/$1/installed.txt" && return 0
    if missing python3 || [ "${MULU_INSTALL:-1}" = 0 ]; then
        say "left out: $2 (no python3, or nothing may be installed)"
        return 1
    fi
    rm -rf "${target:?}/$1"
    if ! { python3 -m venv "$target/$1" && limited 600 "$target/$1/bin/pip" install --quiet --disable-pip-version-check -r "$2"; }; then
        say "left out: $2 (pip could not install them)"
        return 1
    fi
    cp "$2" "$target/$1/installed.txt"
}

# Checks the e-books of the demonstration's documents, and one book of the column zcwj, with
# EPUBCheck.
ebooks() {
    rm -rf "$target/ebooks"
    mkdir -p "$target/ebooks"
    cp -R mulu.yaml content themes "$target/ebooks/"
    printf '\nepub: true\nbase_url: https://example.cn/portal/xxgk/\n' >>"$target/ebooks/mulu.yaml"
    "$mulu" -q -r "$target/ebooks" --as-of 2026-12-01 build || return 1
    "$mulu" -q -r "$target/ebooks" --as-of 2026-12-01 book zcwj -o "$target/ebooks/zcwj.epub" || return 1
    if missing java; then
        say "left out: EPUBCheck (no java)"
        return 0
    fi
    python_with python-epub tests/epub/requirements.txt || return 0
    limited 600 "$target/python-epub/bin/python" tests/epub/check.py "$target/ebooks/public" "$target/ebooks/zcwj.epub"
}

# Checks the feeds and the linked data of the demonstration with other people's programs.
linked() {
    python_with python-linked tests/linked/requirements.txt || return 0
    limited 600 "$target/python-linked/bin/python" tests/linked/check.py "$target/demo/public"
}

# Checks the JSON Schemas of `mulu schema` and the SARIF report of `mulu check` with another program's validator.
schemas() {
    python_with python-schema tests/schema/requirements.txt || return 0
    "$target/python-schema/bin/python" tests/schema/schemas.py "$mulu" &&
        "$target/python-schema/bin/python" tests/schema/sarif.py "$mulu"
}

in_browser() {
    limited 300 env CHROMIUM="$(browser)" MULU="$mulu" MULU_SITE="$target/demo/public" MULU_OFFLINE="$target/offline" MULU_NODE="$target/node" \
        node --test --test-reporter=spec "tests/browser/$1.test.mjs"
}

# Makes packages of three consecutive years, the last one also as a zip file. The next function
# checks them with other people's tools.
archive() {
    rm -rf "$target/archive"
    mkdir -p "$target/archive"
    cp -R mulu.yaml content themes "$target/archive/"
    printf '\nbase_url: https://example.cn/portal/xxgk/\n' >>"$target/archive/mulu.yaml"
    for year in 2023 2024 2025; do
        zip=
        [ "$year" = 2025 ] && zip=--zip
        # shellcheck disable=SC2086
        "$mulu" -r "$target/archive" --as-of 2026-12-01 snapshot "$year" $zip || return 1
    done
}

archive_checkers() {
    python_with python tests/archive/requirements.txt || return 0
    limited 600 "$target/python/bin/python" tests/archive/check.py "$target"/archive/archive/20??
}

# Tests that a package is the same whatever the clock and the umask are.
archive_clock() {
    for case in "1999-12-31 23:59:59|022" "2038-02-01 00:00:00|077"; do
        rm -rf "$target/archive/clock"
        mkdir -p "$target/archive/clock"
        cp -R "$target/archive/content" "$target/archive/themes" "$target/archive/mulu.yaml" "$target/archive/clock/"
        clock=${case%|*}
        if missing faketime; then
            say "left out: packages made under another clock (no faketime)"
            clock=
        fi
        for year in 2023 2024 2025; do
            (umask "${case#*|}" && ${clock:+faketime "$clock"} "$mulu" -q -r "$target/archive/clock" --as-of 2026-12-01 snapshot "$year") || return 1
        done
        "$mulu" -q -r "$target/archive/clock" --as-of 2026-12-01 snapshot 2025 --force --zip || return 1
        diff -r "$target/archive/archive" "$target/archive/clock/archive" || return 1
        say "the same to the byte at $clock, umask ${case#*|}"
    done
}

archive_traced() {
    if missing strace || missing python3 || ! strace -o "$logs/verify.trace" true 2>/dev/null; then
        say "left out: what verify opens of hostile packages (strace or python3 cannot be used here)"
        return 0
    fi
    limited 600 python3 tests/archive/traced.py "$mulu" "$target/archive/archive/2025"
}

in_browser_archived() {
    limited 300 env CHROMIUM="$(browser)" MULU_SITE="$target/archive/archive/2025/data/site" MULU_NODE="$target/node" \
        node --test --test-reporter=spec "tests/browser/$1.test.mjs"
}

# Builds the sites of three offices and a portal over them. The first site has changed since its
# earlier state in `last`, which the portal also reads.
province() {
    rm -rf "$target/province"
    for office in 1 2 3; do
        site=$target/province/making/$office
        mkdir -p "$site/content"
        printf 'title: 甲市第%s局信息公开\nagency: {name: 甲市第%s局}\n' "$office" "$office" >"$site/mulu.yaml"
        for n in 1 2 3 4; do
            printf -- '---\ntitle: 关于第%s项工作的通知\nindex_number: N%s/2026-%s\ndocument_number: 甲局发〔2026〕%s%s号\ncategory: 政策文件\ndate_created: 2026-11-0%s\n%s\n---\n\n各科室：请认真办理。\n' \
                "$n" "$office" "$n" "$office" "$n" "$n" "$([ "$office$n" = 24 ] && echo 'repeals: {document_number: 甲局发〔2026〕11号}')" >"$site/content/$n.md"
        done
        "$mulu" -q -r "$site" --as-of 2026-12-01 build -o "$target/province/b$office" || return 1
    done
    mkdir "$target/province/last"
    cp -R "$target/province/b1" "$target/province/last/b1"
    printf '\n各科室：补充一段。\n' >>"$target/province/making/1/content/1.md"
    rm "$target/province/making/1/content/2.md"
    sed 's/-3$/-5/;s/第3项/第5项/;s/13号/15号/' "$target/province/making/1/content/3.md" >"$target/province/making/1/content/5.md"
    "$mulu" -q -r "$target/province/making/1" --as-of 2026-12-02 build -o "$target/province/b1" || return 1
    {
        printf 'title: 甲市政府信息公开门户\nagency: {name: 甲市}\nbefore: last\nmembers:\n'
        for office in 1 2 3; do printf -- '- {path: b%s, title: 第%s局, district: 甲市, level: 市级}\n' "$office" "$office"; done
    } >"$target/province/portal.yaml"
    "$mulu" -q --as-of 2026-12-02 join "$target/province/portal.yaml" -o "$target/province/portal"
}

in_browser_province() {
    limited 300 env CHROMIUM="$(browser)" MULU_SITE="$target/province/portal" MULU_PROVINCE="$target/province" MULU_NODE="$target/node" \
        node --test --test-reporter=spec tests/browser/portal.test.mjs
}

cargo_checks() {
    step "cargo fmt" cargo fmt --check
    step "cargo clippy" limited 1200 cargo clippy --all-targets --locked -- -D warnings
    step "cargo doc" limited 600 env RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --locked
}

tools() {
    step "tools" install_tools
    step "npm packages" install_packages
}

demonstration_in_browser() {
    for suite in scripts html pages slow accessibility search fresh search-worker search-faults search-firefox firefox desk; do
        step "browser $suite" twice in_browser "$suite"
    done
}

other_programs() {
    step "offline" no_socket
    step "e-books" ebooks
    step "feeds and linked data" linked
    step "JSON Schemas and SARIF" schemas
    step "packages" packages
    step "spreadsheet" env MULU_SITE="$target/demo/public" node tests/office/xlsx.mjs
    step "archive" archive || return
    step "archive checkers" archive_checkers
    step "archive, clock and umask" archive_clock
    step "archive, hostile packages traced" archive_traced
}

other_sites_in_browser() {
    step "offline states" offline_states && step "browser offline" twice in_browser offline
    if step "plain theme" plain; then
        step "browser html, plain" twice in_browser_plain html
        # the plain theme has neither large type nor high contrast
        step "browser accessibility, plain" twice in_browser_plain accessibility --test-name-pattern='axe finds nothing: (phone|dark)'
    fi
    step "province" province && step "browser portal" twice in_browser_province
    [ -d "$target/archive/archive/2025" ] || return
    for suite in pages search; do
        step "browser $suite, archived" twice in_browser_archived "$suite"
    done
}

mulu=$target/debug/mulu # made by cargo test
beside cargo_checks tools
step "cargo test" limited 2400 env MULU_TEST_SCRIPT=1 cargo test --locked --no-fail-fast
if step "demonstration" demonstration; then
    beside demonstration_in_browser other_programs
    other_sites_in_browser
fi

say "$(($(date +%s) - began)) seconds"
awk '{ passed += $1; failed += $2 } END { print passed + 0 " passed, " failed + 0 " failed"; exit failed > 0 }' "$logs/counts"
