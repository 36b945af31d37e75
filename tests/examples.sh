#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: examples.sh BUILD [--update]
#
# Runs the examples in BUILD/examples and compares what they print with examples/expected/NAME.txt;
# then what nemuro does with scenario files, good and bad.  --update (or UPDATE=1) writes the
# expected files anew instead of comparing.  Ends with the line "N passed, N failed".

[ "$2" = --update ] && UPDATE=1
here=$(cd "$(dirname "$0")" && pwd) || exit 2
programs=$(cd "$1" && pwd)/examples || exit 2
expected=$(cd "$(dirname "$0")/../examples/expected" && pwd) || exit 2
work=$(mktemp -d) || exit 2
cd "$here/.." || exit 2 # what is printed names files as they were given
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

passed=0
failed=0

# verdict NAME PROBLEM: counts; there is no problem if it is empty.
verdict() {
    if [ -z "$2" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAILED %s: %s\n' "$1" "$2"
    fi
}

# run NAME ARGUMENT...: runs an example; sets $status, and leaves out and err in $work.
run() {
    program=$1
    shift
    "$programs/$program" "$@" >"$work/out" 2>"$work/err" </dev/null
    status=$?
}

# steady FILE: its text without what differs among compilers: the size of a fit's last rounding.
steady() {
    sed 's/largest miss [0-9.e+-]* persons/largest miss ~ persons/' "$1"
}

# prints NAME PROGRAM ARGUMENT...: succeeds, says nothing on stderr, and prints expected/NAME.txt.
prints() {
    name=$1
    shift
    run "$@"
    problem=
    [ "$status" -eq 0 ] || problem="exit status $status, $(cat "$work/err")"
    [ -s "$work/err" ] && problem="${problem:-on stderr: $(cat "$work/err")}"
    steady "$work/out" >"$work/printed"
    if [ "$UPDATE" = 1 ] && [ -z "$problem" ]; then
        cp "$work/printed" "$expected/$name.txt"
    elif [ -z "$problem" ] && ! diff "$expected/$name.txt" "$work/printed" >"$work/diff" 2>&1; then
        problem="differs from examples/expected/$name.txt (< expected, > printed)
$(cat "$work/diff")"
    fi
    verdict "$*" "$problem"
}

# refuses STATUS TEXT PROGRAM ARGUMENT...: ends with STATUS, prints nothing, and says TEXT on stderr.
refuses() {
    want=$1 text=$2
    shift 2
    run "$@"
    problem=
    [ "$status" -eq "$want" ] || problem="exit status $status, not $want"
    [ -s "$work/out" ] && problem="${problem:-something on stdout}"
    grep -qF -- "$text" "$work/err" ||
        problem="${problem:-on stderr \"$(cat "$work/err")\", without \"$text\"}"
    verdict "$*" "$problem"
}

prints hello hello
prints suppress suppress 01691 0.1
prints nemuro nemuro
prints nemuro-csv nemuro --csv
prints region region
prints explain explain
prints reach reach
prints track track
prints backtest backtest --trajectories 200
prints backtest-csv backtest --fit-on 2000 --trajectories 50 --csv
prints ensemble ensemble
prints explain-women explain fixtures/ipss2018.csv fixtures/japan.csv --reference 00000 \
    --area 01691 --to 2060 --measure women_20_39/total --year 2050 --scenario tests/scenario.csv

prints project-japan project "$here/../fixtures/wpp2024_japan.csv" --to 2040 --summary
prints project-nemuro project "$here/../fixtures/ipss2018.csv" "$here/../fixtures/japan.csv" \
    --reference 00000 --area 01223 --to 2060 --summary
prints project-pupils project "$here/../fixtures/ipss2018.csv" "$here/../fixtures/japan.csv" \
    --reference 00000 --area 01223 --to 2060 --rates "$here/../fixtures/pupils.csv" --summary

# cells NAME CONVENTION: `project` gives every published cell of a fixture, rounded.
cells() {
    run project "$here/../fixtures/$1.csv" --convention "$2" -o "$work/out.csv"
    problem=
    [ "$status" -eq 0 ] || problem="exit status $status, $(cat "$work/err")"
    [ -n "$problem" ] || problem=$(awk -F, '
        NR == FNR { if (FNR > 1) want[$1 "," $3 "," $4 "," $5] = $6; next }
        $2 == "population" && ($1 "," $3 "," $4 "," $5) in want {
            found++
            d = $6 - want[$1 "," $3 "," $4 "," $5]
            if (d > 0.5 || d < -0.5) print $0 ": off by " d
        }
        END { if (!found) print "no cell" }' "$here/../fixtures/$1_published.csv" "$work/out.csv")
    verdict "project $1 $2" "$problem"
}
grep -v ',asfr,' "$here/../fixtures/canada_1x1.csv" >"$work/base.csv"
{
    echo area,variable,year,sex,age,value
    for age in 15 20 25 30; do echo "CAN,asfr,1950,female,$age,0.1"; done
} >"$work/coarse.csv"
cells preston_box_6_2 wpp-even
cells canada_1x1 wpp-end

# What project writes is a table that it reads again: the same base, the same path.
run project "$here/../fixtures/canada_1x1.csv" --convention wpp-end
verdict 'project to standard output' "$(cmp "$work/out" "$work/out.csv" 2>&1)"

# ---- rates: households, labour force, pupils; the rates here are made up ----

# rates ROW...: a table of rates in $work/rates.csv.
rates() {
    echo area,variable,year,sex,age,value >"$work/rates.csv"
    printf '%s\n' "$@" >>"$work/rates.csv"
}
# Two areas, one with rates of its own, and a name that has to be quoted.
rates 'all,"heads, ""all"" of them",2015,both,all,0.5' \
    '01694,"heads, ""all"" of them",2015,both,all,0.25' all,twice,2015,both,all,2
towns="$here/../fixtures/ipss2018.csv $here/../fixtures/japan.csv --reference 00000"
# shellcheck disable=SC2086 # words
run project $towns --rates "$work/rates.csv"
problem=
[ "$status" -eq 0 ] || problem="exit status $status, $(cat "$work/err")"
[ -n "$problem" ] || problem=$(sed 's/"heads, ""all"" of them"/heads/' "$work/out" | awk -F, '
    { key = $1 "," $3 "," $4 "," $5; now = $2 ~ /heads|twice/ }
    NF != 6 { print $0 ": not six cells" }
    $1 == area && derived && !now { print $0 ": behind a derived projection" }
    { area = $1; derived = now }
    $2 == "population" { people[key] = $6; n++ }
    $2 == "twice" { twice++; if ($6 != 2 * people[key]) print $0 ": not twice " people[key] }
    $2 == "heads" {
        heads++
        part = $1 == "01694" ? 0.25 : 0.5
        if ($6 != part * people[key]) print $0 ": not " part " of " people[key]
    }
    END { if (!n || heads != n || twice != n) print "cells: " n ", " heads ", " twice }')
verdict 'project --rates' "$problem"

japan="$here/../fixtures/wpp2024_japan.csv"
rates all,heads,2020,both,15+,0.5 all,births,2020,both,all,1
refuses 1 "$work/rates.csv, line 3, column variable: \"births\": expected a name that" \
    project "$japan" --rates "$work/rates.csv"
rates all,heads,2020,both,15+,0.5 0392,heads,2020,both,15+,0.4
refuses 1 "$work/rates.csv, line 3, column area: \"0392\": expected all, or an area" \
    project "$japan" --rates "$work/rates.csv"
rates all,heads,2020,both,15+,-0.5
refuses 1 "$work/rates.csv, line 2: -0.5: expected a rate, 0 or more" \
    project "$japan" --rates "$work/rates.csv" --summary
rates all,heads,2020,both,15+,nan
refuses 1 "$work/rates.csv, line 2, column value" project "$japan" --rates "$work/rates.csv"
rates all,heads,2020,both,15-64,0.5 all,heads,2020,male,60+,0.6
refuses 1 "$work/rates.csv, line 3: 2020, male, age 60 has a rate by line 2" \
    project "$japan" --rates "$work/rates.csv"
rates all,heads,2020,both,95-104,0.5
refuses 1 "$work/rates.csv, line 2: age 95-104: expected no range that begins or ends within" \
    project "$japan" --rates "$work/rates.csv"
rates 01694,heads,2020,both,15+,0.5
# shellcheck disable=SC2086 # words
refuses 1 'rates.csv: area "01223", heads: no rows, and none of area "all"' \
    project $towns --rates "$work/rates.csv"
rates
refuses 1 "$work/rates.csv" project "$japan" --rates "$work/rates.csv"
refuses 1 "$work/none.csv" project "$japan" --rates "$work/none.csv"
refuses 2 'without its value' project "$japan" --rates
# The cells that region writes, given to it as controls, are met by the same factors.
run region --csv
sed -n '1p; /,population,/p' "$work/out" >"$work/cells.csv"
run region "$work/cells.csv"
verdict 'region with its own cells' "$(diff "$expected/region.txt" "$work/out" 2>&1)"

# totals ROW...: controls.csv, with a total of the region and these rows.
totals() {
    printf '%s\n' area,variable,year,sex,age,value region,population,2060,both,all,30000 "$@" \
        >"$work/controls.csv"
}
totals 01694,population,2060,both,all,2500 01223,population,2060,female,20-39,500
run region "$work/controls.csv"
verdict 'region with totals of a file' "$(grep -q '^2060  *33,582  *33,794  *30,000 ' "$work/out" ||
    cat "$work/err" "$work/out")"

# ---- a whole country ----

prints municipalities municipalities fixtures/ipss2018.csv --to 2065

# The same table with names, in both layouts: a value a row, and a date a column.
awk -F, -v OFS=, 'NR == FNR { name[$1] = $2; next }
    { print $0, FNR == 1 ? "name" : name[$1] }' fixtures/areas.csv fixtures/ipss2018.csv \
    >"$work/long.csv"
awk -F, -v OFS=, -v wide="$work/wide.csv" '
    NR == 1 { next }
    { line = $1 ",," $7 "," ($4 == "male" ? "M" : "F") "," ($5 ~ /[+]/ ? $5 : $5 "-" ($5 + 4)) }
    !(line in cells) { lines[++n] = line }
    $1 == "01223" && $4 == "male" && $5 == 0 { header = header "," $3 }
    { cells[line] = cells[line] "," $6 }
    END {
        print "code,pref,name,sex,age" header >wide
        for (i = 1; i <= n; i++) print lines[i] cells[lines[i]] >wide
    }' "$work/long.csv"

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
alike 'to the last date'
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
    grep -q 'operation 1 (suppress_out_migration) finds nothing to change in [1-4] areas$' "$work/err" ||
        cat "$work/err")"
scenario tfr,,,,2050,,1.6 zero_migration,,,,,,0 suppress_out_migration,,,,2040,,0.5
refuses 1 'operation 3 (suppress_out_migration) finds nothing to change in any area' \
    municipalities "$work/wide.csv" --to 2060 --scenario "$work/scenario.csv"

# refuses_edited TEXT SED: the wide table edited is refused as a whole.
refuses_edited() {
    sed "$2" "$work/wide.csv" >"$work/edited.csv"
    refuses 1 "$work/edited.csv$1" municipalities "$work/edited.csv" --to 2060 -o "$work/none.csv"
}
refuses_edited ', line 3, column 2030: "12x": expected a finite number' '3s/[0-9]*\(,[0-9]*,[0-9]*,[0-9]*\)$/12x\1/'
refuses_edited ', line 4: area, sex and age are those of line 3' '3p'
refuses_edited ', line 3: 11 cells: expected 12' '3s/,[0-9]*$//'
refuses_edited ': column "2o20": expected a date' '1s/2020/2o20/'
refuses_edited ': the header has no column "sex"' '1s/sex/Geschlecht/'
sed '1s/2040,2045/2045,2050/' "$work/wide.csv" >"$work/edited.csv"
refuses 1 'dates 2035 and 2045: expected dates 5 years apart' \
    municipalities "$work/edited.csv" --to 2060 -o "$work/none.csv"
refuses 1 'no area is left' municipalities "$work/edited.csv" --to 2060
refuses 1 '--to 2040: expected a date at or beyond the table'"'"'s last, 2045' \
    municipalities "$work/wide.csv" --to 2040
refuses 1 'last year 2070: expected one of its dates, the last of which is 2065' \
    municipalities "$work/wide.csv" --to 2070
refuses 1 'no area has a population' municipalities fixtures/japan.csv
refuses 1 'there is no area "392"' municipalities "$work/wide.csv" --reference 392
refuses 1 "$work/place/none.csv" municipalities "$work/wide.csv" -o "$work/place/none.csv"
refuses 2 'no TABLE.csv' municipalities --cells
refuses 2 'more than two files' municipalities a.csv b.csv c.csv
refuses 2 'expected a number' municipalities a.csv --threads many
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

# On a terminal a bar tells how far it has got, and is gone at the end.
if script -qec true /dev/null >"$work/out" 2>&1 </dev/null; then
    script -qec "$programs/municipalities $work/wide.csv -o $work/bar.csv" /dev/null \
        >"$work/out" 2>&1 </dev/null
    verdict 'a bar on a terminal' "$(grep -qF '[########################################] 5 of 5 areas' \
        "$work/out" || cat "$work/out")"
fi

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

# ---- arguments ----

grep -v ',asfr,2035,female,\(25\|30\),' "$here/../fixtures/wpp2024_japan.csv" >"$work/hole.csv"
refuses 1 'the ages before it, too' project "$work/hole.csv"
sed 's/,net_migration,/,net_migraton,/' "$here/../fixtures/preston_box_6_2.csv" >"$work/misspelt.csv"
refuses 1 'column variable: "net_migraton"' project "$work/misspelt.csv"
cp "$here/../fixtures/ipss2018.csv" "$work/again.csv"
refuses 1 'is in two files' project "$here/../fixtures/ipss2018.csv" "$work/again.csv" \
    "$here/../fixtures/japan.csv" --reference 00000
refuses 2 'cannot hold both' project "$here/../fixtures/canada_1x1.csv" -o - --summary
refuses 2 'no INPUT.csv' project
refuses 2 'unknown option' project x.csv --speed
refuses 2 'expected a year' project x.csv --to soon
refuses 1 'expected ipss, wpp-even or wpp-end' project x.csv --convention un
refuses 1 'x.csv' project "$work/x.csv"
refuses 1 'there is no area' project "$here/../fixtures/ipss2018.csv" --area 99999
refuses 1 'no mortality' project "$here/../fixtures/ipss2018.csv" --to 2020
refuses 1 'cohort_graduate' project "$work/base.csv" "$work/coarse.csv" --to 1951

totals 01694,population,2060,both,all,40000
refuses 1 "$work/controls.csv, line 2: control 1 (all areas, total, 2060): 30000" region \
    "$work/controls.csv"
totals 01694,population,2060,both,all,0 01694,population,2060,female,90+,1
refuses 1 'line 4: control 3 (area 4, women_90_plus, 2060): 1 persons are wanted, but nobody' region \
    "$work/controls.csv"
totals 01694,population,2061,both,all,2500
refuses 1 'line 3: control 2 (area 4, total, 2061): year 2061: expected a date' region \
    "$work/controls.csv"
totals 01694,population,2060,both,22-39,100
refuses 1 'line 3: control 2 (area 4, age_22_39, 2060): ages from 22' region "$work/controls.csv"
totals 01694,population,2060,both,all,-1
refuses 1 'line 3: control 2 (area 4, total, 2060): -1: expected' region "$work/controls.csv"
totals 01695,population,2060,both,all,1
refuses 1 "$work/controls.csv, line 3: column area" region "$work/controls.csv"
totals 01694,births,2060,both,all,1
refuses 1 'column variable: "births"' region "$work/controls.csv"
refuses 1 'none.csv' region "$work/none.csv"
refuses 2 'usage: region' region --speed
refuses 2 'usage: region' region one.csv two.csv

# ---- why, what it would take, on track ----

# holds NAME PROGRAM: an awk program on $work/out that prints what is wrong.
holds() {
    verdict "$1" "$([ "$status" -eq 0 ] || cat "$work/err"; awk -F, "$2" "$work/out")"
}

run explain --csv
holds 'the stated order gives 729 + 258, to a person' '
    $1 == "in_order" && $2 == "migration" { m = $8 }
    $1 == "in_order" && $2 == "fertility" { f = $8 }
    END { if (m < 728 || m > 730 || f < 257 || f > 259) print m, f }'
holds 'the parts of every split add up to the difference' '
    $1 == "measure_baseline" { from = $8 }
    $1 == "measure_path" { gain = $8 - from }
    $1 == "in_order" || $1 == "shapley" || $1 == "part" { sum[$1] += $8; n[$1]++ }
    END {
        for (t in sum) if ((sum[t] - gain) ^ 2 > 1e-18) print t, sum[t], gain
        if (n["in_order"] != 4 || n["shapley"] != 4 || n["part"] < 100) print "parts are missing"
    }'
holds 'the degrees of influence stand with their ratios' '
    $1 == "influence" { v[$2 "," $7] = $8; n++ }
    END {
        if (n != 14) print n " rows"
        for (y = 2040; y <= 2060; y += 20) {
            d = v["natural_percent," y] - 100 * v["simulation_1," y] / v["pattern_1," y]
            e = v["social_percent," y] - 100 * v["simulation_2," y] / v["simulation_1," y]
            if (d ^ 2 + e ^ 2 > 1e-18) print y, d, e
        }
    }'
run explain --cells
holds 'every value has its derivative, ranked' '
    NR == 1 { next }
    { size = $9 < 0 ? -$9 : $9; if (NR > 2 && size > last) print $0 ": out of order"; last = size }
    $1 != NR - 1 || NF != 9 { print $0 }
    END { if (NR < 1000) print NR " rows" }'
run reach --csv
holds 'answers are met by a run of their own, to half a person' '
    NR > 1 && $7 == 1 && ($9 - $3) ^ 2 > 0.25 { print }
    NR > 1 && $1 == "total" && $3 == 9345 { n++; met += $7 }
    END { if (n != 4 || met != 3) print n " levers, " met " met" }'
holds 'what cannot be reached stands at its bound, with its number' '
    NR > 1 && $7 == 0 && ($8 != $11 || $9 == "") { print }
    NR > 1 && $7 == 0 { n++ }
    END { if (n == 0) print "everything was reached" }'
run reach --goal 9345 --lever families --write-scenario "$work/families.csv"
run explain --scenario "$work/families.csv" --csv
holds 'an answer that was written gives the goal' '
    $1 == "measure_path" && $2 == "total" { n = 1; if (($8 - 9345) ^ 2 > 1e-6) print }
    END { if (!n) print "no path" }'
run track --csv
holds 'a gap is the sum of its origins' '
    $1 == "count" && $2 == "register" && $4 == "total" { gap[$5] = $8 }
    $1 == "origin" { sum[$5] += $8 }
    END {
        for (p in sum) if ((sum[p] - gap[p]) ^ 2 > 1e-12) print p, sum[p], gap[p]
        if (!("plan" in gap) || !("plan" in sum)) print "rows are missing"
    }'
holds 'what is needed meets the goal' '
    $1 == "needed" && $13 == 1 && ($11 - 9345) ^ 2 > 0.25 { print }
    $1 == "needed" && $13 == 1 { n++ }
    END { if (n != 6) print n " answers" }'

refuses 2 'nothing to compare' explain "$here/../fixtures/ipss2018.csv"
refuses 2 'expected a year' explain --year soon
refuses 2 'unknown option' explain --speed
refuses 1 'band "women_20"' explain --measure women_20
refuses 1 'year 2070' explain --year 2070
refuses 1 'ages from 22' explain --measure women_22_39
refuses 2 'expected a number' reach --goal much
refuses 2 'expected a number' reach --goal 0x10
refuses 2 'one goal at a time' reach --goal 1 --same-as 2025
refuses 2 'needs --lever and a goal' reach --write-scenario "$work/none.csv"
refuses 2 'expected tfr, suppression' reach --lever hope
refuses 2 'expected members such as' reach --family m32,x3
refuses 2 'a share, 0 to 1' reach --goal 9345 --lever suppression --max 2
refuses 1 'cannot be reached by women: nothing is written' reach --goal 9345 --lever women \
    --write-scenario "$work/none.csv"
refuses 2 'from which date on' reach fixtures/wpp2024_japan.csv --goal 1
refuses 2 'need INPUT.csv' explain --area 01691
refuses 2 'cannot hold both' explain --csv --cells
refuses 1 'choose one with --area' explain fixtures/ipss2018.csv fixtures/japan.csv --reference 00000 \
    --scenario tests/scenario.csv
refuses 1 'from 2027: expected a date' reach --from 2027
refuses 1 'cannot be opened' track --observed "$work/none.csv"
printf 'area,variable,year,sex,age,value\n01223,censsus,2020,both,all,1\n' >"$work/observed.csv"
refuses 1 "$work/observed.csv, line 2, column variable: \"censsus\"" track --observed "$work/observed.csv"
printf 'area,variable,year,sex,age,value\n01223,census,2020,both,all,-1\n' >"$work/observed.csv"
refuses 1 '-1' track --observed "$work/observed.csv"
printf 'area,variable,year,sex,age,value\n01223,census,2070,both,all,1\n' >"$work/observed.csv"
refuses 1 'no rows census or register of area "01223" in 2015-2060' track --observed "$work/observed.csv"
printf 'area,variable,year,sex,age,value\n%s\n%s\n' 01223,census,2020,both,all,24636 \
    01223,census,2020,female,20-39,1900 >"$work/observed.csv"
run track --observed "$work/observed.csv"
holds 'a band that is counted in part is not printed' '/age_15_64/ { print } /women_20_39/ { n = 1 }
    END { if (!n) print "nothing" }'
printf 'area,variable,year,sex,age,value\n%s\n%s\n%s\n' 01223,census,2020,both,all,24636 \
    01223,census,2020,male,all,11000 01223,census,2020,female,all,11000 >"$work/observed.csv"
refuses 1 'census 2020, total: 24636, but its parts add up to 22000' track --observed "$work/observed.csv"
printf 'area,variable,year,sex,age,value\n%s\n%s\n' 01223,register,2025,both,all,22468 \
    01223,moved_in,2024,both,all,935 >"$work/observed.csv"
refuses 1 'moved_in and moved_out: expected both or neither' track --observed "$work/observed.csv"
refuses 2 'nothing to hold against it' track "$here/../fixtures/ipss2018.csv"
refuses 2 'expected a day' track --dates 02-31

# ---- how sure ----

few='--trajectories 500'
# shellcheck disable=SC2086 # words
{
    run ensemble $few --csv
    holds 'quantiles ascend, and the projection lies within them' '
        $1 == "projection" { path = $5; last = -1; key = $2 "," $3 }
        $1 == "quantile" && ($2 "," $3 != key || $5 < last) { print }
        $1 == "quantile" { if ($4 < 0.03 && $5 > path + 1) print; last = $5; n++ }
        $1 == "quantile" && $4 > 0.97 && $5 < path - 1 { print }
        $1 == "probability" { p++; if ($(NF - 1) < 0 || $(NF - 1) > 1) print }
        END { if (n != 100 || p != 3) print n " quantiles, " p " probabilities" }'
    cp "$work/out" "$work/one"
    run ensemble $few --csv --threads 3 -o "$work/three"
    verdict 'ensemble on three threads, into a file' "$(cmp "$work/one" "$work/three" 2>&1)"
    run ensemble $few --csv --seed 2
    verdict 'another seed gives another ensemble' "$(cmp -s "$work/one" "$work/out" && echo same)"
    run ensemble $few --csv --no-events --fertility 0 --mortality 0 --migration 0
    holds 'without chance and with certain rates there is the projection' '
        $1 == "projection" { path = $5 }
        $1 == "quantile" { n++; if ($5 != path) print }
        $1 == "probability" && $(NF - 1) != 0 && $(NF - 1) != 1 { print }
        END { if (n != 100) print n " quantiles" }'
    run ensemble $few "$here/../fixtures/wpp2024_japan.csv" --to 2040 --csv
    holds 'a nation, in the conventions of the UN' '
        $1 == "projection" { path = $5 }
        $1 == "quantile" && $4 == 0.5 { n++; if (($5 / path - 1) ^ 2 > 0.0004) print $0, path }
        END { if (n != 10) print n " medians" }'
}

# A run that is killed when its first block is there, and started again.
blocks=$work/blocks
run ensemble --csv --trajectories 14000
cp "$work/out" "$work/whole"
"$programs/ensemble" --csv --trajectories 14000 --threads 1 --resume "$blocks" >"$work/killed" 2>&1 &
killed=$!
while [ ! -e "$blocks" ] && kill -0 "$killed" 2>/dev/null; do sleep 0.01; done
kill -9 "$killed" 2>/dev/null
wait "$killed" 2>/dev/null
verdict 'a killed run prints nothing' "$(cat "$work/killed")"
part=$(wc -c <"$blocks")
run ensemble --csv --trajectories 14000 --resume "$blocks"
verdict 'a killed run started again' "$(cat "$work/err"; cmp "$work/whole" "$work/out" 2>&1)"
[ "$part" -lt "$(wc -c <"$blocks")" ] && problem= || problem="it had ended: $part bytes"
verdict 'the run was killed on its way' "$problem"
cp "$blocks" "$work/before"
refuses 1 "$blocks: a saved ensemble of other inputs or options" ensemble --trajectories 14000 \
    --resume "$blocks" --plan
refuses 1 "$blocks: a saved ensemble of other inputs or options" ensemble --trajectories 14000 \
    --resume "$blocks" --seed 2
verdict 'blocks that are refused stay' "$(cmp "$work/before" "$blocks" 2>&1)"
head -c 100000 "$work/before" >"$blocks"
refuses 1 "$blocks: a saved ensemble that is damaged" ensemble --trajectories 14000 --resume "$blocks"
refuses 1 "$work/none/blocks" ensemble --trajectories 10 --resume "$work/none/blocks"
refuses 1 "$work/none/out" ensemble --trajectories 10 -o "$work/none/out"
refuses 1 'too many to be drawn' ensemble --trajectories 10 --fertility 10 --seed 3
refuses 2 'expected 1 or more' ensemble --trajectories 0
refuses 2 'expected 0 or more' ensemble --threads -1
refuses 2 'expected a whole number' ensemble --seed -1
refuses 2 'expected SD[' ensemble --mortality 0.1,2
refuses 2 'expected SD[' ensemble --mortality 0.1,1,1,1,1
refuses 2 'expected SD[' ensemble --migration -0.1
refuses 2 'expected SD[' ensemble --fertility nan
refuses 2 "Nemuro's" ensemble --plan --scenario x.csv
refuses 2 'two files' ensemble --resume x -o x
refuses 2 'unknown option' ensemble --speed
refuses 1 'x.csv' ensemble --scenario "$work/x.csv"

refuses 2 'needs INPUT.csv' ensemble --areas all
run ensemble fixtures/ipss2018.csv fixtures/japan.csv --reference 00000 --to 2060 --areas 01691,01223 \
    --trajectories 20 --csv
holds 'several areas, one after the other' '
    NR > 1 && $NF != last { order = order " " $NF; last = $NF }
    END { if (order != " 01691 01223") print order }'

refuses 2 'usage: suppress' suppress
refuses 2 'usage: suppress' suppress 01691
refuses 2 'usage: suppress' suppress 01691 ''
refuses 2 'usage: suppress' suppress 01691 0.1x
refuses 2 'usage: suppress' suppress 01691 0.1 0.2
refuses 1 '99999' suppress 99999 0.1
refuses 1 'expected 0 to 1' suppress 01691 1.5
refuses 1 'expected 0 to 1' suppress 01691 -0.1
refuses 1 'expected 0 to 1' suppress 01691 nan
refuses 2 'usage: nemuro' nemuro --unknown
refuses 2 'usage: nemuro' nemuro --scenario
refuses 2 'usage: nemuro' nemuro --write-scenario

# ---- scenarios: written, read again, edited ----

plan=$work/plan.csv
run nemuro --csv
steady "$work/out" >"$work/csv"
run nemuro --csv --write-scenario "$plan"
problem=
[ "$status" -eq 0 ] || problem="exit status $status, $(cat "$work/err")"
[ -s "$plan" ] || problem="${problem:-no file}"
verdict 'nemuro --write-scenario' "$problem"

# same TEXT SCENARIO WANT: does the CSV under a scenario stay (WANT 0) or change (1)?
same() {
    run nemuro --csv --scenario "$2"
    steady "$work/out" >"$work/printed"
    cmp -s "$work/csv" "$work/printed"
    changed=$?
    problem=
    [ "$status" -eq 0 ] || problem="exit status $status, $(cat "$work/err")"
    [ "$changed" -eq "$3" ] || problem="${problem:-$(diff "$work/csv" "$work/printed" | head -n 20)}"
    [ -n "$problem" ] || [ "$changed" -eq "$3" ] || problem='the CSV is the same'
    verdict "$1" "$problem"
}

same 'a scenario that was written gives the same CSV' "$plan" 0

# The TFR of the last row, 1.61, is raised.
sed 's/^\(tfr,.*\)1\.61/\11.8/' "$plan" >"$work/edited.csv"
same 'an edited scenario gives another CSV' "$work/edited.csv" 1

sed '3s/^suppress_out_migration/supress/' "$plan" >"$work/misspelt.csv"
refuses 1 "$work/misspelt.csv, line 3" nemuro --csv --scenario "$work/misspelt.csv"
sed '4s/^\(suppress_out_migration,.*\),0\.[0-9]*,/\1,1.5,/' "$plan" >"$work/beyond.csv"
refuses 1 "$work/beyond.csv, line 4" nemuro --scenario "$work/beyond.csv"
refuses 1 "$work/missing.csv" nemuro --csv --scenario "$work/missing.csv"

# A factor that is changed by hand is no fit any more; ranges without an end are no trouble.
sed '2s/,0\.[0-9]*,/,0.9,/' "$plan" >"$work/byhand.csv"
run nemuro --csv --scenario "$work/byhand.csv"
verdict 'an edited path is not called fitted' "$(grep -E '^(plan|gain|share_percent_plan),.*,fitted$' "$work/out")"
printf 'operation,sex,age_from,age_to,year_from,year_to,value\nsuppress_out_migration,,,,1000,2100,0.3\n' \
    >"$work/open.csv"
run nemuro --scenario "$work/open.csv"
problem=
[ "$status" -eq 0 ] || problem="exit status $status, $(cat "$work/err")"
grep -q '^  2015-2060  both *0-89 ' "$work/out" || problem="${problem:-$(grep both "$work/out")}"
verdict 'a scenario without ends' "$problem"

# ---- what the pages say ----

# The program of the README is examples/hello.c but for the comments at its head.
sed -n '/^```c$/,/^```$/p' "$here/../README.md" | sed '1d;$d' >"$work/readme.c"
sed '/^\/\* /d' "$here/../examples/hello.c" >"$work/hello.c"
verdict 'the program of the README' "$(diff "$work/readme.c" "$work/hello.c")"

# What the README shows of the programs' output is what they print.
cat "$expected"/*.txt >"$work/printed_lines"
awk '/^```/ { shown = !inside && $0 == "```"; inside = !inside; next }
    shown && /^  +[^ ]/ && !/\[--/' README.md >"$work/shown"
[ -s "$work/shown" ] || echo none >"$work/shown"
verdict 'the output that the README shows' "$(grep -vxFf "$work/printed_lines" "$work/shown")"

# Every scenario of the pages runs.
cat "$here/../lib/doc/scenarios.md" "$here/../README.md" | sed 's/^    //' | awk -v work="$work" '
    /^operation,[a-z]/ { name = work "/page" ++n ".csv" }
    name && !/,/ { name = "" }
    name { print > name }'
for page in "$work"/page*.csv; do
    run nemuro --csv --scenario "$page"
    problem=
    [ "$status" -eq 0 ] || problem="exit status $status, $(cat "$work/err") $(cat "$page")"
    verdict "a scenario of the pages" "$problem"
done

# ---- censuses ----

# wide FILE: the fixture of censuses as it is published, a column a date.
wide() {
    awk -F, 'NR > 1 {
        age = $2 == "population" ? $5 : "unknown"
        if (age ~ /^[0-9]+$/) age = age "-" age + 4
        key = $1 ",," $1 "," ($4 == "male" ? "M" : "F") "," age
        if (!(key in row)) keys[++n] = key
        row[key] = row[key] "," $6
    }
    END {
        print "code,pref,name,sex,age,1980,1985,1990,1995,2000,2005,2010,2015"
        for (i = 1; i <= n; i++) print keys[i] row[keys[i]]
    }' fixtures/census.csv >"$1"
}
wide "$work/wide.csv"
run backtest "$work/wide.csv" --trajectories 200
problem=
[ "$status" -eq 0 ] || problem="exit status $status, $(cat "$work/err")"
[ -n "$problem" ] || problem=$(diff "$expected/backtest.txt" "$work/out")
verdict 'backtest of the wide layout' "$problem"

# A count that is not given, one of nobody, one of hardly anybody: left out.
awk -F, -v OFS=, '
    $1 == "01691" { $6 = "" }
    $1 == "01692" { $13 = 0 }
    $1 == "01693" && NR % 20 { $10 = 0 }
    1' "$work/wide.csv" >"$work/holes.csv"
run backtest "$work/holes.csv" --trajectories 2
verdict 'backtest leaves out' "$(for text in '01691 01691, 1980: ' 'not given' '01692 01692, 2015: ' \
    'nobody was there' '01693 01693, 2000: ' 'emptied'; do
    grep -qF -- "$text" "$work/out" || echo "no \"$text\": $(cat "$work/err")"
done)"

sed 's/,2010,2015$/,2010,2016/' "$work/wide.csv" >"$work/wrong.csv"
refuses 1 'line 1: expected years' backtest "$work/wrong.csv"
sed 's/,sex,/,gender,/' "$work/wide.csv" >"$work/wrong.csv"
refuses 1 'no column sex' backtest "$work/wrong.csv"
sed '5s/,M,/,X,/' "$work/wide.csv" >"$work/wrong.csv"
refuses 1 'line 5: column sex' backtest "$work/wrong.csv"
sed '5s/,15-19,/,young,/' "$work/wide.csv" >"$work/wrong.csv"
refuses 1 'line 5: column age' backtest "$work/wrong.csv"
sed 5d "$work/wide.csv" >"$work/wrong.csv"
refuses 1 '5 areas of 199 rows' backtest "$work/wrong.csv"
sed '5s/,15-19,/,20-24,/' "$work/wide.csv" >"$work/wrong.csv"
refuses 1 'area 0: census, 1980, men 15-19' backtest "$work/wrong.csv"
sed '5s/[0-9]*$/-1/' "$work/wide.csv" >"$work/wrong.csv"
refuses 1 'line 5: persons below 0' backtest "$work/wrong.csv"
refuses 2 'usage: backtest' backtest --fit-on both
refuses 2 'usage: backtest' backtest --trajectories 0
refuses 2 'usage: backtest' backtest a.csv b.csv
refuses 1 'no case' backtest --fit-on 1980
refuses 1 'no case' backtest --fit-on 2015

# ---- places that cannot be written: nothing is printed, nothing is left ----

mkdir "$work/place" "$work/place/taken"
refuses 1 "$work/place/none/plan.csv" nemuro --write-scenario "$work/place/none/plan.csv"
refuses 1 "$work/place/taken" nemuro --csv --write-scenario "$work/place/taken"
for program in hello 'suppress 01691 0.1' nemuro 'nemuro --csv' region 'region --csv' \
    "municipalities $work/wide.csv" 'backtest --trajectories 2' 'backtest --trajectories 2 --csv' \
    'ensemble --trajectories 100'; do
    # shellcheck disable=SC2086 # words
    problem=$("$programs"/$program 2>&1 >/dev/full) && problem='exit status 0'
    case $problem in 'exit status 0') ;; *) problem= ;; esac
    verdict "$program to a full disk" "$problem"
done
verdict 'nothing is left of a failed writing' "$(find "$work/place" | sed "1d; \|/taken\$|d")"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
