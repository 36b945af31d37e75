#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: backtest.sh BUILD [--update]
#
# Past censuses, in both layouts.

. tests/support/examples.sh

prints backtest backtest
prints backtest-csv backtest --fit-on 2000 --csv

# wide FILE: the fixture of censuses as it is published, a column a date.
wide() {
    awk -F, 'NR > 1 {
        age = $5 ~ /^[0-9]+$/ ? $5 "-" $5 + 4 : $5
        key = $1 ",," $1 "," ($4 == "male" ? "M" : "F") "," age
        if (!(key in row)) keys[++n] = key
        row[key] = row[key] "," $6
    }
    END {
        print "code,pref,name,sex,age,1980,1985,1990,1995,2000,2005,2010,2015"
        for (i = 1; i <= n; i++) print keys[i] row[keys[i]]
    }' fixtures/census.csv >"$1"
}
wide "$work/wide.csv"
run backtest "$work/wide.csv"
problem=
[ "$status" -eq 0 ] || problem="exit status $status, $(cat "$work/err")"
[ -n "$problem" ] || problem=$(diff "$expected/backtest.txt" "$work/out")
verdict 'backtest of the wide layout' "$problem"

# Areas by names of any length, without codes.
awk -F, -v OFS=, 'NR > 1 { $1 = "架空県大字中央" $1 "町" } 1' fixtures/census.csv >"$work/named.csv"
run backtest "$work/named.csv"
verdict 'backtest of areas with long names' "$([ "$status" -eq 0 ] || cat "$work/err"
    sed 1,5d "$expected/backtest.txt" | diff - "$work/out" | grep '^<' | grep -v 'Sum\|prefecture')"

# Bands of several groups beside them, as （再掲） has them, are sums.
awk -F, -v OFS=, '1; $4 == "sex" { next } !(($1, $3, $4) in seen) { seen[$1, $3, $4] = 1
    print $1, $2, $3, $4, "15-64", 9; print $1, $2, $3, $4, "85+", 9; print $1, $2, $3, $4, "all", 9 }' \
    fixtures/census.csv >"$work/bands.csv"
run backtest "$work/bands.csv"
verdict 'backtest of a table with bands' "$([ "$status" -eq 0 ] || cat "$work/err"
    diff "$expected/backtest.txt" "$work/out")"

# A count that is not given, one of nobody, which is none, one of hardly anybody: left out.
awk -F, -v OFS=, '
    $1 == "01691" { $6 = "" }
    $1 == "01692" { $13 = 0 }
    $1 == "01693" && NR % 20 { $10 = 0 }
    1' "$work/wide.csv" >"$work/holes.csv"
run backtest "$work/holes.csv"
verdict 'backtest leaves out' "$(for text in '01691 01691, 1980: ' 'not given' '01692 01692, 2015: ' \
    '01693 01693, 2000: ' 'emptied'; do
    grep -qF -- "$text" "$work/out" || echo "no \"$text\": $(cat "$work/err")"
done)"

sed 's/,2010,2015$/,2010,2016/' "$work/wide.csv" >"$work/wrong.csv"
refuses 1 'line 2: expected dates one width apart' backtest "$work/wrong.csv"
sed 's/,sex,/,kind,/' "$work/wide.csv" >"$work/named.csv" # a column of sexes by what it has
run backtest "$work/named.csv"
verdict 'backtest of a column of sexes with another name' "$(diff "$expected/backtest.txt" "$work/out")"
sed '5s/,M,/,X,/' "$work/wide.csv" >"$work/wrong.csv"
refuses 1 'line 5, column sex: "X"' backtest "$work/wrong.csv"
sed '5s/,15-19,/,young,/' "$work/wide.csv" >"$work/wrong.csv"
refuses 1 'line 5, column age: "young"' backtest "$work/wrong.csv"
sed 5d "$work/wide.csv" >"$work/wrong.csv"
refuses 1 'area 01223, 1980: no row for 1 of 38 cells' backtest "$work/wrong.csv"
sed '5s/,15-19,/,20-24,/' "$work/wide.csv" >"$work/wrong.csv"
refuses 1 'line 6: area, variable, sex and age are those of line 5' backtest "$work/wrong.csv"
sed '5s/[0-9]*$/-1/' "$work/wide.csv" >"$work/wrong.csv"
refuses 1 'line 5: persons below 0' backtest "$work/wrong.csv"
awk -F, 'NR == 1 || $3 == 2015' fixtures/census.csv >"$work/one.csv"
refuses 1 'expected 3 or more (2 for rates, 1 to compare with), 5 years apart' backtest "$work/one.csv"
awk -F, 'NR == 1 || $3 % 10 == 5' fixtures/census.csv >"$work/decades.csv"
refuses 1 'line 3: column age: expected 0-4, ..., 90+ or unknown' backtest "$work/decades.csv"
printf '%s\n' area,variable,year,sex,age,value 1,population,2010,both,all,9 1,population,2015,both,all,9 >"$work/totals.csv"
refuses 1 '1 age groups: expected 3 to 1000' backtest "$work/totals.csv"
awk -F, -v OFS=, '$1 == "01691" && $3 == 1980 && $5 == "0" { $6 = "…" } 1' fixtures/census.csv >"$work/withheld.csv"
run backtest "$work/withheld.csv"
verdict 'a census with a cell that is withheld is left out' "$([ "$status" -eq 0 ] || cat "$work/err"
    grep -q '^  01691 .*, 1980: .* persons, not given$' "$work/out" || sed 5q "$work/out")"
