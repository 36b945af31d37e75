#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: control.sh BUILD [--update]
#
# What control prints, with its own path and with the totals of a file.

. tests/support/examples.sh

prints control control

# The cells that control writes, given to it as controls, are met by the same factors.
run control --csv
sed -n '1p; /,population,/p' "$work/out" >"$work/cells.csv"
run control --controls "$work/cells.csv"
verdict 'control with its own cells' "$(diff "$expected/control.txt" "$work/out" 2>&1)"

# totals ROW...: controls.csv, with a total of the region and these rows.
totals() {
    printf '%s\n' area,variable,year,sex,age,value region,population,2060,both,all,30000 "$@" \
        >"$work/controls.csv"
}
totals 01694,population,2060,both,all,2500 01223,population,2060,female,20-39,500
run control --controls "$work/controls.csv"
verdict 'control with totals of a file' "$(grep -q '^2060  *33,582  *33,794  *30,000 ' "$work/out" ||
    cat "$work/err" "$work/out")"

totals 01694,population,2060,both,all,40000
refuses 1 "$work/controls.csv, line 2: control 1 (all areas, total, 2060): 30000" control \
    --controls "$work/controls.csv"
totals 01694,population,2060,both,all,0 01694,population,2060,female,90+,1
refuses 1 'line 4: control 3 (area 4, women_90_plus, 2060): 1 persons are wanted, but nobody' control \
    --controls "$work/controls.csv"
totals 01694,population,2061,both,all,2500
refuses 1 'line 3: control 2 (area 4, total, 2061): year 2061: expected a date' control \
    --controls "$work/controls.csv"
totals 01694,population,2060,both,22-39,100
refuses 1 'line 3: control 2 (area 4, age_22_39, 2060): ages from 22' control --controls "$work/controls.csv"
totals 01694,population,2060,both,all,-1
refuses 1 'line 3: control 2 (area 4, total, 2060): -1: expected' control --controls "$work/controls.csv"
totals 01695,population,2060,both,all,1
refuses 1 "$work/controls.csv, line 3: column area" control --controls "$work/controls.csv"
totals 01694,births,2060,both,all,1
refuses 1 'column variable: "births"' control --controls "$work/controls.csv"
refuses 1 'none.csv' control --controls "$work/none.csv"
refuses 2 'usage: cohort control' control --speed
refuses 2 'one argument too many' control one.csv

finish
