#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: ensemble.sh BUILD [--update]
#
# How sure: ensemble, its seeds, threads and blocks.

. tests/support/examples.sh

prints ensemble ensemble
prints intervals examples/intervals
prints forecast examples/forecast

# What the library gives in a few lines is what the program prints of the same table.
run ensemble fixtures/ipss2018.csv --area 01223 --to 2060 --csv
awk -F, '$2 != "total" || $3 == 2015 { next }
    $1 == "quantile" && $4 == 0.1 { low[$3] = $5 }
    $1 == "quantile" && $4 == 0.9 { high[$3] = $5 }
    $1 == "coverage" && $4 == 0.8 { inside[$3] = 100 * $5 }
    END { for (year = 2020; year <= 2060; year += 5)
        printf "%d  %5.0f - %5.0f  %s\n", year, low[year], high[year],
            year in inside ? sprintf("%.0f %%", inside[year]) : "not measured" }' \
    "$work/out" >"$work/ours"
verdict 'the intervals of the program' "$(sed "1d;s, ([^)]*)\$,," "$expected/intervals.txt" | diff - "$work/ours")"

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
    verdict 'totals are those of past errors, whatever the seed' \
        "$(run ensemble $few --csv --seed 2; cmp "$work/one" "$work/out" 2>&1)"
    run ensemble $few --cells
    cp "$work/out" "$work/one"
    run ensemble $few --cells --seed 2
    verdict 'another seed gives another ensemble' "$(cmp -s "$work/one" "$work/out" && echo same)"
    run ensemble $few --csv --no-events --fertility 0 --mortality 0 --migration 0
    holds 'without chance and with certain rates there is the projection' '
        $1 == "projection" { path = $5 }
        $1 == "quantile" { n++; if ($5 != path) print }
        $1 == "probability" && $(NF - 1) != 0 && $(NF - 1) != 1 { print }
        END { if (n != 100) print n " quantiles" }'
    run ensemble fixtures/ipss2018.csv --area 01223 --to 2030 --trajectories 20 --fertility 0 --mortality 0 --migration 0 --csv
    holds 'women are compared with half of the first date, not with all' '
        $1 == "probability" && /women/ { n++; if ($(NF - 1) != 0) print } END { if (n != 1) print n " rows" }'
    run ensemble $few fixtures/wpp2024_japan.csv --to 2040 --csv --fertility 0.05,0.9,0.9 \
        --mortality 0.01,0.9,0.9 --migration 0.005
    holds 'a nation, in the conventions of the UN' '
        $1 == "projection" { path = $5 }
        $1 == "quantile" && $4 == 0.5 { n++; if (($5 / path - 1) ^ 2 > 0.0004) print $0, path }
        END { if (n != 10) print n " medians" }'
}

# How uncertain rates are: of the class of the area's size, and nothing that has not been estimated.
refuses 1 'not for wpp-end, steps of 1' ensemble fixtures/canada_1x1.csv --convention wpp-end \
    --trajectories 10
refuses 1 'not for wpp-even, steps of 5' ensemble fixtures/wpp2024_japan.csv --to 2040 \
    --trajectories 10 --fertility 0.1 --migration 0.1
refuses 1 'areas of 127094745 persons' ensemble fixtures/japan.csv --reference 00000 --area 00000 --to 2065 \
    --trajectories 10
awk -F, -v OFS=, 'NR > 1 { $6 = int($6 / 10) } 1' fixtures/ipss2018.csv >"$work/tenth.csv"
for file in fixtures/ipss2018.csv "$work/tenth.csv"; do
    run ensemble "$file" --area 01223 --to 2060 --trajectories 10
    sed -n 's/.*of areas of \([0-9,-]*\) persons .*/\1/p' "$work/out" | uniq
done >"$work/classes"
verdict 'spreads are those of the size of the area' \
    "$(printf '10,000-29,999\n0-2,999\n' | diff - "$work/classes")"
run ensemble --trajectories 10 --fertility 0.05
verdict 'only what was asked for is said to be' "$(grep -c '(as asked for)' "$work/out" | grep -vx 1
    grep '(as asked for)' "$work/out" | grep -v 'fertility  sd 0.05, autocorrelation 0, correlation of ages 0 ')"
verdict 'coverage is not shown for rates that were not back-tested' "$(grep -c 'has not been measured' \
    "$work/out" | grep -vx 2)"
