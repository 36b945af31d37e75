#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: mpi.sh BUILD     from the top of the tree
#
# ensemble_mpi prints on 2 and 3 ranks what it prints on 1, to the byte.  Ends with the line
# "N passed, N failed"; where there is no MPI, it says so.

. tests/support/examples.sh

program=$build/examples/ensemble_mpi
if [ ! -x "$program" ] || ! command -v mpirun >/dev/null; then
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
    mpirun $options -n "$count" "$program" "$@" >"$work/out" 2>"$work/err" </dev/null
    status=$?
}

# same ARGUMENT...: on any number of ranks.
same() {
    for count in 1 2 3; do
        ranks "$count" "$@"
        [ "$count" -gt 1 ] || cp "$work/out" "$work/want"
        problem=$(cmp "$work/want" "$work/out" 2>&1)
        [ "$status" -eq 0 ] || problem="exit status $status, $(cat "$work/err")"
        [ -s "$work/out" ] || problem="${problem:-nothing is printed}"
        verdict "ensemble_mpi on $count: $*" "$problem"
    done
}

same
same 01691 1001
same 01223 30000 # counted in classes
same 01223 2     # fewer than ranks
ranks 3 99999
verdict 'ensemble_mpi of an area that is not there' "$([ "$status" -ne 0 ] || echo 'exit status 0'
    cat "$work/out"; grep -qF 99999 "$work/err" || cat "$work/err")"

finish
