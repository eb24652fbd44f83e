#!/bin/sh
# Counts the instructions of a full build of 1,000 documents (callgrind, one thread) and compares
# the number with benches/instructions.txt. An increase of more than 5 % is an error. The number
# does not depend on what else the machine does. If a change needs more instructions on purpose,
# MULU_UPDATE=1 stores the new number.
#
# Needs valgrind. Not part of scripts/test.sh: it takes some minutes.
set -eu
cd "$(dirname "$0")/.."
target=${CARGO_TARGET_DIR:-target}
site=$target/instructions
cargo build -q --release
rm -rf "$site"
cargo bench -q --bench generate -- "$PWD/$site" 1000
RAYON_NUM_THREADS=1 valgrind --tool=callgrind --callgrind-out-file="$site/callgrind.out" \
    "$target/release/mulu" -r "$site" --as-of 2026-06-01 build -q --force 2>"$site/valgrind.log" || { cat "$site/valgrind.log"; exit 1; }
now=$(awk '/Collected/ { print $NF }' "$site/valgrind.log")
if [ "${MULU_UPDATE:-}" = 1 ] || [ ! -f benches/instructions.txt ]; then
    echo "$now" >benches/instructions.txt
fi
before=$(cat benches/instructions.txt)
awk -v now="$now" -v before="$before" 'BEGIN {
    printf "%.0f instructions, %+.1f %% of %.0f\n", now, 100 * (now - before) / before, before
    if (now > before * 1.05) { print "more than 5 % slower: find out why, or MULU_UPDATE=1 if it is meant"; exit 1 }
    if (now < before * 0.95) print "note: more than 5 % faster; MULU_UPDATE=1 keeps the gain"
}'
