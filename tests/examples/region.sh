#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: region.sh BUILD [--update]
#
# What region prints, with its own path and with the totals of a file.

. tests/support/examples.sh

prints region region

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

totals 01694,population,2060,both,all,40000
refuses 1 "$work/controls.csv, line 2: control 1 (all areas, total, 2060): expected 30000" region \
    "$work/controls.csv"
totals 01694,population,2060,both,all,0 01694,population,2060,female,90+,1
refuses 1 'line 4: control 3 (area 4, women_90_plus, 2060): expected 1 persons, but there are none' region \
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

finish
