#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: coverage.sh
#
# Lines and branches of lib and of examples/cohort that `make test` goes through, by gcov, in
# build/coverage, with every fifth fault of tests/faults: the share of each, and the branches that are
# never taken by kind, with the reason; with LIST=1 each, as FILE:LINE and the line; KEEP=1: as they were
# counted before.  (A branch is one that the compiler makes of the source, without the sanitizers' and
# without those of an exception.)  Ends with "N passed, N failed".

cd "$(dirname "$0")/.." || exit 2
. tests/support/verdict.sh
build=build/coverage
mkdir -p $build
if [ "${KEEP:-0}" != 1 ]; then
    find $build -name '*.gcda' -delete 2>/dev/null
    cc -c -o $build/end.o tests/faults/end.c || exit 1
    make -j2 test NO_INSTALL=1 BUILD=$build CPPFLAGS=-DCOHORT_ONE_COPY CFLAGS='-O0 -g --coverage' \
        LDFLAGS="$PWD/$build/end.o -Wl,--exclude-libs,libgcov.a" FAULT_STEP=5 >$build.log 2>&1
    made=$?
    verdict 'the tests' "$([ $made -eq 0 ] || grep -v ' 0 failed$' $build.log)"
fi

# covered FOLDER LEAST: "FOLDER lines OF branches OF", of which LEAST % are wanted, and each branch that is
# left in $work/left.
covered() {
    find "$build/obj/$1" -name '*.gcda' | while read -r data; do
        gcov -b -c -t -o "$(dirname "$data")" "$data" 2>/dev/null
    done | awk -v folder="$1" '
        /^ *[0-9#=-]+[*]?: *[0-9]+:/ {
            split($0, part, ":")
            count = part[1]; line = part[2] + 0; text = $0
            sub(/^[^:]*:[^:]*:/, "", text)
            if (line == 0 && text ~ /^Source:/) { file = text; sub(/^Source:/, "", file) }
            if (index(file, folder "/") != 1) next
            if (count ~ /#/) lines++
            else if (count !~ /-/) { lines++; run++ }
        }
        /^branch / && index(file, folder "/") == 1 && !/throw/ {
            branches++
            if (/never executed/ || /taken 0/) print file ":" line ": " text >>left
            else taken++
        }
        END {
            printf "%-18s lines %d of %d (%.1f %%), branches %d of %d (%.1f %%)\n", folder, run, lines,
                100 * run / lines, taken, branches, 100 * taken / branches
            exit 100 * taken < least * branches
        }' left="$work/left" least="$2"
    short=$?
    verdict "$2 % of the branches of $1" "$([ $short -eq 0 ] || echo fewer)"
}
covered lib 95
covered examples/cohort 90
rm -f ./*.gcno # of what a test compiles into nothing

# What is left, by the first kind that its line looks like, with the reason; LIST=1: line by line.
cat >"$work/kinds" <<'END'
cpu_supports|LEVEL_	another processor
errno|fseek|ftell|fread|fwrite|fflush|ferror|fclose|fsync|ftruncate|fdopen|open\(|stat\(|access\(|rename|linkat	a call of the system that fails: between the faults that are counted, or one that they do not make fail
^if \(!?code\)|!code|code \?|^if \(code	an error that is passed on, from where it has tests
^if \(![a-z_>.-]+( \|\| ![a-z_>.-]+)*\)|fail_memory|\? COHORT_OK	an allocation that fails: between the faults that are counted, or in a command that they do not run
^(for|while) 	a loop that never ends in this way in the tests
.	one way of a condition that no test has
END
sort "$work/left" | uniq -c | awk -F'\t' -v all="${LIST:-0}" '
    NR == FNR { look[++kinds] = $1; why[kinds] = $2; next }
    {
        split($0, part, /: */); count = $0 + 0; text = $0
        sub(/^[^:]*:[0-9]+: */, "", text)
        for (k = 1; text !~ look[k] && k < kinds; k++);
        sum[k] += count; lines[k] = lines[k] "    " $0 "\n"
    }
    END {
        for (k = 1; k <= kinds; k++) printf "%5d %s\n%s", sum[k], why[k], all == 1 ? lines[k] : ""
    }' "$work/kinds" -
finish
