#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: counts.sh BUILD
#
# Tables of counts are forecast from the last one on; published projections are carried on.

. tests/support/examples.sh

awk -F, 'NR == 1 || $3 <= 2005' fixtures/census.csv >"$work/early.csv"

# ---- which dates are counts ----

run project fixtures/census.csv --area 01223 --to 2045 --summary
holds_text() { # WHAT AWK: of the output, by blanks
    awk "$2" "$work/out" >"$work/problem"
    verdict "$1" "$(cat "$work/problem")"
}
holds_text 'a projection begins at the last count' '$1 ~ /^20[0-9][0-9]$/ { if (!n++ && $1 != 2015) print }
    END { if (n != 7) print n " dates" }'
verdict 'what is taken for counts is said' "$(grep -qF 'its dates until 2015 are taken for counts, from which it is forecast' \
    "$work/err" || cat "$work/err")"
awk '$1 ~ /^20[0-9][0-9]$/ { gsub(/,/, "", $2); print $1, $2 }' "$work/out" >"$work/project"
awk 'NR > 1 { print $1, $2 }' examples/expected/forecast.txt >"$work/example"
verdict 'the program forecasts as a few lines of C do' "$(diff "$work/example" "$work/project")"

run project "$work/early.csv" --area 01691 --to 2030
cp "$work/out" "$work/want"
run project fixtures/census.csv --area 01691 --to 2030 --as-of 2005
verdict '--as-of: without the later counts' "$(cmp "$work/want" "$work/out" 2>&1)"
run project fixtures/ipss2018.csv --area 01223 --to 2060
cp "$work/out" "$work/want"
verdict 'what is taken for a projection is said' "$(grep -qF '2015 is taken for its last count, what is later for a projection' \
    "$work/err" || cat "$work/err")"
printf 'operation,value,year_from\ntfr,11,2020\n' >"$work/children.csv"
refuses 1 'expected children per woman, 0 to 10.5' \
    project fixtures/ipss2018.csv --area 01223 --to 2060 --scenario "$work/children.csv"
run project fixtures/ipss2018.csv --area 01223 --to 2060 --scenario "$work/children.csv" --any-rates
verdict '--any-rates is of derived rates, too' "$([ "$status" -eq 0 ] || cat "$work/err")"
run project fixtures/ipss2018.csv --area 01223 --to 2060 --counted-until 2015
verdict '--counted-until: as is guessed' "$(cmp "$work/want" "$work/out" 2>&1)"
run project fixtures/ipss2018.csv --area 01223 --to 2060 --counted-until 2020 --summary
holds_text 'a later count is where it begins' '$1 ~ /^20[0-9][0-9]$/ { if (!n++ && $1 != 2020) print }'
run project fixtures/ipss2018.csv --area 01223 --to 2025 --summary
holds_text 'a date within the table ends it' '$1 ~ /^20[0-9][0-9]$/ { last = $1 } END { if (last != 2025) print last }'
refuses 1 'counted until 1970: expected a date of the populations, 1980 to 2015' \
    project fixtures/census.csv --area 01223 --as-of 1970
refuses 2 'one of them' project fixtures/census.csv --as-of 2005 --counted-until 2005
refuses 2 'need INPUT.csv' explain --as-of 2015
refuses 1 '--to 2028: expected a date every 5 years from 2015 on' \
    project fixtures/census.csv --area 01223 --to 2028

# ---- by every command the same ----

run project fixtures/census.csv --area 01223 --to 2030
awk -F, '$2 == "population" && $3 == 2030 { sum += $NF } END { printf "%.6f\n", sum }' "$work/out" >"$work/total"
run municipalities fixtures/census.csv --to 2030
awk -F, '$1 == "01223" && $3 == 2030 { printf "%.6f\n", $4 }' "$work/out" >"$work/other"
verdict 'municipalities' "$(diff "$work/total" "$work/other")"
run ensemble fixtures/census.csv --area 01223 --to 2030 --trajectories 10 --csv
awk -F, '$1 == "projection" && $2 == "total" && $3 == 2030 { printf "%.4f\n", $5 }' "$work/out" >"$work/other"
verdict 'ensemble' "$(awk '{ printf "%.4f\n", $1 }' "$work/total" | diff - "$work/other")"
run report fixtures/census.csv --area 01223 --to 2030 --lang en --trajectories 10 -o "$work/page.html"
verdict 'report says how it was forecast' "$(grep -c 'forecast from the counts until 2015' "$work/page.html" |
    grep -vx 1)"

