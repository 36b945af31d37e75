#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: municipalities.sh BUILD [--update]
#
# A whole country: long and wide tables, areas left out, scenarios, what is refused.

. tests/support/examples.sh

prints municipalities municipalities fixtures/ipss2018.csv --to 2065

# The same table with names, in both layouts.
long_and_wide "$work/long.csv" "$work/wide.csv"

# alike NAME ARGUMENT...: both layouts give the same bytes, and so do any threads.
alike() {
    name=$1
    shift
    run municipalities "$work/long.csv" "$@"
    cp "$work/out" "$work/from_long"
    problem=
    [ "$status" -eq 0 ] || problem="exit status $status"
    [ -s "$work/err" ] && problem="${problem:-on stderr: $(cat "$work/err")}"
    [ -s "$work/out" ] || problem="${problem:-nothing on stdout}"
    for threads in 1 7; do
        run municipalities "$work/wide.csv" "$@" --threads $threads -o "$work/from_wide"
        problem=${problem:-$(cmp "$work/from_long" "$work/from_wide" 2>&1; cat "$work/out" "$work/err")}
    done
    verdict "municipalities $name, long and wide" "$problem"
}
alike 'to the last date' --to 2045
alike 'to 2065' --to 2065
alike 'by a scenario' --to 2060 --scenario tests/scenario.csv
alike 'every cell' --to 2060 --cells

# Every cell is a table again; project gives the same persons, here of the area with quotes.
sed 's/根室市/"Nemuro, ""the"" city"/' "$work/wide.csv" >"$work/quoted.csv"
run municipalities "$work/quoted.csv" --to 2060 --cells
cp "$work/out" "$work/cells.csv"
run project "$work/wide.csv" fixtures/japan.csv --reference 00000 --to 2060
grep ',population,' "$work/out" >"$work/from_project"
sed 's/"Nemuro, ""the"" city",//; s/^\([0-9]*\),[^,]*,population/\1,population/' "$work/cells.csv" |
    sed 1d >"$work/from_cells"
verdict 'municipalities and project' "$(cmp "$work/from_project" "$work/from_cells" 2>&1)"
run municipalities "$work/cells.csv" --cells
verdict 'municipalities from its own cells' "$([ "$status" -eq 0 ] || cat "$work/err"
    sort "$work/out" >"$work/again"; sort "$work/cells.csv" | paste -d, - "$work/again" | awk -F, '
        { gsub(/"[^"]*("")*[^"]*"/, "n"); n = split($0, c, ","); half = n / 2
          d = c[half] - c[n]; if (d > 1e-6 || d < -1e-6) print }
        END { if (NR < 1000) print NR " rows" }')"

# The names of a table that has none are empty; otherwise nothing differs.
sed '1!s/^\([0-9]*\),[^,]*/\1,/' "$work/from_long" >"$work/nameless"
run municipalities fixtures/ipss2018.csv --to 2060 --cells
verdict 'municipalities without names' "$(cmp "$work/nameless" "$work/out" 2>&1)"

# leaves_out TEXT FILE: the area 01691 is left out with this reason, the others are as they were.
run municipalities "$work/wide.csv" --to 2060
grep -v '^01691,' "$work/out" >"$work/others"
leaves_out() {
    run municipalities "$2" --to 2060
    problem=$(cmp "$work/others" "$work/out" 2>&1)
    [ "$status" -eq 3 ] || problem="exit status $status, not 3"
    grep -qF -- "left out: 01691 別海町: $1" "$work/err" || problem="${problem:-$(cat "$work/err")}"
    grep -qx 'left out: 1 of 5 areas' "$work/err" || problem="${problem:-$(cat "$work/err")}"
    verdict "municipalities without an area: $1" "$problem"
}
sed '/^01691,.*,F,/d' "$work/wide.csv" >"$work/edited.csv"
leaves_out "$work/edited.csv: area \"01691\", population: no row for year 2015, sex female, age 0-4" \
    "$work/edited.csv"
