#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: ensemble.sh BUILD [--update]
#
# How sure: ensemble, its seeds, threads and blocks.

. tests/support/examples.sh

prints ensemble ensemble

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
    run ensemble $few fixtures/wpp2024_japan.csv --to 2040 --csv
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
refuses 2 'expected a whole number, 1 or more' ensemble --trajectories 0
refuses 2 'expected a whole number, 0 or more' ensemble --threads -1
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

finish
