#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: whole.sh BUILD
#
# What project adds to its own figures: whole persons that add up, and the years between the dates.

. tests/support/examples.sh

# A hamlet of made-up persons, few enough that rounding shows; and another one beside it.
awk 'BEGIN {
    print "area,variable,year,sex,age,value"
    for (a = 1; a <= 2; a++) for (d = 0; d < 3; d++) for (s = 0; s < 2; s++) for (x = 0; x < 19; x++)
        printf "9990%d,population,%d,%s,%s,%d\n", a, 2015 + 5 * d, s ? "female" : "male",
            5 * x (x == 18 ? "+" : ""), (7 * x + 3 * d + 5 * s + 2 * a) % 9 + (x < 14 ? 3 : 1)
}' >"$work/hamlets.csv"
grep -v ^99902 "$work/hamlets.csv" >"$work/hamlet.csv"

# ---- whole persons ----

# whole NAME ARGUMENT...: every sum that is promised holds, and nothing is off by 1 or more but for
# migration, which is what is left.
whole() {
    name=$1
    shift
    run project "$@" --whole
    cp "$work/out" "$work/$name.whole"
    holds "project --whole, $name" '
        NR == 1 { if ($0 != "area,variable,year,sex,age,value,whole") print; next }
        {
            n++
            here = $1 "," $3
            if ($7 != int($7)) print $0 ": not whole"
            exact[$2, $3] += $6; sum[$2, $3] += $7; of[$2, here] += $7; of_exact[$2, here] += $6
            if ($2 == "population") { years[here]++; if ($3 > last) last = $3; areas[$1]; dates[$3] }
            if ($2 == "net_migration") next
            if ($7 < 0 || $7 - $6 >= 1 || $6 - $7 >= 1) print $0 ": not next to it"
        }
        END {
            if (n < 300) print n " rows"
            for (d in dates) {
                total = exact["population", d]
                if (sum["population", d] != int(total + 0.5)) print d ": " sum["population", d] ", not " total
            }
            for (h in years) {
                split(h, at, ",")
                off = of["population", h] - of_exact["population", h]
                if (off >= 1 || off <= -1) print h ": total off by " off
                if (("births_by_mother", h) in of && of["births", h] != of["births_by_mother", h])
                    print h ": births by mother"
                if (at[2] == last) continue
                if (of["deaths", h] != of["deaths_by_age", h]) print h ": deaths by age"
                next_one = at[1] "," at[2] + step(at[2])
                change = of["population", next_one] - of["population", h]
                if (change != of["births", h] - of["deaths", h] + of["net_migration", h])
                    print h ": the account does not close"
            }
        }
        function step(year, s) { for (s = 1; !((year + s) in dates); s++); return s }'
}
whole hamlet "$work/hamlet.csv" --to 2040 --counted-until 2015
whole hamlets "$work/hamlets.csv" --to 2040
whole hamlets-annual "$work/hamlets.csv" --to 2040 --annual
whole single-ages "$work/hamlet.csv" --to 2025 --annual --single-ages
whole japan fixtures/wpp2024_japan.csv --to 2030

# Nobody moves because of rounding.
grep -v ',net_migration' fixtures/canada_1x1.csv >"$work/closed.csv"
run project "$work/closed.csv" --convention wpp-end --whole
holds 'project --whole where nobody moves' '
    $2 == "net_migration" { n++; if ($7 != 0) print }
    END { if (n < 1000) print n " cells" }'

# Exact figures are what they are without it; the column is ignored when the table is read again.
run project "$work/hamlets.csv" --to 2040
cp "$work/out" "$work/plain.csv"
run project "$work/hamlets.csv" --to 2040 --whole
verdict 'project --whole: exact figures stay' "$(cut -d, -f1-6 "$work/out" | cmp - "$work/plain.csv" 2>&1)"
cp "$work/out" "$work/both.csv"
for table in plain both; do
    run project "$work/$table.csv" --reference 99902 --area 99901 --summary --to 2020
    cp "$work/err" "$work/$table.err"
    sed "s/$table/X/g" "$work/$table.err" >"$work/$table.again"
    cat "$work/out" >>"$work/$table.again"
done
verdict 'project --whole is read again as without it' \
    "$(cmp "$work/plain.again" "$work/both.again" 2>&1)"

# The summary has whole persons that add up, which each figure rounded by itself does not have.
adds='NR > 2 && NF > 1 && $2 != $3 + $4 + $5 { print $1 ": " $2 " is not " $3 " + " $4 " + " $5 }'
run project "$work/hamlet.csv" --to 2060 --counted-until 2015 --whole --summary
verdict 'project --whole --summary adds up' "$(awk "$adds" "$work/out")"
run project "$work/hamlet.csv" --to 2060 --counted-until 2015 --summary
verdict 'without --whole it does not' "$([ -n "$(awk "$adds" "$work/out")" ] || echo it does)"