awk -F, 'NR == FNR || FNR > 1' fixtures/census.csv fixtures/census2020.csv >"$work/to2020.csv"
printf 'area,年,男0～89歳,男90歳以上,女0～89歳,女90歳以上\n01223,2020年,12000,-,12500,136\n' |
    sed '1i 国勢調査' >"$work/dash.csv"
run track fixtures/ipss2018.csv --area 01223 --observed "$work/dash.csv"
verdict 'a dash of a census is zero, as of a population' "$(grep -q 'census   2020  total *24,636' "$work/out" ||
    cat "$work/err")"
run report "$work/to2020.csv" --area 01223 --to 2030 --lang en --trajectories 10 --observed fixtures/observed.csv \
    -o "$work/page.html"
verdict 'the count it begins with is not held against itself' \
    "$(grep -o '[^>]* of 20.. counted [^<]* on the baseline' "$work/page.html" | grep -v 2025)"

run report fixtures/ipss2018.csv --area 01223 --to 2045 --lang en --trajectories 10 -o "$work/page.html"
verdict 'the intervals of a published projection were not measured' \
    "$(grep -c 'projection that this path follows were not measured' "$work/page.html" | grep -vx 1)"

# ---- peers and the nation ----

run project fixtures/census.csv --area 01223 --to 2030 --peers fixtures/peers.csv
awk -F, '$2 == "population" && $3 == 2030 { sum += $NF } END { printf "%.6f\n", sum }' "$work/out" >"$work/other"
verdict '--peers: those of the fixtures are the default' "$(diff "$work/total" "$work/other")"
run backtest --write-peers "$work/peers.csv"
run project fixtures/census.csv --area 01223 --to 2030 --peers "$work/peers.csv"
cp "$work/out" "$work/together"
run project fixtures/census.csv --area 01223 --to 2030 --peers fixtures/census.csv
verdict 'peers of many areas are taken together (a file of them has whole persons)' \
    "$(paste -d, "$work/together" "$work/out" | awk -F, '$2 == "population" { one[$3] += $6; two[$3] += $12 }
        END { for (y in one) if ((one[y] - two[y]) ^ 2 > 1e-8 * one[y] ^ 2) print y, one[y], two[y] }')"
run project "$work/early.csv" --area 01223 --to 2020
verdict 'counts before the national table: the peers stand for survival' "$([ "$status" -eq 0 ] || cat "$work/err")"
sed 's/,tfr,2025,female,all,.*/,tfr,2025,female,all,1.2/' fixtures/japan.csv >"$work/nation.csv"
run project fixtures/ipss2018.csv --area 01223 --to 2060 --nation "$work/nation.csv"
verdict '--nation: another table, and nothing of 2017' "$(cmp "$work/want" "$work/out" 2>&1
    grep -F 'projection of 2017' "$work/err")"

# A nation of a file: without its population, its TFR of one date only, by another code, among others.
grep -v ,population, fixtures/japan.csv >"$work/part.csv"
for call in "--nation $work/part.csv" "$work/part.csv --reference 00000"; do
    # shellcheck disable=SC2086 # words
    run project fixtures/ipss2018.csv --area 01223 $call
    verdict 'a nation without its population' "$(grep -qxF \
        "error: $work/part.csv: area \"00000\" has no variable \"population\"" "$work/err" || cat "$work/err")"
done
sed 's/^00000/392/' "$work/part.csv" >"$work/code.csv"
refuses 1 'area "392" has no variable "population"' project fixtures/census.csv "$work/code.csv" --reference 392
refuses 1 'error: no area has a population' project fixtures/japan.csv --reference 00000
{ cat fixtures/ipss2018.csv; sed 1d fixtures/japan.csv; } >"$work/all.csv"
run project fixtures/ipss2018.csv --area 01223 --to 2060 --nation "$work/all.csv"
verdict 'the nation among other areas' "$(cmp "$work/want" "$work/out" 2>&1)"
refuses 1 'its areas are 01223, 01691, 01692, ...' project fixtures/census.csv --nation fixtures/ipss2018.csv
run project fixtures/ipss2018.csv fixtures/japan.csv --reference 00000 --area 01223 --to 2060 --convention ipss
verdict 'the convention of derived rates may be given' "$(cmp "$work/want" "$work/out" 2>&1)"

