#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: questions.sh BUILD [--update]
#
# Why, what it would take, on track: explain, reach, track.

. tests/support/examples.sh

prints explain explain
prints reach reach
prints track track
prints explain-women explain fixtures/ipss2018.csv fixtures/japan.csv --reference 00000 \
    --area 01691 --to 2060 --measure women_20_39/total --year 2050 --scenario tests/scenario.csv


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

holds 'goals with their start, their path and what was counted' '
    $1 != "goal" { next }
    { n++; off = $16 - 100 * ($6 - $15) / ($12 - $15); if (off ^ 2 > 1e-12) print }
    $13 != "" { print "known already: " $0 }
    $2 == "census" && $4 == "women_20_39" && $14 == 2025 {
        women++; if ($6 < 2023 || $6 > 2040 || $12 != 1665 || $15 != 2409) print
    }
    $2 == "register" && $4 == "women_20_39" && $14 == 2025 && $6 != 1915 { print }
    $4 == "annual_decline" && ($11 < 1.9665 || $11 > 1.9675 || $15 != 2.27) { print }
    END { if (n != 33 || women != 1) print n " goals" }'
{ printf '%s\n' area,variable,year,sex,age,value && printf '01223,%s,both,%s,%s\n' \
    census,2020 all 24700 census,2020 65+ 8700 census,2025 all 22400 census,2025 65+ 8100; } \
    >"$work/counts.csv"
printf '%s\n' 指標,年,値,基準値 総人口,2025,22453,26917 高齢化率,2025,36.5,30.9 年減少率,2020,1.9,2.1 \
    総人口,2030,20000, >"$work/goals.csv"
run track --observed "$work/counts.csv" --targets "$work/goals.csv" --csv
holds 'goals of a file are met, missed or not yet known' '
    $1 != "goal" { next }
    { found[$4 "," $14] = $13 }
    $4 == "annual_decline" && ($6 - 100 * 2300 / 5 / 24700) ^ 2 > 1e-12 { print }
    END {
        if (found["total,2025"] "" != "0" || found["age_65_plus/total,2025"] "" != "1" ||
            found["annual_decline,2020"] "" != "1" || found["total,2030"] != "")
            for (g in found) print g, found[g]
    }'
printf '%s\n' measure,year,value,start total,2025,22453,many >"$work/goals.csv"
refuses 1 'goals.csv, line 2, column start: "many"' track --targets "$work/goals.csv"
printf '%s\n' measure,year,value annual_decline,2058,1 >"$work/goals.csv"
refuses 1 'goals.csv, line 2: year 2063' track --targets "$work/goals.csv"

refuses 2 'nothing to compare' explain fixtures/ipss2018.csv
refuses 2 'expected a year' explain --year soon
refuses 2 'unknown option' explain --speed
refuses 2 '"women_20": expected total' explain --measure women_20
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
refuses 2 '--from YEAR is missing' reach fixtures/wpp2024_japan.csv --goal 1
refuses 2 'need INPUT.csv' explain --area 01691
refuses 2 'cannot hold both' explain --csv --cells
refuses 1 '--area: 2 areas: expected one' reach fixtures/ipss2018.csv --area 01223,01691 --from 2025 --goal 1
refuses 1 'choose one with --area' explain fixtures/ipss2018.csv fixtures/japan.csv --reference 00000 \
    --scenario tests/scenario.csv
refuses 1 'from 2027: expected a date' reach --from 2027
refuses 1 'from 2047: expected a date' explain --from 2047
refuses 1 'from 2100: expected a date' explain --from 2100
refuses 1 'from 2060: expected a date, every 5 years from 2015 to 2055' explain --from 2060
refuses 1 'from 2060: expected a date' reach --from 2060
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
cp "$work/out" "$work/want"
echo 01223,census,2010,both,all,29201 >>"$work/observed.csv"
run track --observed "$work/observed.csv"
verdict 'a census of before the path is not of it' "$([ "$status" -eq 0 ] || cat "$work/err"
    cmp "$work/want" "$work/out" 2>&1)"
holds 'a band that is counted in part is not printed' '/^  census.*age_15_64/ { print } /women_20_39/ { n = 1 }
    END { if (!n) print "nothing" }'
printf 'area,variable,year,sex,age,value\n%s\n%s\n%s\n' 01223,census,2020,both,all,24636 \
    01223,census,2020,male,all,11000 01223,census,2020,female,all,11000 >"$work/observed.csv"
refuses 1 'census 2020, total: 24636, but its parts add up to 22000' track --observed "$work/observed.csv"
printf 'area,variable,year,sex,age,value\n%s\n%s\n' 01223,register,2025,both,all,22468 \
    01223,moved_in,2024,both,all,935 >"$work/observed.csv"
refuses 1 'moved_in and moved_out: expected both or neither' track --observed "$work/observed.csv"
# Events of all years right before that have births, deaths and moves, and that the path has.
# years FIRST LAST: of a register behind them; without the deaths of 2021.
years() {
    awk -v first="$1" -v last="$2" 'BEGIN {
        print "area,variable,year,sex,age,value\n01223,register," (last + 1) ",both,all,25000"
        for (year = first; year <= last; year++) {
            row = "," year ",both,all,"
            print "01223,births" row (year - 1900) "\n01223,moved_in" row 800 "\n01223,moved_out" row 1100
            if (year != 2021) print "01223,deaths" row 400
        } }'
}
while read -r first last used births deaths; do
    years "$first" "$last" >"$work/events.csv"
    run track --observed "$work/events.csv" --csv
    holds "events of $used" '
        $1 != "origin" || $5 != "plan" { next }
        $2 != "'"$used"'" { print "of " $2 }
        $4 == "births" { n++; if ($6 != '"$births"') print $6 " births" }
        $4 == "deaths" && $6 != '"$deaths"' { print $6 " deaths" }
        END { if (n != 1) print n " rows" }'
done <<END
2020 2024 2022-2024 369 1200
2014 2016 2016-2016 116 400
END
awk 'BEGIN { print "area,variable,year,sex,age,value"
    for (year = 2016; year <= 2032; year++) print "01223,register," year ",both,all," (26200 - 500 * (year - 2016)) }' \
    >"$work/observed.csv"
refuses 1 'counts of more than 16 dates (of 2032, too)' track --observed "$work/observed.csv"
sed '$d' "$work/observed.csv" >"$work/sixteen.csv"
run track --observed "$work/sixteen.csv" --csv
holds 'counts of 16 dates' '$1 == "count" && $4 == "total" && $5 == "plan" { n++ } END { if (n != 16) print n " counts" }'
# A total that is withheld; persons of unknown age beside a band that makes no population with them.
printf 'area,variable,year,sex,age,value\n01223,census,2020,both,all,…\n' >"$work/observed.csv"
refuses 1 'observed.csv, line 2, column value: "…": expected a finite number' track --observed "$work/observed.csv"
printf 'area,variable,year,sex,age,value\n01223,census,2020,both,%s\n' all,24636 65+,8600 unknown,36 >"$work/observed.csv"
run track --observed "$work/observed.csv" --csv
holds 'counts that make no population are as they are given' '
    $1 == "count" && $5 == "plan" { found[$4] = $6 }
    END { if (found["total"] != 24636 || found["age_65_plus"] != 8600) for (name in found) print name, found[name] }'
refuses 2 'nothing to compare with it' track fixtures/ipss2018.csv
refuses 2 'expected a day' track --dates 02-31
refuses 2 'expected a day' track --dates october

finish
