#!/bin/sh
# Fault tests (Linux, strace): sh scripts/faults.sh [FAULTS [KILLS]]
#
# Every command that writes files is stopped at its system calls by a kill, a full disk, a faulty
# disk or a lack of free file handles. Each file must then be the old one or the new one, and the
# same command, run again, must complete its work. Then builds are killed at random moments. The
# script prints figures for each command and fault. A run of more than 240 seconds is ended and
# counts as wrong. `cargo test` runs a small sample of the same tests.
#
# FAULTS is the number of system calls that are tried for each command and fault, or `all` (the
# default; takes some hours). KILLS is the number of builds that are killed (default 1000). With
# more than 50 faults the site has 200 documents. Each snapshot of such a site waits until the
# system has written the data of all programs to the disk, so a busy disk makes the tests slow; set
# TMPDIR to a folder in memory, such as /dev/shm.

set -eu
cd "$(dirname "$0")/.."
MULU_FAULTS=${1:-all} MULU_KILLS=${2:-1000} cargo test --locked --test it -- --nocapture --test-threads=1 \
    faults disk::a_killed_build
