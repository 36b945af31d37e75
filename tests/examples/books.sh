#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: books.sh BUILD
#
# Workbooks that the program reads: those that it has written. Other ones: tests/test_book.c.

. tests/support/examples.sh

# The first bytes are those of a workbook; the rest is cut off.
printf 'PK\003\004' >"$work/cut.xlsx"
printf '\320\317\021\340' >"$work/old.xls"
run --version
if grep -q 'not read' "$work/out"; then
    refuses 1 'built without libzip and expat' project "$work/cut.xlsx"
    finish
    exit
fi
refuses 1 'cut.xlsx: the ZIP is cut off' project "$work/cut.xlsx"
refuses 1 'old.xls: an older workbook (.xls), or one with a password' project "$work/old.xls"
if grep -q 'not written' "$work/out"; then
    echo 'skipped: workbooks read again: the program is built without libxlsxwriter'
    finish
    exit
fi

run project fixtures/ipss2018.csv --to 2060 -o "$work/towns.xlsx"
run project fixtures/ipss2018.csv --to 2060
cp "$work/out" "$work/towns.csv"
for command in 'project --to 2060' 'municipalities --cells' 'project --sheet populations'; do
    # shellcheck disable=SC2086 # words
    run $command "$work/towns.xlsx"
    holds "$command of a workbook of its own" '
        function off(a, b) { return a - b > 1e-9 * a + 1e-9 || b - a > 1e-9 * a + 1e-9 }
        BEGIN { while ((getline line < "'"$work/towns.csv"'") > 0) {
            split(line, c, ","); if (c[2] == "population") want[c[1], c[3], c[4], c[5]] = c[6] } }
        $(NF - 4) == "population" || $3 == "population" {
            n++; k = $1 SUBSEP $(NF - 3) SUBSEP $(NF - 2) SUBSEP $(NF - 1)
            if (!(k in want) || off(want[k], $NF)) print $0 ": expected " want[k]
        }
        END { if (n < 1000) print n " cells" }'
done
# What was computed beside the populations is no input, be it in a workbook or in CSV.
run project fixtures/ipss2018.csv --area 01223 -o "$work/town.xlsx"
run project fixtures/ipss2018.csv --area 01223 -o "$work/town.csv"
run report --lang ja --trajectories 0 -o "$work/report.xlsx"
for made in town.xlsx town.csv 'report.xlsx --area 社人研準拠の基準推計'; do
    # shellcheck disable=SC2086 # words
    run project "$work/"$made --to 2070
    holds "2070 from $made" '
        $(NF - 4) == "population" && $(NF - 3) == 2070 { n++; sum += $NF }
        END { if (n != 38 || sum < 5962 || sum > 5968) print n " cells, " sum " persons" }'
    verdict "what is said of $made" "$(case $made in *.csv) text='births or deaths, which are not used' ;;
        *) text='a workbook of this program: only sheet' ;; esac; grep -q "$text" "$work/err" || cat "$work/err")"
done
# Net migration without deaths is of the future: the rates beside it are missing.
sed '1!{/^01223/!d}' fixtures/ipss2018.csv >"$work/moves.csv"
echo '01223,net_migration,2015,male,0,5' >>"$work/moves.csv"
refuses 1 'no mortality' project "$work/moves.csv"
refuses 1 'there is no area "00000"' project fixtures/ipss2018.csv --nation "$work/towns.xlsx"
counts='project fixtures/ipss2018.csv --area 01223 --as-of 2025 --to 2040'
# shellcheck disable=SC2086 # words
run $counts --peers "$work/towns.csv"
cp "$work/out" "$work/with"
# shellcheck disable=SC2086 # words
run $counts --peers "$work/towns.xlsx"
verdict 'peers of a workbook that this program has written' "$([ "$status" -eq 0 ] || cat "$work/err"
    cmp "$work/with" "$work/out" 2>&1)"
refuses 1 'no sheet' project "$work/towns.xlsx" --sheet none --to 2060
# What was said while it was made stands in it; a pipe is read as text.
cat fixtures/ipss2018.csv | "$cohort" project /dev/stdin --to 2060 >"$work/piped.csv" 2>/dev/null
verdict 'project of a pipe' "$(cmp "$work/towns.csv" "$work/piped.csv" 2>&1)"

finish
