#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: mpi.sh BUILD     from the top of the tree
#
# ensemble_mpi on 1, 2 and 3 ranks writes what ensemble writes, to the byte.  Ends with the line
# "N passed, N failed"; where there is no MPI, it says so.

. tests/support/examples.sh

if [ ! -x "$programs/ensemble_mpi" ] || ! command -v mpirun >/dev/null; then
    echo 'skipped: ensemble_mpi is not built, or there is no mpirun'
    finish
    exit
fi

# Open MPI wants to be asked for more ranks than cores, and as root.
options=
mpirun --version 2>/dev/null | grep -q 'Open MPI' && options=--oversubscribe
[ -n "$options" ] && [ "$(id -u)" = 0 ] && options="$options --allow-run-as-root"

# ranks COUNT ARGUMENT...: ensemble_mpi; sets $status, and leaves out and err in $work.
ranks() {
    count=$1
    shift
    # shellcheck disable=SC2086 # words
    mpirun $options -n "$count" "$programs/ensemble_mpi" "$@" >"$work/out" 2>"$work/err" </dev/null
    status=$?
}

# same ARGUMENT...: on any number of ranks what ensemble writes.
same() {
    "$programs/ensemble" "$@" >"$work/want" || echo "ensemble $*: failed" >"$work/want"
    for count in 1 2 3; do
        ranks "$count" "$@"
        problem=$(cmp "$work/want" "$work/out" 2>&1)
        [ "$status" -eq 0 ] || problem="exit status $status, $(cat "$work/err")"
        verdict "ensemble_mpi on $count: $*" "$problem"
    done
}

same --csv
same --trajectories 1001 --plan --seed 7
same --csv --trajectories 30000          # counted in classes
same --csv --trajectories 2              # fewer than ranks
same --csv --trajectories 300 fixtures/wpp2024_japan.csv --to 2040 --fertility 0.05,0.9,0.9 \
    --mortality 0.01 --migration 0
same --csv --trajectories 200 fixtures/ipss2018.csv fixtures/japan.csv --reference 00000 --to 2060 \
    --areas all                          # areas spread over the ranks

# killed SIZE ARGUMENT...: two ranks with --resume $blocks, killed as soon as it has so many bytes.
blocks=$work/blocks
killed() {
    size=$1
    shift
    # shellcheck disable=SC2086 # words
    mpirun $options -n 2 "$programs/ensemble_mpi" "$@" --resume "$blocks" >"$work/killed" 2>&1 </dev/null &
    pid=$!
    while { [ ! -e "$blocks" ] || [ "$(wc -c <"$blocks")" -lt "$size" ]; } && kill -0 "$pid" 2>/dev/null
    do sleep 0.01; done
    children=$(pgrep -P "$pid")
    # shellcheck disable=SC2086 # words
    kill -9 $children "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null && problem='it had ended' || problem=
    for child in $children; do
        while kill -0 "$child" 2>/dev/null; do sleep 0.01; done
    done
}

# resumed SIZE... -- ARGUMENT...: killed so often; then ends on two ranks with the bytes of one process.
resumed() {
    sizes=
    while [ "$1" != -- ]; do sizes="$sizes $1"; shift; done
    shift
    rm -f "$blocks"
    "$programs/ensemble" "$@" >"$work/want" 2>"$work/err" || cat "$work/err" >"$work/want"
    for size in $sizes; do
        killed "$size" "$@"
        verdict "ensemble_mpi killed at $size bytes: $*" "$problem"
    done
    ranks 2 "$@" --resume "$blocks"
    problem=$(cmp "$work/want" "$work/out" 2>&1)
    [ "$status" -eq 0 ] || problem="exit status $status, $(cat "$work/err")"
    verdict "ensemble_mpi started again: $*" "$problem"
    "$programs/ensemble" "$@" --resume "$blocks" >"$work/out" 2>"$work/err"
    verdict "what ranks have kept, one process takes: $*" "$(cmp "$work/want" "$work/out" 2>&1)"
}

resumed 1 9000000 -- --csv --trajectories 14000
resumed 8 5000 14000 -- fixtures/ipss2018.csv --to 2060 --csv --areas all --trajectories 4000

# An area that cannot be derived: the others, and what the one process says.
awk -F, '!($1 == "01692" && $3 == 2025 && $5 == 20)' fixtures/ipss2018.csv >"$work/hole.csv"
hole="$work/hole.csv fixtures/japan.csv --reference 00000 --to 2060 --trajectories 20 --csv --areas all"
# shellcheck disable=SC2086 # words
{
    "$programs/ensemble" $hole >"$work/want" 2>"$work/said"
    ranks 2 $hole
    problem=$(cmp "$work/want" "$work/out" 2>&1)
    [ "$status" -eq 3 ] || problem="exit status $status, $(cat "$work/err")"
    grep '^left out: ' "$work/err" | cmp -s "$work/said" - || problem=$(cat "$work/err")
    verdict 'ensemble_mpi leaves an area out' "$problem"
}
ranks 3 --csv --scenario "$work/none.csv"
verdict 'ensemble_mpi without its scenario' "$([ "$status" -eq 0 ] && echo 'exit status 0'; cat "$work/out")"
ranks 3 --trajectories 10 --fertility 10 --seed 3
verdict 'a rank that fails' "$([ "$status" -eq 0 ] && echo 'exit status 0'; cat "$work/out")"

# What is said of the command line is said once, with the status of any program.
ranks 3 --help
verdict 'ensemble_mpi --help' "$([ "$status" -eq 0 ] || echo "exit status $status"
    grep -c '^usage: ' "$work/out" | grep -vx 1)"
ranks 3 --trajectoris 10
verdict 'ensemble_mpi with a misspelt option' "$([ "$status" -eq 2 ] || echo "exit status $status"
    grep -cF 'error: --trajectoris: unknown option: did you mean --trajectories?' "$work/err" | grep -vx 1)"
ranks 2 -
verdict 'ensemble_mpi with standard input' "$(grep -qF 'one rank alone has standard input' "$work/err" ||
    cat "$work/err")"
ranks 3 fixtures/ipss2018.csv --areas 01223,x --to 2060 --trajectories 10
verdict 'ensemble_mpi says an error once' "$([ "$status" -eq 1 ] || echo "exit status $status"
    grep -c 'no population of area "x"' "$work/err" | grep -vx 1)"
ranks 3 fixtures/wpp2024_japan.csv --to 2040 --trajectories 10
verdict 'ensemble_mpi says once what was not estimated' "$([ "$status" -eq 1 ] || echo "exit status $status"
    grep -c 'not for wpp-even' "$work/err" | grep -vx 1)"
ranks 3 fixtures/ipss2018.csv --areas all --to 2060 --trajectories 10
verdict 'ensemble_mpi says a note once' "$([ "$status" -eq 0 ] || echo "exit status $status"
    grep -c '^note: ' "$work/err" | grep -vx 1)"

finish
