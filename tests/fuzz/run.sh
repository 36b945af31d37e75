#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: run.sh SECONDS [TARGET...]        FUZZ_TIMEOUT=60: seconds of one input, on a busy machine
#
# clang's libFuzzer on each target, tests/fuzz/fuzz_TARGET.c, for so many seconds, beginning with the
# corpus: the number of inputs tried, and what was found, in build/fuzz/found.  What is found belongs
# into tests/corpus/TARGET once it is mended.  Ends with the line "N passed, N failed".

seconds=${1:-60}
shift
cd "$(dirname "$0")/../.." || exit 2
. tests/support/verdict.sh
build=build/fuzz
flags='-O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined'
make -s -j2 fuzzers CC=clang OPENMP=0 FUZZING=1 BUILD=$build CPPFLAGS=-DCOHORT_ONE_COPY CFLAGS="$flags" LDFLAGS=-fsanitize=fuzzer || exit 1
[ $# -gt 0 ] || set -- $(basename -a -s .c tests/fuzz/fuzz_*.c | sed 's/fuzz_//')
mkdir -p $build/found
for target; do mkdir -p "$build/new/$target"; done
# As many at once as there are processors.
printf '%s\n' "$@" | xargs -P "$(nproc)" -I TARGET sh -c "$build/tests/fuzz/fuzz_TARGET -max_total_time=$seconds \
    -timeout=${FUZZ_TIMEOUT:-20} -rss_limit_mb=2048 -max_len=20000 -verbosity=0 -print_final_stats=1 \
    -artifact_prefix=$build/found/TARGET- $build/new/TARGET tests/corpus/TARGET >$work/log.TARGET 2>&1
    echo \$? >$work/status.TARGET"
for target; do
    log=$work/log.$target
    printf '%-10s %s inputs\n' "$target" "$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")"
    verdict "$target" "$([ "$(cat "$work/status.$target")" -eq 0 ] || tail -n 40 "$log")"
done
finish
