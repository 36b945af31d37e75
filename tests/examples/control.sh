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
verdict 'dates without a control are named' "$(grep -q '^their way. Dates without a control ' "$work/out" ||
    cat "$work/out")"

totals 01694,population,2060,both,all,40000
refuses 1 "$work/controls.csv, line 2: control 1 (all areas, total, 2060): expected 30000" control \
    --controls "$work/controls.csv"
totals 01694,population,2060,both,all,0 01694,population,2060,female,90+,1
refuses 1 'line 4: control 3 (area 01694, women_90_plus, 2060): expected 1 persons, but there are none' control \
    --controls "$work/controls.csv"
totals 01694,population,2061,both,all,2500
refuses 1 'line 3: control 2 (area 01694, total, 2061): year 2061: expected a date' control \
    --controls "$work/controls.csv"
totals 01694,population,2060,both,22-39,100
refuses 1 'line 3: control 2 (area 01694, age_22_39, 2060): ages from 22' control --controls "$work/controls.csv"
totals 01694,population,2060,both,all,-1
refuses 1 'line 3: control 2 (area 01694, total, 2060): -1: expected' control --controls "$work/controls.csv"
totals 01695,population,2060,both,all,1
refuses 1 "$work/controls.csv, line 3: column area: \"01695\": expected region" control --controls "$work/controls.csv"
totals 01694,births,2060,both,all,1
refuses 1 'column variable: "births"' control --controls "$work/controls.csv"
refuses 1 'none.csv' control --controls "$work/none.csv"
refuses 2 'usage: cohort control' control --speed
refuses 1 'one.csv' control one.csv

# Any areas, and a file of controls; without one, all of them taken as one area.
awk -F, -v OFS=, 'NR == 1 || $1 ~ /^0169[12]$/ { sub(/^0169/, "d"); print }' fixtures/ipss2018.csv \
    >"$work/areas.csv"
printf '%s\n' area,variable,year,sex,age,value region,population,2040,both,all,14000 \
    d1,population,2040,female,20-39,700 >"$work/controls.csv"
run control "$work/areas.csv" --controls "$work/controls.csv" --csv
holds 'the controls of areas of ones own are met' '
    $2 == "population" && $3 == 2040 { all += $6 }
    $1 == "d1" && $2 == "population" && $3 == 2040 && $4 == "female" && $5 >= 20 && $5 < 40 { part += $6 }
    END { if ((all - 14000) ^ 2 > 1e-12 || (part - 700) ^ 2 > 1e-12) print all, part }'
run control "$work/areas.csv" --to 2050 --csv
awk -F, '$2 == "population" && $3 == 2050 { all += $6 } END { printf "%.6f\n", all }' "$work/out" >"$work/sum"
awk -F, -v OFS=, 'NR == 1 { print; next } { key = $2 OFS $3 OFS $4 OFS $5; sum[key] += $6 }
    END { for (key in sum) print "d", key, sum[key] }' "$work/areas.csv" >"$work/one.csv"
run project "$work/one.csv" --to 2050
awk -F, '$2 == "population" && $3 == 2050 { all += $6 } END { printf "%.6f\n", all }' "$work/out" >"$work/one"
verdict 'areas of ones own add up to all of them as one' "$(diff "$work/sum" "$work/one")"
printf '%s\n' area,variable,year,sex,age,value d9,population,2040,both,all,1 >"$work/controls.csv"
refuses 1 'line 2: column area: "d9": expected region, or the code of an area' control "$work/areas.csv" \
    --controls "$work/controls.csv"
refuses 1 "$work/controls.csv: area \"d9\" has only totals: controls are given by --controls" \
    control "$work/areas.csv" "$work/controls.csv"
refuses 1 '--controls C.csv' control fixtures/wpp2024_japan.csv --to 2030
refuses 2 'need INPUT.csv' control --to 2050

finish
