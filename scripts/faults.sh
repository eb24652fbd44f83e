#!/bin/sh
# Fault sweeps (Linux, strace): sh scripts/faults.sh [FAULTS [KILLS]]
#
# Every command that writes is stopped at its system calls: killed, with a full disk, a faulty disk and no free file; each file must be
# the old one or the new one, and the command run again must complete. Then builds are killed at random moments. FAULTS is how many system
# calls are tried of each command and fault, or `all` (the default; some hours); KILLS is how many builds are killed (default 1000).
# The figures are printed at the end of each command. `cargo test` runs a small sample of the same.

set -eu
cd "$(dirname "$0")/.."
MULU_FAULTS=${1:-all} MULU_KILLS=${2:-1000} cargo test --locked --test it -- --nocapture --test-threads=1 \
    faults disk::a_killed_build
