#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: sh tests/forecast.sh BUILD [RAW]     from the top of the tree
#
# RAW is the folder with census_municipalities_1980_2015.csv.  With it: every line in the boxes of
# lib/doc/forecast.md is what the command there prints, and its two tables are those of the fixtures.  What
# the page and the issue promise of errors and intervals holds.  Without RAW: nothing to check, which is said.
# Ends with the line "N passed, N failed".

. tests/support/verdict.sh
census=$2/census_municipalities_1980_2015.csv

if [ ! -r "$census" ]; then
    verdict 'the page of forecasts (no raw censuses here: only that it has boxes)' \
        "$(grep -c '^```text$' lib/doc/forecast.md | sed '/^[1-9]/d')"
    finish
    exit
fi

"$1/cohort" backtest "$census" --write-spreads "$work/spreads.csv" --write-peers "$work/peers.csv" >"$work/out" 2>"$work/err"
verdict 'backtest of the municipalities' "$(grep -v '^note: ' "$work/err")"
# boxes PART OUTPUT: the lines of the boxes behind a line with --fit-on PART (even: behind any other) are in
# OUTPUT.
boxes() {
    awk -v with="$1" '
        /^```text$/ { box = 1; next }
        /^```$/ { box = 0 }
        !box && NF { found = match($0, /--fit-on [a-z0-9]+/) ? substr($0, RSTART + 9, RLENGTH - 9) : "even" }
        box && NF && found == with' lib/doc/forecast.md >"$work/page"
    verdict "the boxes of lib/doc/forecast.md, --fit-on $1" "$(grep -vxFf "$2" "$work/page" | head -n 5
        [ -s "$work/page" ] || echo none)"
}
boxes even "$work/out"
for part in odd 2000; do
    "$1/cohort" backtest "$census" --fit-on "$part" >"$work/$part" 2>"$work/err"
    boxes "$part" "$work/$part"
done
for table in spreads peers; do
    verdict "fixtures/$table.csv" "$(cmp "fixtures/$table.csv" "$work/$table.csv" 2>&1)"
done