run ensemble --trajectories 10 --csv --plan
holds 'coverage is not shown for a scenario' '/^coverage/'
run ensemble --trajectories 10 --csv
holds 'coverage as measured' '$1 == "coverage" { n++; if (!($5 > 0.6 && $5 < 1)) print }
    END { if (n != 24) print n }'

# Tables of spreads: written by backtest, and what is wrong with one.
run backtest --write-spreads "$work/spreads.csv"
verdict 'backtest --write-spreads' "$(cat "$work/err")"
run ensemble fixtures/ipss2018.csv --area 01693 --to 2060 --trajectories 10 --spreads "$work/spreads.csv"
holds 'ensemble --spreads' '/of municipalities, .*spreads.csv/ { n++ } END { if (n != 1) print n }'
spoils() { # TEXT EXPRESSION: the table of spreads edited by sed is refused with this text
    sed "$2" fixtures/spreads.csv >"$work/wrong.csv"
    refuses 1 "$1" ensemble --trajectories 10 --spreads "$work/wrong.csv"
}
spoils 'line 2, column value: "x": expected' '2s/[0-9.]*$/x/'
spoils 'line 3, column value: "11": expected a number in its range' '3s/[0-9.]*$/11/'
spoils 'column of: "totl"' 's/^total,5,scale,0/totl,5,scale,0/'
spoils 'column what: "variance"' 's/^total,5,scale,0/total,5,variance,0/'
spoils 'column what: "scale": expected one row for each' '/^total,5,scale,0/p'
spoils 'total after 5 years: expected scale at 0 to 4' '/^total,5,scale,0/d'
spoils 'no column "at"' '1s/,at,/,age,/'
spoils 'expected a multiple of 5 years' 's/profile,25/profile,26/'

# Questions, and every cell.
refuses 2 'belong to --below' ensemble --measure total
refuses 2 'belong to --below' ensemble --year 2050
refuses 2 '"totl": expected total' ensemble --below 8000 --measure totl
refuses 2 'expected a number' ensemble --below many
refuses 1 '2061' ensemble --below 8000 --year 2061 --trajectories 10
# shellcheck disable=SC2086 # words
{
    run ensemble $few --csv --below 8000
    holds 'total below 8,000 in 2060, asked and shown without being asked' '
        /^probability,"?total below 8,000 in 2060/ { n++; same += $(NF - 1) == last; last = $(NF - 1) }
        END { if (n != 2 || same != 1) print n, same }'
    run ensemble $few --below 40.5 --measure age_65_plus/total --year 2030
    holds 'a percentage that is asked for' '
        /%  age_65_plus\/total below 40.5 in 2030/ { n++ } END { if (n != 1) print n }'
    run ensemble $few --cells
    cp "$work/out" "$work/cells"
    run ensemble $few --csv
    awk -F, 'NR == FNR { if ($6 == 0.5) sum[$3] += $7; n++; next }
        $1 == "quantile" && $2 == "total" && $4 == 0.5 { checked++
            if ((sum[$3] / $5 - 1) ^ 2 > 0.0025) print $3, sum[$3], $5 }
        END { if (n != 1 + 10 * 38 * 5 || checked != 10) print n, checked }' "$work/cells" "$work/out" \
        >"$work/problem"
    verdict 'quantiles of every cell' "$(cat "$work/problem")"
}

# killed SIZE ARGUMENT...: ensemble with --resume $blocks, killed as soon as that file has so many
# bytes.  $problem: what it printed, or that it had ended.
blocks=$work/blocks
killed() {
    size=$1
    shift
    "$cohort" ensemble "$@" --threads 1 --resume "$blocks" >"$work/killed" 2>&1 &
    pid=$!
    while { [ ! -e "$blocks" ] || [ "$(wc -c <"$blocks")" -lt "$size" ]; } && kill -0 "$pid" 2>/dev/null
    do sleep 0.01; done
    kill -9 "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null && problem='it had ended' || problem=$(cat "$work/killed")
}