# says TEXT COMMAND ...: it ends well, and a note has TEXT.
says() {
    text=$1
    shift
    run "$@"
    verdict "note: $text" "$([ "$status" -eq 0 ] && grep -qF -- "$text" "$work/err" || cat "$work/err")"
}
says 'peers of the forecast: Japan'"'"'s municipalities, until 2015' project fixtures/census.csv --area 01223 --to 2030
says 'does not change it' project fixtures/census.csv --area 01223 --to 2030
run project fixtures/census.csv fixtures/japan.csv --reference 00000 --area 01223
verdict 'a forecast goes to 2060 with any reference' "$([ "$status" -eq 0 ] || cat "$work/err"
    awk -F, '$2 == "population" && $3 > last { last = $3 } END { if (last != 2060) print last }' "$work/out")"
awk -F, '$2 != "tfr" || $3 == 2020' fixtures/japan.csv >"$work/once.csv"
says 'the tfr of 00000 is of 2020 only, and taken for all dates' \
    project fixtures/ipss2018.csv "$work/once.csv" --reference 00000 --area 01223 --to 2030
says 'the forecast has no peers' project fixtures/census.csv --area 01223 --to 2030 --peers none
awk -F, '$2 == "population" && $3 == 2030 { sum += $NF } END { printf "%.6f\n", sum }' "$work/out" >"$work/other"
verdict '--peers none is another forecast' "$(cmp -s "$work/total" "$work/other" && echo the same)"
run report fixtures/census.csv --area 01223 --to 2030 --lang en --trajectories 10 --peers none -o "$work/page.html"
verdict 'report of a town without peers' "$(grep -c 'until 2015, without peers' "$work/page.html" | grep -vx 1)"
says '--peers is ignored' project fixtures/ipss2018.csv --area 01223 --peers fixtures/peers.csv
awk -F, -v OFS=, 'NR > 1 { $6 /= 1000 } NR == 1 || $1 == "01223"' fixtures/census.csv >"$work/thousands.csv"
says '26.917 persons: if they are thousands' project "$work/thousands.csv" --to 2030
awk -F, -v OFS=, 'NR > 1 { $6 /= 1000 } NR == 1 || $1 == "01223"' fixtures/ipss2018.csv >"$work/published.csv"
says '13.21 persons: if they are thousands' project "$work/published.csv" --to 2060
awk -F, -v OFS=, 'NR > 1 && $3 == 2015 { $6 = int($6 / 9) } 1' fixtures/census.csv >"$work/emptied.csv"
says 'the last count of the area is of nobody, or less' project "$work/emptied.csv" --area 01223 --to 2030
says 'the last count of 01223 01691 01692 01693 01694 is' municipalities "$work/emptied.csv" --to 2030

# A part of a country is forecast as each of its areas: with the peers of the country.
awk -F, -v OFS=, 'NR == 1; NR > 1 { code = $1; for (k = 0; k < 12; k++) { $1 = k ? code "-" k : code; print } }' \
    fixtures/census.csv >"$work/many.csv"
run municipalities "$work/many.csv" --to 2030
awk -F, '$1 == "01223" && $3 == 2030 { printf "%.6f\n", $4 }' "$work/out" >"$work/other"
verdict 'a town among many is forecast as alone' "$(diff "$work/total" "$work/other")"
# Those of another country are peers of one another.
sed 's/^00000/392/' fixtures/japan.csv >"$work/nation.csv"
says 'peers of the forecast: the areas of the table together, until 2015' \
    municipalities "$work/many.csv" "$work/nation.csv" --reference 392 --to 2030
awk -F, '$1 ~ /^01223/ && $3 == 2030 { sum[$4]++ } END { for (s in sum) n++; if (n != 1) print n " totals" }' \
    "$work/out" >"$work/problem"
verdict 'towns that are alike have one forecast' "$(cat "$work/problem")"

