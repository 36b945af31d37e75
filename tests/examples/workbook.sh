#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: workbook.sh BUILD
#
# Workbooks that the program writes, or why it does not.

. tests/support/examples.sh

run --version
verdict 'cohort --version says what reads and writes workbooks' \
    "$(grep -qE '^Workbooks: (libzip [0-9.]+, expat [0-9.]+|not read .*), (libxlsxwriter [0-9.]+|not written .*)$' \
        "$work/out" || cat "$work/out")"
writes=$(grep -c 'libxlsxwriter [0-9]' "$work/out")

if [ "$writes" = 0 ]; then
    for call in 'project fixtures/ipss2018.csv' 'municipalities fixtures/ipss2018.csv' report; do
        # shellcheck disable=SC2086 # words
        refuses 2 'built without libxlsxwriter' $call -o "$work/out.xlsx"
    done
    finish
    exit
fi

mkdir "$work/tmp"
export TMPDIR="$work/tmp" SOURCE_DATE_EPOCH=1700000000

# writes NAME COMMAND ARGUMENT...: a ZIP, the same bytes again, and nothing else is left behind.
writes() {
    name=$1
    shift
    run "$@" -o "$work/$name.xlsx"
    problem=
    [ "$status" -eq 0 ] || problem="exit status $status, $(cat "$work/err")"
    [ -s "$work/out" ] && problem="${problem:-something on stdout}"
    [ "$(head -c 2 "$work/$name.xlsx")" = PK ] || problem="${problem:-no ZIP}"
    cp "$work/$name.xlsx" "$work/first"
    run "$@" -o "$work/$name.xlsx"
    problem=${problem:-$(cmp "$work/first" "$work/$name.xlsx" 2>&1)}
    verdict "$* -o NAME.xlsx" "${problem:-$(ls -A "$work/tmp"; find "$work" -name '*.tmp')}"
}
towns="fixtures/ipss2018.csv fixtures/japan.csv --reference 00000 --to 2060"
# shellcheck disable=SC2086 # words
writes towns project $towns --whole
if unzip -v >/dev/null 2>&1; then
    unzip -p "$work/towns.xlsx" xl/workbook.xml xl/sharedStrings.xml >"$work/texts"
    verdict 'areas by code and name' "$(for text in '<t>01223</t>' '<t>根室市 Nemuro</t>' '<t>name</t>' \
        'name="pyramid 根室市 Nemuro"'; do grep -qF "$text" "$work/texts" || echo "no $text"; done)"
fi
# Brackets in names: of one that fits nothing is cut, of others the part of a bracket that stays open.
sed '1s/$/,name/; s/^01223,.*/&,North (old/; s/^01691,.*/&,North (a) of river (new town)/; /^\(area\|01223\|01691\),/!d' \
    fixtures/ipss2018.csv >"$work/brackets.csv"
writes brackets project "$work/brackets.csv"
if unzip -v >/dev/null 2>&1; then
    unzip -p "$work/brackets.xlsx" xl/workbook.xml >"$work/texts"
    verdict 'names with brackets' "$(for name in 'North (old' 'North (a) of river'; do
        grep -qF "name=\"pyramid $name\"" "$work/texts" || echo "no $name"; done)"
fi
# shellcheck disable=SC2086
writes annual project $towns --area 01223 --annual --single-ages --rates fixtures/pupils.csv
writes country municipalities fixtures/ipss2018.csv --to 2060 --cells --whole
writes figures municipalities fixtures/ipss2018.csv --to 2060
writes report report --trajectories 200 --lang ja
if unzip -v >/dev/null 2>&1; then
    unzip -p "$work/report.xlsx" xl/workbook.xml | grep -o '<sheet name="[^"]*"' >"$work/names"
    verdict 'the notes are its first sheet' "$(head -n 1 "$work/names" | grep -vx '<sheet name="出典と注記"')"
    verdict 'no name ends within a bracket' "$(grep '（[^）]*"$' "$work/names"; grep -q '割合"$' "$work/names" || echo 'none was cut')"
    verdict 'factors have their three decimals' "$(unzip -p "$work/report.xlsx" xl/styles.xml | grep -q '"#,##0.000"' || echo 'no such format')"
    verdict 'ages of a pyramid' "$(unzip -p "$work/report.xlsx" xl/sharedStrings.xml | grep -q '<t>0〜4</t>' || echo 'no 0〜4')"
    verdict 'figures of a table are those that it shows' "$(unzip -p "$work/report.xlsx" xl/worksheets/sheet2.xml | grep -oE '<v>-?[0-9]+\.[0-9]{3,}</v>')"
fi

for epoch in '' -1 1700000000x 253402300800 999999999999999999999; do
    SOURCE_DATE_EPOCH=$epoch
    refuses 1 'SOURCE_DATE_EPOCH: "' project fixtures/wpp2024_japan.csv -o "$work/x.xlsx"
    refuses 1 'SOURCE_DATE_EPOCH: "' report fixtures/ipss2018.csv --area 01692 --trajectories 0 -o "$work/x.html"
done
SOURCE_DATE_EPOCH=1700000000
# Killed in the middle of writing: it waits, as nobody reads more of the workbook than a pipe holds.
if [ -e /proc/self/fd ]; then
    mkfifo "$work/pipe.xlsx"
    # shellcheck disable=SC2086
    "$cohort" project $towns --annual --single-ages -o "$work/pipe.xlsx" >"$work/out" 2>&1 &
    (: && kill -9 $!) <"$work/pipe.xlsx"
    wait $! 2>"$work/err"
    verdict 'a workbook that is killed leaves nothing behind' "$([ $? -gt 128 ] || echo 'not killed'
        ls -A "$work/tmp")"
fi

refuses 2 '--excel belongs to CSV' project fixtures/canada_1x1.csv --excel -o "$work/x.xlsx"
refuses 2 '--keep-formulas belongs to CSV: give -o OUT.csv' project fixtures/canada_1x1.csv --keep-formulas \
    -o "$work/x.xlsx"
refuses 2 '--excel belongs to CSV' municipalities fixtures/ipss2018.csv --excel -o "$work/x.xlsx"
refuses 1 'cannot be written' project fixtures/wpp2024_japan.csv -o "$work/none/x.xlsx"
TMPDIR=$work/none
refuses 1 'TMPDIR' project fixtures/wpp2024_japan.csv -o "$work/x.xlsx"
TMPDIR=$work/tmp
verdict 'nothing is left of a workbook that failed' \
    "$(ls -A "$work/tmp"; ls "$work"/x.xlsx* 2>/dev/null)"

finish
