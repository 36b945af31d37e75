#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: mutants.sh
#
# Do the tests see it if the kernel is wrong in one place?  Each operator, constant, index, condition
# and statement of the functions in $files is changed by itself (tests/mutate.py).  All mutants are
# compiled at once: a function is there as it is, and once for each of its mutants, and COHORT_MUTANT in
# the environment says which is called.  $tests are run until one fails; if none does, once more with
# sanitizers.  A mutant that survives has to be listed in tests/mutants.txt with its reason.  In
# build/mutants: `fates`, and `survivors` of the last run; AGAIN=1: only these.  Ends with
# "N passed, N failed".

cd "$(dirname "$0")/.." || exit 2
. tests/support/verdict.sh
build=build/mutants
files='step.h step.c batch_kernel.h batch_kernel.c batch_run.c projection.c:cohort_cuts_fail'
sources='step.c batch.c batch_kernel.c batch_run.c projection.c'
tests='edges properties conventions projection women_only batch_errors batch oracle'
flags='-std=c11 -O1 -w -ffp-contract=off -fopenmp -DCOHORT_STATIC -DCOHORT_ONE_COPY -Iinclude'
sanitizers='-fsanitize=address,undefined -fno-sanitize-recover=all'

# shellcheck disable=SC2046,SC2086 # words
make -s NO_INSTALL=1 BUILD=$build CPPFLAGS=-DCOHORT_ONE_COPY CFLAGS=-O1 \
    $(printf "$build/tests/test_%s " $tests) || exit 2
mkdir -p $build/model $build/plain $build/sanitized && touch $build/survivors
for source in $sources; do cp "lib/model/$source" $build/model; done
cat >$build/chosen.c <<'END'
#include <stdlib.h>
int cohort_mutant;
__attribute__((constructor)) static void choose(void)
{
    const char *asked = getenv("COHORT_MUTANT");
    cohort_mutant = asked ? atoi(asked) : 0;
}
END

# compiled DIR FLAGS...: the sources with all mutants as DIR/*.o; in $work/said what gcc says.
compiled() {
    into=$1
    shift
    for source in $sources; do
        # shellcheck disable=SC2086 # words
        gcc $flags "$@" -I$build -Ilib -c -o "$into/${source%.c}.o" "$build/model/$source"
    done 2>"$work/said"
}

# What is not C is left out, which the compiler has to say first.
dropped=
while :; do
    # shellcheck disable=SC2086 # words
    python3 tests/mutate.py lib/model $build/model "$dropped" $files >$build/all || exit 2
    compiled $build/plain -fsyntax-only
    bad=$(sed -n 's/^mutant-\([0-9]*\):.*error: .*/\1/p' "$work/said" | sort -u)
    [ -n "$bad" ] || break
    dropped="$dropped $bad"
done
compiled $build/plain
# shellcheck disable=SC2086 # words
compiled $build/sanitized $sanitizers

# link DIR FLAGS...: the tests, with these objects in the place of those of the library.
link() {
    from=$1
    shift
    for test in $tests; do
        # shellcheck disable=SC2046 # words
        gcc -fopenmp "$@" -o "$from/$test" $build/obj/tests/test_"$test".o "$from"/*.o $build/chosen.c \
            $build/check.a $build/libcohort.a $(pkg-config --libs cmocka gsl) -lm || exit 2
    done
}
link $build/plain
link $build/sanitized $sanitizers

# failing DIR SECONDS [RUNS]: the first test that fails; the quick ones have 2 seconds of the processor.
# RUNS: so few of the oracle's.
failing() {
    export COHORT_ORACLE_RUNS="${3:-20000}"
    for test in $tests; do
        case $test in
        batch | oracle) seconds=$2 ;;
        *) seconds=2 ;;
        esac
        (ulimit -c 0 && ulimit -t "$seconds" && exec timeout -s KILL 300 "$1/$test" >/dev/null) ||
            { echo "$test" && break; }
    done
} 2>/dev/null
export CMOCKA_TEST_ABORT=1
export ASAN_OPTIONS=detect_leaks=0
export GOMP_SPINCOUNT=0 # threads that wait take no time
[ -z "$(failing $build/plain 60)$(failing $build/sanitized 300 1000)" ] || { echo 'The tests fail as it is.' && exit 2; }
awk -F'\t' -v again="${AGAIN:-0}" 'FILENAME == ARGV[1] { old[$0]; next }
    { key = $0; sub(/^[^\t]*\t/, "", key) }
    again != 1 || key in old' $build/survivors $build/all >$build/list
while IFS='	' read -r COHORT_MUTANT rest; do
    export COHORT_MUTANT
    by=$(failing $build/plain 10)
    by=${by:-$(failing $build/sanitized 200 1000)}
    printf '%s\t%s\n' "${by:+killed by }${by:-survives}" "$rest"
done <$build/list >$build/fates

sed -n 's/^survives	//p' $build/fates | sort >$build/survivors
sort tests/mutants.txt >"$work/listed"
cut -f 1 $build/fates | sort | uniq -c
echo 'listed, but killed:'
cut -f 2- $build/list | sort | comm -12 - "$work/listed" | comm -23 - $build/survivors
comm -23 $build/survivors "$work/listed" >"$work/new"
while IFS= read -r mutant; do verdict survives "$mutant"; done <"$work/new"
passed=$(($(wc -l <$build/list) - failed))
finish