input=$work/wrong.csv
refuses 1 'standard input, line 5: persons below 0' backtest -
input=
refuses 2 '--write-spreads and --write-peers: two files' backtest --write-spreads "$work/one.csv" --write-peers "$work/./one.csv"
run backtest --write-spreads /dev/null --write-peers /dev/null
verdict 'backtest to the same device' "$([ "$status" -eq 0 ] || cat "$work/err")"
run backtest --write-spreads "$work/spreads.csv" --write-peers "$work/peers.csv"
for option in --write-spreads --write-peers; do
    run backtest $option -
    verdict "backtest $option -: only that" "$(cmp "$work/${option#--write-}.csv" "$work/out" 2>&1)"
done
holds_file() { # WHAT AWK FILE
    awk -F, "$2" fixtures/census.csv "$3" >"$work/problem"
    verdict "$1" "$(cat "$work/problem")"
}
holds_file 'peers are the sum of the areas' '
    NR == FNR { if ($3 == 2015) sum += $6; next } $4 == 2015 { peers += $7 }
    END { if ((sum - peers) ^ 2 > 400) print sum, peers }' "$work/peers.csv"
# Of ten prefectures or more: how much better than its rivals, and how sure. The difference is that
# of the rows' MAPE.
awk -F, -v OFS=, 'NR == 1 { print; next } { row[++n] = $0 } END {
    for (p = 1; p <= 12; p++)
        for (i = 1; i <= n; i++) {
            $0 = row[i]
            $1 = sprintf("%02d%s", p, substr($1, 3))
            $6 = int($6 * (1 + 0.1 * sin(p * ($3 - 1970) / 9)) + 0.5)
            print
        }
}' fixtures/census.csv >"$work/many.csv"
run backtest "$work/many.csv"
"$cohort" backtest "$work/many.csv" --csv 2>/dev/null >"$work/rows"
verdict 'margins over rivals' "$([ "$status" -eq 0 ] || cat "$work/err"
    grep -q 'resamples of 12 prefectures' "$work/out" || echo 'no margins'
    awk -F, '
        NR == FNR { if ($1 == "tested" && $3 == "total" && $5 == "\"all\"") mape[$2, $4] = $8; next }
        !/^ +[0-9]+ years, .* to / { next }
        { match($0, /years, [a-z]+ [a-z]+/); name = substr($0, RSTART + 7, RLENGTH - 7)
          rest = substr($0, RSTART + RLENGTH); sub(/ to /, " ", rest); split(rest, v, " "); n++
          off = v[1] - (mape[name, $0 + 0] - mape["forecast", $0 + 0])
          if (off ^ 2 > 0.01 ^ 2 || v[2] > v[1] || v[1] > v[3]) print }
        END { if (n != 12) print n " margins" }' "$work/rows" "$work/out")"
refuses 2 'usage: cohort backtest' backtest --fit-on both
refuses 2 'usage: cohort backtest' backtest a.csv b.csv
refuses 1 "$work/none/spreads" backtest --write-spreads "$work/none/spreads"
refuses 1 'no case' backtest --fit-on 1980
refuses 1 'no case' backtest --fit-on 2015

finish
