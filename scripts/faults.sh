#!/bin/sh
# Fault tests (Linux, strace): sh scripts/faults.sh [FAULTS [KILLS]]
#
# Runs every command of the list CASES in tests/it/faults.rs many times. In each run, one system
# call meets a kill, a full disk, a faulty disk or a lack of file handles. Afterwards each file must
# be the old one or the new one, and the same command must complete its work when it is run again. A
# run of more than 240 seconds counts as wrong. Finally, builds are killed at random moments. `cargo
# test` runs a sample of these tests.
#
# FAULTS is the number of system calls that are tried for each command and fault, or `all` (the
# default; takes some hours). KILLS is the number of builds that are killed (default 1000). With
# more than 50 faults the site has 200 documents. On a busy disk, set TMPDIR to a folder in memory,
# such as /dev/shm.

set -eu
cd "$(dirname "$0")/.."
MULU_FAULTS=${1:-all} MULU_KILLS=${2:-1000} cargo test --locked --test it -- --nocapture --test-threads=1 \
    faults disk::a_killed_build
