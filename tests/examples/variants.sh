#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: variants.sh BUILD
#
# Questions asked in other ways, of other inputs, than in the tests with whole outputs: each succeeds,
# and says what it has to.

. tests/support/examples.sh

towns=fixtures/ipss2018.csv
nemuro="$towns --area 01223 --to 2040"
japan=fixtures/wpp2024_japan.csv
plan=$work/plan.csv
cat >"$plan" <<END
operation,sex,age_from,age_to,year_from,year_to,value_from,value,baseline_tfr,note
tfr,both,,,2025,,,1.5,,
scale_net_migration,both,20,39,2025,,,1.2,,
END
cat >"$work/targets.csv" <<END
指標,年,目標値,基準値
20-39歳女性/総人口,2040,8,7
20～39歳女性,2040,1500,
年減少率,2035,-0.5,
高齢化率,2040,0.4,
END

printf 'measure,year,value,start\ntotal,2040,16000,16000\nage_65_plus/total,2040,40,0\n' >"$work/two.csv"
cat >"$work/observed.csv" <<END
area,variable,year,sex,age,value
01223,register,2018,both,all,26000
01223,register,2018,both,0-4,900
01223,census,2020,both,all,24600
01223,census,2020,male,all,11800
01223,births,2017,both,all,150
01223,deaths,2017,both,all,400
01223,moved_in,2017,both,all,1000
01223,moved_out,2017,both,all,1300
END

# says TEXT COMMAND ARGUMENT...: succeeds, and the text is in what it prints or notes.
says() {
    text=$1
    shift
    run "$@"
    verdict "$*" "$([ "$status" -eq 0 ] || cat "$work/err"
        cat "$work/out" "$work/err" | grep -qF -- "$text" || echo "without \"$text\"")"
}

while IFS='|' read -r text arguments; do
    # shellcheck disable=SC2086 # words
    [ -z "$text" ] || says "$text" $arguments
done <<END
run with it: 18,000 in 2040|reach $nemuro --from 2020 --goal 18000 --lever tfr --max 5
families a year, each m32,f30,c3|reach $nemuro --from 2020 --goal 18000 --scenario $plan --lever families --write-scenario -
total,2040,|reach $nemuro --from 2020 --same-as 2030 --scenario $plan --lever tfr --csv --max 4
cannot be reached: even at 100 % it is|reach $nemuro --from 2020 --goal 35 --measure age_65_plus/total
ages of migrants as they come, of mothers at the birth|explain $japan --scenario $plan
births of women 30-39 in|explain $japan --scenario $plan
difference -0.01 points|explain $nemuro --scenario $plan --measure age_65_plus/total --year 2030
from 2030 on: if the net migration|explain $nemuro --scenario $plan --from 2030 --year 2025
total in 2060|explain --scenario $plan
register 2018  age_0_4          900|track $nemuro --observed $work/observed.csv
census   2020  men           11,800|track $nemuro --observed $work/observed.csv
total of 16,000 in 2040|track $nemuro --observed $work/observed.csv --scenario $plan --goal 16000
with births at|track $nemuro --observed $work/observed.csv
count,register,2018,age_0_4,plan,900|track $nemuro --observed $work/observed.csv --csv --scenario $plan
needed,register,2018|track $nemuro --observed $work/observed.csv --csv --year 2018
solved for: tfr of|reach --goal 9500 --lever tfr --write-scenario -
suppress_out_migration,male,0,9,2015|nemuro --write-scenario -
moves: no|ensemble $nemuro --trajectories 20 --no-events
26,917|project $towns --area 012238 --to 2040 --summary
(chance |report $nemuro --trajectories 20 --targets $work/two.csv --lang en
0.4 is read as 0.4 %: is 40 meant?|report $nemuro --trajectories 0 --targets $work/targets.csv
yearly decline, %|report $nemuro --trajectories 0 --targets $work/targets.csv --lang en
END

# The command is shown as a shell would read it again.
# shellcheck disable=SC2086 # words
run report $nemuro --trajectories 0 --name "O'Brien town" --source '' --lang en
verdict 'names with a quote' "$(grep -qF -- "--name &#39;O&#39;\\&#39;&#39;Brien town&#39; --source &#39;&#39;" "$work/out" ||
    grep 'Brien town' "$work/out" | tail -n 1)"

# Parts, in points of a percentage, add up to the difference.
run explain "$japan" --scenario "$plan" --measure age_65_plus/total --csv
holds 'parts of a percentage' '
    $9 == "percent" && $1 == "measure_baseline" { from = $8 }
    $9 == "percent" && $1 == "measure_path" { to = $8 }
    $9 == "points" && $1 != "change_per_percent" { sum[$1] += $8 }
    END {
        for (t in sum) {
            n++
            if ((sum[t] - (to - from)) ^ 2 > 1e-18) print t, sum[t], to - from
        }
        if (n != 3) print n " ways"
    }'

# targets that are not: TEXT|ROW
while IFS='|' read -r text row; do
    printf 'measure,year,value,start\n%s\n' "$row" >"$work/targets.csv"
    # shellcheck disable=SC2086 # words
    refuses 1 "targets.csv, line 2$text" report $nemuro --trajectories 0 --targets "$work/targets.csv"
done <<END
, column value: "32%": expected a plain number: 32 for 32 %|age_65_plus/total,2040,32%,
, column value: "32％": expected a plain number|age_65_plus/total,2040,32％,
, column value: -5: expected 0 or more|total,2040,-5,
, column start: -5: expected 0 or more|total,2040,5,-5
: "dogs": expected|dogs,2040,5,
: year 2044|total,2044,5,
END
printf 'measure,year,value\ntotal,2040,5\ntotal,2040,6\n' >"$work/targets.csv"
# shellcheck disable=SC2086 # words
refuses 1 'line 3: "total" of 2040 has a target already' report $nemuro --trajectories 0 \
    --targets "$work/targets.csv"
awk 'BEGIN { print "measure,year,value"
    for (a = 0; a < 80; a += 5) for (b = a + 4; b < 85; b += 5) print "age_" a "_" b ",2040,9" }' \
    >"$work/targets.csv"
# shellcheck disable=SC2086 # words
refuses 1 'more than' report $nemuro --trajectories 0 --targets "$work/targets.csv"
printf 'measure,value\ntotal,5\n' >"$work/targets.csv"
# shellcheck disable=SC2086 # words
refuses 1 'no column "year": expected measure,year,value' report $nemuro --trajectories 0 \
    --targets "$work/targets.csv"
finish