run ensemble --csv --trajectories 14000
cp "$work/out" "$work/whole"
killed 1 --csv --trajectories 14000
verdict 'a killed run prints nothing' "$problem"
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
refuses 2 'expected a whole number, 1 or more' ensemble --trajectories 0
refuses 2 'expected a whole number, 0 or more' ensemble --threads -1
refuses 2 'expected a whole number' ensemble --seed -1
refuses 2 'expected a whole number' ensemble --seed 18446744073709551616
run ensemble --trajectories 10 --seed 18446744073709551615
holds 'the largest seed' '/seed 18446744073709551615/ { n++ } END { if (n != 1) print n }'
refuses 2 'expected SD[' ensemble --mortality 0.1,2
refuses 2 'expected SD[' ensemble --mortality 0.1,1,1,1,1
refuses 2 'expected SD[' ensemble --migration -0.1
refuses 2 'expected SD[' ensemble --fertility nan
refuses 2 "Nemuro's" ensemble --plan --scenario x.csv
refuses 2 'two files' ensemble --resume x -o x
refuses 2 'two files' ensemble --resume "$work/x" -o "$work/../${work##*/}/./x"
ln -s before "$work/link"
refuses 2 'two files' ensemble --resume "$work/before" -o "$work/link"
refuses 1 '/dev/full: expected a file' ensemble --trajectories 10 --resume /dev/full
cp fixtures/ipss2018.csv "$work/no-ensemble"
refuses 1 'not a saved ensemble' ensemble --trajectories 10 --resume "$work/no-ensemble"
refuses 2 'unknown option' ensemble --speed
refuses 1 'x.csv' ensemble --scenario "$work/x.csv"
refuses 1 'x.csv' ensemble --scenario "$work/x.csv" --csv


# ---- many areas ----