sed '/^01691,.*,F,0-4/s/,\([0-9]*\)$/,-\1/' "$work/wide.csv" >"$work/edited.csv"
leaves_out "$work/edited.csv, line 59, column 2045: -" "$work/edited.csv"
sed '/^01691,.*,M,10-14/d; /^01691,.*,F,10-14/d' "$work/wide.csv" >"$work/edited.csv"
leaves_out "$work/edited.csv: area \"01691\", population: a gap in ages" "$work/edited.csv"
for text in '' x NaN abc '…'; do
    sed "/^01691,.*,F,0-4/s/,[0-9]*\$/,$text/; /^01691,.*,F,5-9/s/,[0-9]*,/,y,/" "$work/wide.csv" \
        >"$work/edited.csv"
    shown=${text:+\"$text\"}
    leaves_out "$work/edited.csv, line 59, column 2045: ${shown:-the cell is empty}: expected a finite" \
        "$work/edited.csv"
done
sed '/^01691,population,2045,female,0,/s/,[^,]*\(,[^,]*\)$/,x\1/' "$work/long.csv" >"$work/edited.csv"
leaves_out "$work/edited.csv, line $(grep -n ',x,' "$work/edited.csv" |
    cut -d: -f1), column value: \"x\": expected a finite" "$work/edited.csv"
sed '1!s/[0-9]*$/-/' "$work/wide.csv" >"$work/edited.csv"
run municipalities "$work/edited.csv" --cells --to 2040
verdict 'a date of dashes is left out, and said' "$(grep -q ',2045,' "$work/out" && echo 2045
    grep -qF '5 dates of areas with no number, only 0, "-" or nothing, left out' "$work/err" || cat "$work/err")"
refuses 1 ', column 2045: "-": expected a finite number' \
    municipalities "$work/edited.csv" --dash missing -o "$work/none.csv"

# Lines in any order, CRLF, a byte-order mark: the areas come as the file has them.
{ sed 1q "$work/wide.csv"; sed 1d "$work/wide.csv" | sort -t, -k5,5 -k4,4 -k1,1r; } |
    sed "s/\$/$(printf '\r')/" >"$work/body.csv"
{ printf '\357\273\277'; cat "$work/body.csv"; } >"$work/mixed.csv"
run municipalities "$work/mixed.csv" --to 2060
sort "$work/out" >"$work/mixed"
run municipalities "$work/wide.csv" --to 2060
verdict 'municipalities in any order' "$(sort "$work/out" | cmp - "$work/mixed" 2>&1)"

# One operation has nothing to do in some areas, and in all.
scenario() {
    printf '%s\n' operation,sex,age_from,age_to,year_from,year_to,value "$@" >"$work/scenario.csv"
}
scenario suppress_out_migration,male,25,29,2040,2045,0.5 tfr,,,,2050,,1.6
run municipalities "$work/wide.csv" --to 2060 --scenario "$work/scenario.csv"
verdict 'an operation without effect in some areas' "$([ "$status" -eq 0 ] || cat "$work/err"
    grep -q 'operation 1 (suppress_out_migration) changes nothing in [1-4] areas$' "$work/err" ||
        cat "$work/err")"
scenario tfr,,,,2050,,1.6 zero_migration,,,,,,0 suppress_out_migration,,,,2040,,0.5
refuses 1 'operation 3 (suppress_out_migration) changes nothing in any area' \
    municipalities "$work/wide.csv" --to 2060 --scenario "$work/scenario.csv"

# refuses_edited TEXT SED: the wide table edited is refused as a whole.
refuses_edited() {
    sed "$2" "$work/wide.csv" >"$work/edited.csv"
    refuses 1 "$work/edited.csv$1" municipalities "$work/edited.csv" --to 2060 -o "$work/none.csv"
}
refuses_edited ', line 4: area, variable, sex and age are those of line 3' '3p'
refuses_edited ', line 3: 11 cells: expected 12' '3s/,[0-9]*$//'
refuses_edited ': column "2o20": expected a date' '1s/2020/2o20/'
sed '1s/2040,2045/2045,2050/' "$work/wide.csv" >"$work/edited.csv"
refuses 1 'dates 2035 and 2045: expected dates 5 years apart' \
    municipalities "$work/edited.csv" --to 2060 -o "$work/none.csv"
