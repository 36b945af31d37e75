#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: small.sh BUILD [--update]
#
# The small programs that readers copy from: each prints what is kept, and refuses what it cannot take.

. tests/support/examples.sh

for name in hello targets fertility intervals goal split table forecast nemuro; do
    prints "$name" "examples/$name"
done 2>&1
prints scenario examples/scenario
prints scenario examples/scenario 01691 0.1
prints nemuro-csv examples/nemuro --csv

run examples/targets
holds 'the plan comes within 5 persons of each figure' \
    '{ split($0, f, / +/) } NR > 1 && f[5] != "-" && (f[6] > 5 || f[6] < -5) { print }
    NR > 1 && f[5] != "-" { n++ } END { if (n != 14) print n " figures" }'
run examples/table fixtures/census.csv
verdict 'table says what is wrong' "$(grep -q 'population_age_unknown\|2015' "$work/err" && [ "$status" -eq 1 ] || cat "$work/err")"

run examples/chart
cp "$work/out" "$work/chart.svg"
verdict 'chart draws a picture' "$(grep -q '^<svg' "$work/chart.svg" && grep -q '</svg>' "$work/chart.svg" || head -c 200 "$work/chart.svg")"
run examples/chart "$work/file.svg"
verdict 'chart writes the same to a file' "$(cmp "$work/chart.svg" "$work/file.svg" 2>&1)"

refuses 2 'usage: scenario [AREA SHARE]' examples/scenario 01691
refuses 2 'usage: scenario [AREA SHARE]' examples/scenario 01691 0.1 0.2
refuses 1 '99999' examples/scenario 99999 0.1
refuses 1 '1.5: expected 0 to 1' examples/scenario 01691 1.5
refuses 1 "$work/none/x.svg" examples/chart "$work/none/x.svg"

finish
