#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: analysed.sh BUILD
#
# The sources of the library and the program by cppcheck, clang-tidy (.clang-tidy) and gcc -fanalyzer:
# nothing but what is listed with its reason in tests/cppcheck.txt and tests/analyzer.txt.  BUILD has
# words_list.h.  Ends with "N passed, N failed".

build=${1:-build}
cd "$(dirname "$0")/.." || exit 2
. tests/support/verdict.sh
program="-Iinclude -Iexamples/cohort -I$build -DCOHORT_STATIC -DCOHORT_BOOKS -DCOHORT_XLSX -DCOHORT_FIXTURES=\"\""
# failing.h: what is known of functions in other files
library='-Iinclude -Ilib -DCOHORT_STATIC -DCOHORT_ONE_COPY -include tests/support/failing.h'
library_files=$(ls lib/*/*.c | grep -v lib/core/error.c)
program_files=$(ls examples/cohort/*.c examples/cohort/*/*.c)

# shellcheck disable=SC2086 # words
{
    cppcheck --quiet --std=c11 '-DCOHORT_PRINTF(a,b)=' --suppressions-list=tests/cppcheck.txt -Iinclude -Ilib \
        -Iexamples/cohort -DCOHORT_STATIC -DCOHORT_BOOKS lib examples/cohort examples/*.c >"$work/log" 2>&1
    verdict cppcheck "$(cat "$work/log")"

    # tidy FLAGS FILE...
    tidy() {
        flags=$1
        shift
        echo "$@" | xargs -P 2 -n 16 sh -c 'flags=$1; shift; clang-tidy --quiet "$@" -- -std=c11 $flags' x "$flags"
    }
    tidy "$library" $library_files >"$work/tidy" 2>/dev/null
    tidy "$program" $program_files >>"$work/tidy" 2>/dev/null
    verdict clang-tidy "$(grep -E 'warning:|error:' "$work/tidy" | sort -u)"

    # analyze FLAGS FILE...
    analyze() {
        flags=$1
        shift
        echo "$@" | xargs -P 2 -n 1 gcc -std=c11 -O1 -fanalyzer -S -o /dev/null $flags
    }
    analyze "$library" $library_files >"$work/analyzer" 2>&1
    analyze "$program" $program_files >>"$work/analyzer" 2>&1
    grep -E 'error: |warning: ' "$work/analyzer" | sed 's/^\.*\/*\([^:]*\):.*\[-W\(.*\)\]$/\1 \2/' | sort -u >"$work/said"
    sed -n 's/^\([a-z].*\): .*/\1/p' tests/analyzer.txt | sort -u >"$work/listed"
    verdict 'gcc -fanalyzer' "$(comm -23 "$work/said" "$work/listed" | while read -r line; do
        grep -A 3 "${line%% *}.*${line#* }" "$work/analyzer" | grep . || echo "$line"
    done)"
    echo "no longer said: $(comm -13 "$work/said" "$work/listed" | paste -sd, -)"
}
finish