refuses 2 'need INPUT.csv' ensemble --area all
towns='fixtures/ipss2018.csv fixtures/japan.csv --reference 00000 --to 2060 --trajectories 20'
# shellcheck disable=SC2086 # words
{
    for codes in '' , 01691, ,01691 01691,,01223; do
        refuses 1 'there is no area ""' ensemble $towns --area "$codes"
    done
    for codes in 01691,01223,01691 1691,01691; do
        refuses 1 'area "01691" twice' ensemble $towns --area "$codes"
    done
    refuses 1 'there is no area "99999" in the tables' ensemble $towns --area 01691,99999
    refuses 1 "$work/none/out" ensemble $towns --area all -o "$work/none/out" --resume "$work/none.blocks"
    verdict 'an output that cannot be opened is reported before anything is run' \
        "$(ls "$work/none.blocks" 2>/dev/null)"
    run ensemble $towns --csv --area 01691,01223
    cp "$work/out" "$work/two"
    holds 'several areas, one after the other' '
        NR > 1 && $NF !~ /^sum/ && $NF != last { order = order " " $NF; last = $NF }
        END { if (order != " 01691 01223") print order }'
    run ensemble $towns --csv --area 01223
    grep -v -e ',01691$' -e ',sum of ' "$work/two" >"$work/want"
    verdict 'an area alone has the bytes that it has among others' "$(cmp "$work/want" "$work/out" 2>&1)"
    input=fixtures/ipss2018.csv
    run ensemble - ${towns#* } --csv --area 01691,01223
    input=
    verdict 'many areas of standard input: it is read once' "$(cat "$work/err"; cmp "$work/two" "$work/out" 2>&1)"
}

# Sums of areas: between what independent areas and one area would have.
run ensemble fixtures/ipss2018.csv --to 2060 --area all --trajectories 20 --csv
holds 'sums of areas' '
    $2 != "total" || $3 != 2030 { next }
    $1 == "projection" { path[$6] = $5 }
    $1 == "quantile" && $4 == 0.1 { low[$6] = $5 }
    $1 == "quantile" && $4 == 0.9 { width[$6] = $5 - low[$6] }
    END { for (a in width) if (a !~ /sum/) { all += path[a]; one += width[a]; squares += width[a] ^ 2 }
        s = "sum of all"
        if ((path[s] - all) ^ 2 > 1e-6 || width[s] >= one || width[s] <= sqrt(squares)) print path[s], width[s]
    }'

awk -F, 'FNR == NR { name[$1] = $2; next } FNR > 1 { sub($1, "北海道" name[$1]) } 1' \
    fixtures/areas.csv fixtures/ipss2018.csv >"$work/names.csv"
run ensemble "$work/names.csv" --to 2030 --area 根室市,別海町 --trajectories 20 --csv
cp "$work/out" "$work/want"
verdict 'areas by their names, in one prefecture' "$(grep -c ',sum of 北海$\|,sum of all$' "$work/out" | grep -v '^48$')"

# Two areas of the same figures do not share their chance.
awk -F, -v OFS=, 'FNR == 1; $1 == "01691" { print; $1 = "twin"; print }' fixtures/ipss2018.csv \
    >"$work/twins.csv"
run ensemble "$work/twins.csv" fixtures/japan.csv --reference 00000 --to 2060 --trajectories 20 --cells \
    --area all
holds 'each area has streams of its own' '
    $1 == "01691" { of[$3, $4, $5, $6] = $7 }
    $1 == "twin" && $3 > 2015 && $7 > 50 { n++; same += of[$3, $4, $5, $6] == $7 }
    END { if (n < 1000 || same > 0.15 * n) print n " quantiles, " same " are the same" }'

# An area that cannot be derived is left out, the others are as they are without it.
awk -F, '!($1 == "01692" && $3 == 2025 && $5 == 20)' fixtures/ipss2018.csv >"$work/hole.csv"
some='--reference 00000 --to 2060 --trajectories 20 --csv'
# shellcheck disable=SC2086 # words
{
    run ensemble fixtures/ipss2018.csv fixtures/japan.csv $some --area all
    grep -v -e ',01692$' -e ',sum of ' "$work/out" >"$work/want"
    run ensemble "$work/hole.csv" fixtures/japan.csv $some --area all
    grep -v ',sum of ' "$work/out" >"$work/rest"
    problem=$(cmp "$work/want" "$work/rest" 2>&1)
    [ "$status" -eq 3 ] || problem="exit status $status"
    grep -q 'left out: 01692.*2025' "$work/err" && grep -qx 'left out: 1 of 5 areas' "$work/err" ||
        problem=$(cat "$work/err")
    verdict 'an area that cannot be derived is left out' "$problem"
    grep -e '^area' -e '^01692' "$work/hole.csv" >"$work/left.csv"
    refuses 1 'no area is left' ensemble "$work/left.csv" fixtures/japan.csv $some --area all -o "$work/o"
    verdict 'when no area is left nothing is written' "$(ls "$work/o" 2>/dev/null)"
}

# Killed on its way, at several points, and started again: the same bytes.  A block is 10 kB.
all='fixtures/ipss2018.csv --to 2060 --csv --area all --trajectories 4000'
# shellcheck disable=SC2086 # words
{
    rm "$blocks"
    run ensemble $all
    cp "$work/out" "$work/want"
    for size in 8 5000 14000; do
        killed $size $all -o "$work/all.csv"
        echo "$problem" | grep -v '^note: ' >"$work/said"
        verdict "killed at $size bytes: nothing is written" "$(cat "$work/said"; ls "$work/all.csv"* 2>/dev/null)"
    done
    cp "$blocks" "$work/parts"
    run ensemble $all --resume "$blocks"
    verdict 'areas of a run that was killed, started again' "$(cmp "$work/want" "$work/out" 2>&1)"
    cmp -s -n "$(wc -c <"$work/parts")" "$work/parts" "$blocks" && problem= || problem='they are not kept'
    verdict 'finished areas are kept' "$problem"
    for cut in 9 20 5000; do
        head -c "-$cut" "$work/parts" >"$blocks"
        run ensemble $all --resume "$blocks"
        verdict "a torn block, $cut bytes short" "$(cmp "$work/want" "$work/out" 2>&1)"
    done
    run ensemble $all --trajectories 400 --resume "$work/few"
    run ensemble $all --trajectories 400 --seed 2
    cp "$work/out" "$work/want"
    run ensemble $all --trajectories 400 --seed 2 --resume "$work/few"
    verdict 'blocks of another request are not taken' "$(cmp "$work/want" "$work/out" 2>&1)"
    "$cohort" ensemble $all --trajectories 1000000 --resume "$work/busy" >/dev/null 2>&1 &
    pid=$!
    while [ ! -s "$work/busy" ] && kill -0 "$pid" 2>/dev/null; do sleep 0.01; done
    refuses 1 "$work/busy: another run has it open" ensemble $all --resume "$work/busy"
    kill -9 "$pid"
    wait "$pid" 2>/dev/null
    refuses 1 'not a file of finished areas' ensemble $all --resume "$work/before"
    verdict 'a file that is refused stays' "$([ -s "$work/before" ] || echo empty)"
    refuses 1 '/dev/full: expected a file' ensemble $all --resume /dev/full
}

finish
