#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: limits.sh BUILD
#
# What is too large is refused with a message, before it fills the memory.  (The limits of grids are in
# tests/test_grid.c, of sheets in test_sheets.c, of workbooks in test_book.c, of messages in test_error.c.)

. tests/support/examples.sh

# in_little NAME TEXT COMMAND ARGUMENT...: refused with the text, in 300 MB (a sanitizer needs terabytes).
most=300000
grep -q '__[atu]\{1,2\}[bs]*san_' "$cohort" && most=unlimited
in_little() {
    name=$1 text=$2
    shift 2
    (ulimit -v $most 2>/dev/null && OMP_NUM_THREADS=1 "$cohort" "$@") >"$work/out" 2>"$work/err"
    status=$?
    verdict "$name" "$([ $status -eq 1 ] || echo "exit status $status"
        grep -qF -- "$text" "$work/err" || cat "$work/err")"
}
long='longer than 1 MiB, the most of a line'
truncate -s 2147483648 "$work/huge.csv"
in_little 'a file of 2 GiB' 'huge.csv: over 2 GiB' project "$work/huge.csv"
truncate -s 100000000 "$work/zeros.csv"
in_little 'zeros' 'zeros.csv, line 1: a NUL byte' project "$work/zeros.csv"
mkfifo "$work/line" "$work/json" # one each: who writes into it ends after who reads
yes 1,2,3 | tr '\n' , >"$work/line" &
in_little 'a line without an end' "standard input, line 1: $long" project - <"$work/line"
yes '{"a":1},' | tr -d '\n' >"$work/json" &
in_little 'JSON without an end' 'JSON, not CSV' project - <"$work/json"
for scenario in /dev/zero "$work/zeros.csv"; do
    in_little "a scenario of $scenario" 'a NUL byte' explain --scenario "$scenario"
    in_little "counts of $scenario" 'a NUL byte' track --observed "$scenario"
done
rm "$work/huge.csv" "$work/zeros.csv"

# as_many COUNT WORD: it, so often.
as_many() { yes "$2" | head -n "$1"; }
# shellcheck disable=SC2046 # words
refuses 2 '16' project $(as_many 17 fixtures/ipss2018.csv)
refuses 2 '--trajectories' ensemble --trajectories 99999999999
refuses 2 '--trajectories' ensemble --trajectories -1
refuses 2 'expected a year' project fixtures/ipss2018.csv --to 99995
(echo operation,value_from,value && as_many 30000 scale_net_migration,,0.9999) >"$work/plan.csv"
run project fixtures/ipss2018.csv --area 01223 --scenario "$work/plan.csv"
verdict '30,000 operations' "$([ "$status" -eq 0 ] || cat "$work/err")"

# ---- numbers that nobody has, and tables that would be lost ----

run track --goal 1e308
verdict 'a goal of 1e308' "$([ "$status" -eq 0 ] && grep -q '1e+308' "$work/out" || cat "$work/err")"
awk -F, -v OFS=, 'NR == 1 || $1 == "01223" { if (NR > 1) $6 = "1e24"; print }' fixtures/ipss2018.csv >"$work/vast.csv"
refuses 1 '--whole: a total of' municipalities "$work/vast.csv" --whole
cp -r fixtures "$work/own"
for call in 'project fixtures/ipss2018.csv -o' 'backtest --write-spreads'; do
    # shellcheck disable=SC2086 # words
    COHORT_FIXTURES=$work/own refuses 2 'own: it would be lost' $call "$work/own/japan.csv"
done

# ---- a file that may not be so large ----

mkdir "$work/limited"
# limited COMMAND ARGUMENT...: an error, and nothing is left of the file, nor beside it.
most=8
limited() {
    (ulimit -f $most && TMPDIR=$work/limited "$cohort" "$@") >"$work/out" 2>"$work/err"
    status=$?
    verdict "$* beyond ulimit -f" "$([ $status -eq 1 ] || echo "exit status $status"
        tail -n 1 "$work/err" | grep -q '^error: .*: File too large$' || cat "$work/err"
        ls -A "$work/limited")"
}
limited report fixtures/ipss2018.csv --area 01692 --trajectories 0
limited nemuro
limited control --csv
call='municipalities fixtures/ipss2018.csv --cells'
# shellcheck disable=SC2086 # words
{
    limited $call -o "$work/limited/out.csv"
    # The finished workbook is small, what it is made of is not.
    if "$cohort" --version | grep -q 'libxlsxwriter [0-9]'; then
        for most in 8 150; do
            limited $call -o "$work/limited/out.xlsx"
        done
        head -c 500000 /dev/zero >"$work/log" # blocks are of 512 bytes or 1,024
        (ulimit -f 400 && "$cohort" project fixtures/ipss2018.csv --area 01223 -o "$work/whole.xlsx" 2>>"$work/log")
        verdict 'a log that is full takes no workbook along' "$([ -s "$work/whole.xlsx" ] || echo 'no workbook'
            tail -c +500001 "$work/log")"
    fi
    most=8
}
limited report fixtures/ipss2018.csv --area 01692 --trajectories 0 -o "$work/limited/out.html"
limited backtest --write-spreads "$work/limited/spreads.csv"
limited chart areas -o "$work/limited/out.svg"
finish