# A country: the areas of a year add up to the rounded total of all, the ages of an area to its total;
# the areas of its cells are those of its figures.
run municipalities fixtures/ipss2018.csv --to 2060 --whole
holds 'municipalities --whole' '
    NR == 1 { if (NF != 13 || $9 != "total_whole") print; next }
    { exact[$3] += $4; sum[$3] += $9; n++; if ($9 != $10 + $11 + $12) print $0 ": ages" }
    $9 - $4 >= 1 || $4 - $9 >= 1 { print $0 ": total" }
    END { for (y in sum) if (sum[y] != int(exact[y] + 0.5)) print y ": " sum[y] ", not " exact[y]
          if (n < 50) print n " rows" }'
cp "$work/out" "$work/figures.csv"
run municipalities fixtures/ipss2018.csv --to 2060 --whole --cells
verdict 'municipalities --whole --cells' "$(awk -F, '
    FNR == 1 { next }
    NR == FNR { of[$1, $3] = $9; next }
    { sum[$1, $4] += $8 }
    END { for (k in of) if (sum[k] != of[k]) print k ": " sum[k] ", not " of[k] }' \
    "$work/figures.csv" "$work/out")"

# ---- the years between ----

run project "$work/hamlet.csv" --to 2040 --counted-until 2015 --annual
grep -q 'straight line' "$work/err"
verdict 'project --annual says how' "$([ $? -eq 0 ] || cat "$work/err")"
cp "$work/out" "$work/annual.csv"
run project "$work/hamlet.csv" --to 2040 --counted-until 2015
cp "$work/out" "$work/dates.csv"
# Dates are the same; between two of them a cell is on a straight line; events of five years add up to
# their interval.
status=0
verdict 'project --annual' "$(awk -F, '
    NR == FNR { if (FNR > 1) dates[$2, $4, $5, $3] = $6; next }
    FNR == 1 { next }
    {
        from = $3 - ($3 - 2015) % 5; part = ($3 - from) / 5; n++
        if ($2 == "population") {
            a = dates[$2, $4, $5, from]; b = part ? dates[$2, $4, $5, from + 5] : a
            d = $6 - (a + (b - a) * part)
            if (d > 1e-9 || d < -1e-9) print $0 ": off by " d
        } else sum[$2, $4, $5, from] += $6
    }
    END {
        for (k in sum) { d = sum[k] - dates[k]; if (d > 1e-9 || d < -1e-9) print k ": off by " d }
        if (n < 2000) print n " rows"
    }' "$work/dates.csv" "$work/annual.csv")"

# Single ages add up to the groups of every year, are never negative, and are a table that is read again.
run project "$work/hamlet.csv" --to 2040 --counted-until 2015 --annual --single-ages
cp "$work/out" "$work/single.csv"
verdict 'project --annual --single-ages' "$(awk -F, '
    $2 != "population" { next }
    NR == FNR { groups[$3, $4, $5 + 0] = $6; next }
    { sum[$3, $4, $5 - $5 % 5] += $6; n++; if ($6 < 0) print $0 }
    END {
        for (k in groups) { d = sum[k] - groups[k]; if (d > 1e-9 || d < -1e-9) print k ": off by " d }
        if (n != 26 * 2 * 91) print n " rows"
    }' "$work/annual.csv" "$work/single.csv")"
# A cohort that is followed: a wave of births is one year older a year later.
awk -F, -v OFS=, '$2 == "population" && $5 == "10" && $3 == 2015 { $6 = 90 } $2 == "population" && $5 == "15" &&
    $3 == 2020 { $6 = 90 } { print }' "$work/hamlet.csv" >"$work/wave.csv"
run project "$work/wave.csv" --to 2025 --annual --single-ages
holds 'project --annual --single-ages follows cohorts' '
    $2 == "population" && $4 == "male" && $3 >= 2015 && $3 <= 2020 && $6 > most[$3] { most[$3] = $6; at[$3] = $5 }
    END { for (y = 2016; y <= 2020; y++) if (at[y] < at[y - 1]) print y ": " at[y] " after " at[y - 1]
          if (at[2020] < at[2015] + 3) print at[2015] " to " at[2020] }'
run municipalities fixtures/ipss2018.csv --to 2060 --annual
verdict 'municipalities --annual' "$(awk -F, '
    FNR == 1 { next }
    NR == FNR { at[$1, $3] = $4; next }
    $3 % 5 { a = at[$1, $3 - $3 % 5]; b = at[$1, $3 - $3 % 5 + 5]; n++
             d = $4 - (a + (b - a) * ($3 % 5) / 5); if (d > 1e-6 || d < -1e-6) print $0 ": off by " d }
    END { if (n < 150) print n " years between" }' "$work/figures.csv" "$work/out")"
refuses 2 '--single-ages belongs to --annual' project "$work/hamlet.csv" --single-ages

finish
