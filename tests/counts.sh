#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: counts.sh BUILD
#
# The counts that lib/doc/robustness.md gives, against what the checks have just printed into BUILD/log,
# or what the sources have (after `make check-all`).  Ends with "N passed, N failed".

logs=$(realpath "${1:-build}")/log
cd "$(dirname "$0")/.." || exit 2
. tests/support/verdict.sh
page=lib/doc/robustness.md

sed 's/\([0-9]\),\([0-9]\)/\1\2/g' $page >"$work/page"

# says PHRASE COUNT: N of the phrase is the count.
says() {
    want=$(printf %s "$1" | sed "s/N/${2:-nothing counted}/")
    verdict "$1" "$(grep -qF -- "$want" "$work/page" ||
        echo "expected \"$want\", not \"$(grep -o -- "$(printf %s "$1" | sed 's/N/[0-9]*/')" "$work/page")\"")"
}

# of LOG PATTERN: the number in the pattern's parentheses, of the last line of a log that has it.
of() {
    # shellcheck disable=SC2086 # a pattern of names
    sed -nE "s/.*$2.*/\\1/p" "$logs"/*$1 | tail -n 1
}
passed_of() { of "$1" '^([0-9]+) passed'; }

says 'N of single functions' "$(of test_memory_each.log '^all +([0-9]+) failed')"
says 'the N of a whole plan' "$(of test_memory.log '^([0-9]+) failed allocations')"
says 'every number of all: N runs' "$(passed_of 'faults-run.sh-*-1.log')"
says 'N hostile things' "$(passed_of 'robust.sh-*.log')"
says 'N settings' "$(passed_of 'same.sh-*.log')"
says 'N targets' "$(find tests/fuzz -name 'fuzz_*.c' | wc -l)"
finish