refuses 1 'no area is left' municipalities "$work/edited.csv" --to 2060
run municipalities "$work/wide.csv" --to 2040
verdict 'municipalities ends within the table' "$([ "$status" -eq 0 ] || cat "$work/err"
    grep -q ',2040,' "$work/out" || echo 'no 2040'; grep ',2045,' "$work/out" | head -1)"
run municipalities "$work/wide.csv" --to 2070
verdict 'municipalities beyond the rates' "$(grep -q ',2070,' "$work/out" || echo 'no 2070'
    grep -qF 'to 2070: the rates of Japan end in 2065, and its last are held' "$work/err" || cat "$work/err")"
refuses 1 '--to 2041: expected a date every 5 years from 2020 on' municipalities "$work/wide.csv" --to 2041
refuses 1 'no area but the reference "00000"' municipalities fixtures/japan.csv
refuses 1 'there is no area "392"' municipalities "$work/wide.csv" --reference 392
refuses 1 "$work/place/none.csv" municipalities "$work/wide.csv" -o "$work/place/none.csv"
refuses 2 'no TABLE.csv' municipalities --cells
refuses 2 'expected a whole number, 0 to 9999' municipalities a.csv --threads many
refuses 2 'unknown option' municipalities a.csv --speed
verdict 'municipalities writes all or nothing' "$(find "$work" -name 'none.csv*')"

# A later first date than the nation's: its rates are those from that date on.
cut -d, -f1-5,7- "$work/wide.csv" >"$work/later.csv"
run municipalities "$work/later.csv" --to 2060
grep -v ',2015,' "$work/others" >"$work/expected"
grep -v '^01691,' "$work/out" | paste -d, - "$work/expected" | awk -F, '
    NR > 1 && ($1 != $9 || $3 != $11 || ($4 - $12) ^ 2 > 1e-12 || ($8 - $16) ^ 2 > 1e-12)
    END { if (NR != 37) print NR " rows" }' >"$work/problem"
verdict 'municipalities from a later date on' "$(cat "$work/problem")"

# An area without the last date is left out, and the reason is that.
grep -v '^01691,.*,2015,' fixtures/census.csv >"$work/ended.csv"
run municipalities "$work/ended.csv" --to 2030
verdict 'an area that ends early' "$([ "$status" -eq 3 ] && grep -qF \
    'the last date is 2010: expected 2015, as that of the others' "$work/err" || cat "$work/err")"

# All of Japan, where the raw table is there: COHORT_RAW is its folder.
if [ -r "$COHORT_RAW/ipss2018_municipalities.csv" ]; then
    run municipalities "$COHORT_RAW/ipss2018_municipalities.csv" --to 2065
    verdict 'all municipalities' "$([ "$status" -eq 0 ] || cat "$work/err"; awk -F, '
        NR == FNR && FNR == 1 { for (i = 6; i <= NF; i++) year[i] = $i; next }
        NR == FNR { for (i = 6; i <= NF; i++) sum[year[i]] += $i; next }
        FNR == 1 { next }
        { total[$3] += $4; n++ }
        $1 == "01223" && $3 == 2060 { nemuro = sprintf("%.0f", $4) }
        END {
            for (y in sum) if ((total[y] - sum[y]) ^ 2 > 1e-6) print y, total[y], sum[y]
            if (n != 1682 * 11 || nemuro != 8360) print n " rows, Nemuro: " nemuro
        }' "$COHORT_RAW/ipss2018_municipalities.csv" "$work/out")"
fi

# Ages that end before 65: every cell can be written, the columns cannot.
awk -F, -v OFS=, 'NR == 1 { print; next } $5 + 0 < 60 { print; next }
    { sum[$1 OFS $2 OFS $3 OFS $4 OFS "60+"] += $6 } END { for (row in sum) print row, sum[row] }' \
    fixtures/ipss2018.csv >"$work/60.csv"
refuses 1 'ages 15 to 64: expected the last age of a group, up to 59, or an open end: without --cells the columns are' \
    municipalities "$work/60.csv" -o "$work/60.out"
run municipalities "$work/60.csv" -o "$work/60.out" --cells
verdict 'with --cells they are written' "$([ "$status" -eq 0 ] || cat "$work/err"
    grep -q '2060,female,60+,' "$work/60.out" || echo 'no cell of 60+')"

finish