# A few areas of another country: their nation's counts are the peers, asked for or not; by its code or
# name, from any file; with life tables that are closed too early.
awk -F, 'NR == 1 || $3 >= 2010' fixtures/census.csv >"$work/few.csv"
awk -F, -v OFS=, 'NR == 1 { print "area,name,variable,year,sex,age,value"; next }
    { $1 = "392,Nation"; print } $3 == 2015 { $3 = 2010; print }' fixtures/japan.csv >"$work/earlier.csv"
run municipalities "$work/few.csv" "$work/earlier.csv" --reference 392 --to 2030 --counted-until 2015
cp "$work/out" "$work/stated"
says 'peers of the forecast: 392, until 2015' municipalities "$work/few.csv" "$work/earlier.csv" --reference 392 --to 2030
verdict 'what is said of counts as it is guessed changes nothing' "$(cmp "$work/stated" "$work/out" 2>&1)"
run municipalities "$work/earlier.csv" "$work/few.csv" --reference Nation --to 2030
verdict 'the nation by its name, its file first' "$(cmp "$work/stated" "$work/out" 2>&1)"
run project "$work/earlier.csv" "$work/few.csv" --reference Nation --to 2030 --area 01223
awk -F, '$2 == "population" && $3 == 2030 { sum += $6 } END { printf "%.6f\n", sum }' "$work/out" >"$work/one"
awk -F, '$1 == "01223" && $3 == 2030 { printf "%.6f\n", $4 }' "$work/stated" >"$work/many"
verdict 'project and municipalities, of one nation' "$(diff "$work/one" "$work/many")"
awk -F, '!($1 == "01691" && $3 == 2015)' "$work/few.csv" >"$work/behind.csv"
run project "$work/behind.csv" "$work/earlier.csv" --reference 392 --to 2030 --area 01223
cp "$work/out" "$work/one"
run project "$work/behind.csv" "$work/earlier.csv" --reference 392 --to 2030 --area 01691,01223
verdict 'a town is forecast alike beside one with older counts' "$(grep ^01223 "$work/out" | sed "1i\\
$(head -1 "$work/one")" | cmp - "$work/one" 2>&1)"
awk -F, 'NR == 1 || $3 == 2015' fixtures/japan.csv >"$work/once.csv"
refuses 1 'there are rates until 2015 only, of no interval' \
    project fixtures/census.csv "$work/once.csv" --reference 00000 --area 01223 --to 2030

# The last registers at other years than the nation's: without its rates.
sed 's/,2010,/,2021,/; s/,2015,/,2026,/' "$work/few.csv" >"$work/registers.csv"
says "the nation's rates are of every 5 years from 2015 to 2065, not of 2026" \
    project "$work/registers.csv" --area 01223 --to 2056

# ---- counts, and a projection behind them ----

awk -F, 'NR == FNR || (FNR > 1 && $3 > 2015)' fixtures/census.csv fixtures/ipss2018.csv >"$work/both.csv"
says '2015 is taken for its last count, what is later for a projection' \
    project "$work/both.csv" --area 01691 --to 2060
verdict 'a projection behind counts is carried on from the last of them' \
    "$(awk -F, '$2 == "population" && $3 > 2015 { n++; sum += $NF } END { if (n < 300 || sum < 1e4) print n, sum }' "$work/out"
    awk -F, '$2 == "population" { if (!n++ && $3 != 2015) print }' "$work/out")"
refuses 1 '--as-of 2010 leaves them out' project fixtures/census.csv --area 01223 --counted-until 2010

# ---- dates that the nation's rates do not have ----

awk -F, -v OFS=, 'NR > 1 { $3 += 2 } 1' fixtures/census.csv >"$work/shifted.csv"
says 'not of 2017: without them' project "$work/shifted.csv" --area 01223 --to 2047
cp "$work/out" "$work/want.shifted"
says 'not of 2017: without them' project "$work/shifted.csv" --area 01223 --to 2047 --old nation
verdict 'without rates of a nation --old has none to take' "$(cmp "$work/want.shifted" "$work/out" 2>&1)"
run project "$work/shifted.csv" --to 2047
verdict 'what the nation lacks is said once' "$(grep -c 'not of 2017: without them' "$work/err" | grep -vx 1
    grep '^01223,' "$work/out" >"$work/rows"; sed 1d "$work/want.shifted" | cmp - "$work/rows" 2>&1)"
refuses 1 'the population is of 2017 to 2017, and the rates that it borrows begin at none of its dates' \
    project "$work/shifted.csv" --area 01223 --no-migration

