#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: run.sh BUILD [STEP]
#
# Every command of cohort on two made-up areas, while allocations and system calls of input and output
# fail by number (faults.c says how): every STEPth, 1 for all.  COMMANDS="project report" for some.
# Ends with the line "N passed, N failed".

build=$(realpath "${1:-build}")
step=${2:-1}
cd "$(dirname "$0")/../.." || exit 2
. tests/support/verdict.sh
if grep -q '__[atu]\{1,2\}[bs]*san_' "$build/cohort"; then
    echo 'skipped: faults, as a sanitizer has allocations of its own'
    finish
    exit
fi
if ldd "$build/cohort" | grep -q libomp; then
    echo "skipped: faults, as LLVM's OpenMP ends the program when it has no memory of its own"
    finish
    exit
fi
if grep -q __gcov_ "$build/cohort" && ! grep -q end_of_faults "$build/cohort"; then
    echo 'skipped: faults, as gcov allocates and writes when the program ends (tests/faults/end.c)'
    finish
    exit
fi
export SOURCE_DATE_EPOCH=1700000000 OMP_NUM_THREADS=1 LC_ALL=C.UTF-8 TMPDIR=.
unset DISPLAY MALLOC_PERTURB_

awk 'BEGIN {
    print "area,name,variable,year,sex,age,value"
    for (a = 1; a <= 2; a++) for (d = 0; d < 12; d++) for (s = 0; s < 2; s++) for (x = 0; x < 19; x++)
        printf "9990%d,Town %d,population,%d,%s,%d%s,%d\n", a, a, 1965 + 5 * d, s ? "female" : "male",
            5 * x, x == 18 ? "+" : "", (7 * x + 3 * d + 5 * s + 2 * a) % 9 + 400 - 14 * x - 4 * d
}' >"$work/two.csv"
cat >"$work/plan.csv" <<END
operation,sex,age_from,age_to,year_from,year_to,value_from,value,baseline_tfr,note
tfr_proportion,both,,,2025,,,1.8,1.4,more children
END
cat >"$work/targets.csv" <<END
measure,year,value
total,2040,12000
END
cat >"$work/observed.csv" <<END
area,variable,year,sex,age,value
99901,register,2024,both,all,8000
END

# all_of NAME ARGUMENT...: the faults of a command, to be tried below.
all_of() {
    name=$1
    shift
    case " ${COMMANDS:-$name} " in *" $name "*) ;; *) return ;; esac
    echo "$name env ${FAULTS:+FAULTS=$FAULTS }${NAMED:+NAMED=1 }${KEPT:+KEPT=$KEPT }$build/faults" \
        "$build/preload.so $step $build/cohort $*" >>"$work/calls"
}
one="$work/two.csv --area 99901 --to 2040"
# shellcheck disable=SC2086 # words
{
    all_of project project "$work/two.csv" --to 2040 -o out
    if "$build/cohort" --version | grep -q 'libzip [0-9].*libxlsxwriter [0-9]'; then
        # It does not survive a failed allocation: those of the program itself fail.
        FAULTS=own all_of workbook project "$work/two.csv" --to 2040 -o out.xlsx
        "$build/cohort" project "$work/two.csv" --to 2040 -o "$work/two.xlsx" >"$work/whole" 2>&1 ||
            cat "$work/whole"
        all_of book project "$work/two.xlsx" --sheet populations --to 2040 -o out
    else
        echo 'skipped: workbooks, which this program does not read and write'
    fi
    NAMED=1 FAULTS=calls all_of named project "$work/two.csv" --to 2040 -o out
    NAMED=1 FAULTS=calls all_of peers backtest "$work/two.csv" --fit-on 2000 --write-peers out
    all_of summary project $one --summary
    all_of report report $one --scenario "$work/plan.csv" --targets "$work/targets.csv" \
        --trajectories 20 -o out
    all_of chart chart pyramid $one -o out
    all_of explain explain $one --scenario "$work/plan.csv"
    all_of reach reach $one --from 2025 --lever families --goal 9500 --write-scenario out
    all_of track track $one --scenario "$work/plan.csv" --observed "$work/observed.csv"
    all_of control control "$work/two.csv" --to 2040 --csv
    all_of ensemble ensemble $one --trajectories 10 --resume kept -o out
    all_of areas ensemble "$work/two.csv" --area all --to 2040 --trajectories 10 --resume kept -o out
    "$build/cohort" ensemble "$work/two.csv" --area all --to 2040 --trajectories 10 \
        --resume "$work/kept" >"$work/whole" 2>&1 || cat "$work/whole"
    KEPT=$work/kept all_of resumed ensemble "$work/two.csv" --area all --to 2040 --trajectories 10 \
        --resume kept -o out
    all_of backtest backtest "$work/two.csv" --fit-on 2000 --write-peers out
    all_of municipalities municipalities "$work/two.csv" --to 2040 -o out
    all_of nemuro nemuro --csv # without the ranges, which take seconds
    all_of help help project
}
# As many at once as there are processors, each in a folder of its own.
xargs -P "$(nproc)" -L 1 sh -c 'name=$1; shift; "$@" >"$0/log.$name" 2>&1; echo $? >"$0/status.$name"' \
    "$work" <"$work/calls"
while read -r name rest; do
    log=$work/log.$name
    set -- $(sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' "$log")
    if [ "$(cat "$work/status.$name")" -ne 0 ] || [ $# -ne 2 ]; then head -n 60 "$log"; fi
    printf '%-14s %s; %d runs\n' "$name" "$(grep -E '^[0-9]+ (allocations|calls), once' "$log" |
        sed 's/, once//' | paste -sd, - | sed 's/,/, /')" $((${1:-0} + ${2:-0}))
    passed=$((passed + ${1:-0})) failed=$((failed + ${2:-1}))
done <"$work/calls"
finish