"$1/cohort" backtest "$census" --csv >"$work/csv" 2>"$work/err"
# bounds WHAT COLUMN LOWEST HIGHEST CONDITION: of the rows after 5, 10 and 15 years.
bounds() {
    awk -F, -v what="$1" -v column="$2" -v low="$3" -v high="$4" '
        { class = $5; gsub(/"/, "", class) }
        $1 == "tested" && $2 == "forecast" && $4 <= 15 && ('"$5"') {
            n++
            if ($(column + extra) < low || $(column + extra) > high) print what ": " $0
        }
        END { if (n == 0) print what ": no row" }' "$work/plain" >"$work/problem"
    verdict "$1" "$(cat "$work/problem")"
}
# Classes with commas in their names, without them.
sed -E 's/"([^",]*),?([^",]*),?([^",]*)"/\1\2\3/' "$work/csv" >"$work/plain"
bounds 'MAPE of the total after 5 years' 8 0 2.20 '$3 == "total" && $4 == 5 && class == "all"'
bounds 'MAPE of the total after 10 years' 8 0 4.25 '$3 == "total" && $4 == 10 && class == "all"'
bounds 'MAPE of the total after 15 years' 8 0 6.35 '$3 == "total" && $4 == 15 && class == "all"'
bounds 'MAPE of women 20-39 after 10 years' 8 0 9.3 '$3 == "women_20_39" && $4 == 10 && class == "all"'
bounds 'MAPE of women 20-39 after 15 years' 8 0 13.2 '$3 == "women_20_39" && $4 == 15 && class == "all"'
# At most 1.02 times those of the forecaster before (65 and over: 1.04 times).
while read -r band years most; do
    bounds "MAPE of $band after $years years" 8 0 "$most" \
        '$3 == "'"$band"'" && $4 == '"$years"' && class == "all"'
done <<'EOF'
age_0_14 5 4.18
age_0_14 10 8.76
age_0_14 15 13.74
age_15_64 5 2.73
age_15_64 10 5.37
age_15_64 15 8.47
age_65_plus 5 1.94
age_65_plus 10 3.62
age_65_plus 15 5.69
women_20_39 5 5.23
EOF
verdict '80 % intervals of sums over prefectures' "$(awk -F, '
    $1 == "sums of prefectures" && $3 == "total" && $4 <= 15 && $5 == "all" { n++; if ($10 < 70 || $10 > 90) print }
    END { if (n != 3) print n " rows" }' "$work/plain")"
verdict 'what the program says of the sum of all areas' "$(awk -F, '
    $1 == "sum of all areas" && $3 == "total" && $5 != "\"all\"" { n++; out += $10 == 0; if ($7 >= 0 || $11 != 100) print }
    END { if (n != 21 || out < n / 2) print n " rows, " out " below" }' "$work/csv")"
verdict 'bases from 2000 on' "$(awk '/from 2000 on: the total/ { on = 1 }
    on && $3 == "forecast" { n++; split("1.92 3.70 5.75", most, " "); if ($6 > most[n]) print }
    END { if (n != 3) print n " rows" }' "$work/out")"
# The table of the page: the least and the greatest coverage of a base date, in whole percents.
awk -F, '
    $1 == "tested" && $2 == "forecast" && $4 <= 15 && $5 ~ /^from/ && $3 != "total" {
        key = $3 SUBSEP $4
        if (!(key in least) || $10 < least[key]) least[key] = $10
        if ($10 > most[key]) most[key] = $10
    }
    END {
        n = split("0–14 age_0_14 15–64 age_15_64 65+ age_65_plus women,20–39 women_20_39", of, " ")
        for (i = 1; i < n; i += 2) {
            sub(",", " ", of[i])
            printf "| %s |", of[i]
            for (years = 5; years <= 15; years += 5)
                printf " %.0f to %.0f |", least[of[i + 1], years], most[of[i + 1], years]
            print ""
        }
    }' "$work/plain" >"$work/ranges"
verdict 'the coverage by base date in lib/doc/forecast.md' "$(grep -vxFf lib/doc/forecast.md "$work/ranges")"
bounds '80 % intervals of the total and every band' 10 77 83 'class == "all"'
bounds '95 % intervals of the total and every band' 11 93 97 'class == "all"'
bounds '80 % intervals of the total in every size' 10 72 88 '$3 == "total" && class ~ /[0-9]/ && class !~ /from/'
bounds 'CRPS of the total after 5 years' 12 0 1.60 '$3 == "total" && $4 == 5 && class == "all"'
bounds 'CRPS of the total after 10 years' 12 0 3.13 '$3 == "total" && $4 == 10 && class == "all"'
bounds 'CRPS of the total after 15 years' 12 0 4.67 '$3 == "total" && $4 == 15 && class == "all"'
bounds 'score of 80 % of the total after 5 years' 13 0 11.0 '$3 == "total" && $4 == 5 && class == "all"'
bounds 'score of 80 % of the total after 10 years' 13 0 21.2 '$3 == "total" && $4 == 10 && class == "all"'
bounds 'score of 80 % of the total after 15 years' 13 0 31.2 '$3 == "total" && $4 == 15 && class == "all"'
bounds 'score of 95 % of the total after 5 years' 14 0 18.2 '$3 == "total" && $4 == 5 && class == "all"'
bounds 'score of 95 % of the total after 10 years' 14 0 33.9 '$3 == "total" && $4 == 10 && class == "all"'
bounds 'score of 95 % of the total after 15 years' 14 0 48.9 '$3 == "total" && $4 == 15 && class == "all"'

# Every municipality; without what came later; a town by itself, with the peers of the fixtures, as
# among all, to the rounding of the peers.
"$1/cohort" municipalities "$census" --to 2030 -o "$work/all.csv" 2>/dev/null
verdict 'every municipality is forecast' "$(awk -F, 'NR > 1 { n[$1]++ } END { for (a in n) areas++
    if (areas != 1741) print areas }' "$work/all.csv")"
"$1/cohort" municipalities "$census" --as-of 2005 --to 2015 -o "$work/then.csv" 2>/dev/null
cut -d, -f1-11 "$census" | sed '1s/.*/code,pref,name,sex,age,1980,1985,1990,1995,2000,2005/' >"$work/early.csv"
"$1/cohort" municipalities "$work/early.csv" --to 2015 -o "$work/early.out" 2>/dev/null
verdict '--as-of is as if the later counts were not there' "$(cmp "$work/then.csv" "$work/early.out" 2>&1)"

awk -F, 'NR == 1 || $1 == "01691"' "$census" >"$work/town.csv"
"$1/cohort" municipalities "$work/town.csv" --to 2030 -o "$work/town.out" 2>/dev/null
awk -F, 'NR == FNR { if ($1 == "01691") all[$3] = $4; next }
    $1 == "01691" { n++; if ((all[$3] / $4 - 1) ^ 2 > 1e-10) print $3, all[$3], $4 }
    END { if (n != 4) print n " dates" }' "$work/all.csv" "$work/town.out" >"$work/problem"
verdict 'a town by itself is forecast as among all' "$(cat "$work/problem")"

finish