awk -F, -v OFS=, 'NR == 1 || $3 % 10 == 5 { if (NR > 1) $5 = $5 + 0 >= 90 ? "90+" : $5 - $5 % 10
    key = $1 OFS $2 OFS $3 OFS $4 OFS $5; if (!(key in sum)) keys[++n] = key; sum[key] += $6 }
    END { print keys[1] ",value"; for (i = 2; i <= n; i++) print keys[i], sum[keys[i]] }' \
    fixtures/ipss2018.csv >"$work/wide.csv"
refuses 1 '10 groups of 10 years; reference: 19 of 5' project "$work/wide.csv" --area 01223
refuses 1 'give populations of dates 5 years apart' project "$work/wide.csv" --area 01223
refuses 1 'The rates of fixtures/japan.csv that stand in are of ages 0-4, ..., 90+ and of every 5 years' \
    project "$work/wide.csv" --area 01223 --nation fixtures/japan.csv
refuses 1 "10 groups of 10 years; the nation's rates: 19 of 5: expected the same" \
    project "$work/wide.csv" --area 01223 --no-migration

# ---- a country whose first area ends before the others ----

awk -F, '!($1 == "01223" && $3 > 2010)' fixtures/census.csv >"$work/ends.csv"
grep -v '^01223' "$work/ends.csv" >"$work/others.csv"
run municipalities "$work/others.csv" --to 2030 --cells --old nation
cp "$work/out" "$work/want.others"
run municipalities "$work/ends.csv" --to 2030 --cells --old nation
grep -v '^01223' "$work/out" | cmp "$work/want.others" - >"$work/problem" 2>&1
verdict 'an area that ends early changes nothing for the others' "$(cat "$work/problem"
    grep -qF 'its dates until 2015 are taken for counts' "$work/err" || cat "$work/err")"

# ---- an area by a long name ----

long=北海道北海道北海道北海道北海道北海道北海道根室市
sed "s/^01223/$long/" fixtures/census.csv >"$work/long.csv"
run ensemble "$work/long.csv" --area "$long" --to 2030 --trajectories 5 --csv
verdict 'an area keeps its name' "$([ "$status" -eq 0 ] || cat "$work/err"
    sed 1d "$work/out" | grep -v ",$long\$" | head -2)"
run ensemble "$work/long.csv" --area "$long" --to 2030 --trajectories 5
verdict 'and what its rates are' "$(grep -o 'those of the published projection' "$work/out")"

# ---- the old ----

printf 'operation,age_from,age_to,year_from,value\nsuppress_out_migration,65,,2025,0.5\n' >"$work/old.csv"
for command in project explain 'ensemble --trajectories 1' 'report --strict --trajectories 0'; do
    # shellcheck disable=SC2086 # words
    refuses 1 'every loss from 60 on is taken for death: --old nation' \
        $command fixtures/ipss2018.csv --area 01223 --to 2060 --scenario "$work/old.csv"
done
refuses 1 'area "01223": ' project fixtures/ipss2018.csv --to 2060 --scenario "$work/old.csv"
run project fixtures/ipss2018.csv --area 01223 --to 2060 --old own
verdict '--old own is the default' "$(cmp "$work/want" "$work/out" 2>&1)"
run project fixtures/ipss2018.csv --area 01223 --to 2060 --old nation
holds_file() { # WHAT AWK FILE FILE
    awk -F, "$2" "$3" "$4" >"$work/problem"
    verdict "$1" "$(cat "$work/problem")"
}
holds_file '--old nation: the same people, fewer deaths, more moves' '
    NR == FNR { if ($2 == "population") was[$3, $4, $5] = $NF; sum[$2] += $NF; next }
    $2 == "population" { n++; if ((was[$3, $4, $5] - $NF) ^ 2 > 1e-12 * ($NF ^ 2 + 1)) print }
    { now[$2] += $NF }
    END { if (n != 380 || now["deaths"] >= sum["deaths"] || now["net_migration"] >= sum["net_migration"])
        print n, now["deaths"], sum["deaths"] }' "$work/want" "$work/out"
run project fixtures/ipss2018.csv --area 01223 --to 2060 --scenario "$work/old.csv" --old nation
verdict 'a plan that keeps the old' "$([ "$status" -eq 0 ] || cat "$work/err")"

finish
