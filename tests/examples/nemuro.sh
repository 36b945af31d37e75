#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: nemuro.sh BUILD [--update]
#
# Nemuro; scenarios that are written, read and edited; what the pages say.

. tests/support/examples.sh

prints cohort-nemuro nemuro
prints nemuro-csv nemuro --csv
prints nemuro-summary nemuro --summary

printf 'operation,year_from,value\ntfr,2030,2.1\n' >"$work/tfr.csv"
run nemuro --summary --scenario "$work/tfr.csv"
verdict 'the summary says whose path it is' "$(grep -q "$work/tfr.csv" "$work/out" && ! grep -q '1.53 to 1.61' "$work/out" || cat "$work/out")"
refuses 2 'standard output cannot hold both' nemuro --summary --csv
refuses 2 'usage: cohort nemuro' nemuro --unknown
refuses 2 'usage: cohort nemuro' nemuro --scenario
refuses 2 'usage: cohort nemuro' nemuro --write-scenario

# ---- scenarios: written, read again, edited ----

plan=$work/plan.csv
run nemuro --csv
steady "$work/out" >"$work/csv"
run nemuro --csv --write-scenario "$plan"
problem=
[ "$status" -eq 0 ] || problem="exit status $status, $(cat "$work/err")"
[ -s "$plan" ] || problem="${problem:-no file}"
verdict 'nemuro --write-scenario' "$problem"

# The fixture is what the command writes now. Its factors are found by iteration, to 1e-6 of a person:
# compilers differ in their last digits.
awk -F, 'NR == FNR { line[FNR] = $0; n = FNR; next }
    { split(line[FNR], was); value = was[8]; now = $8; $8 = was[8] = ""
      same = $1 == was[1] && NF == 10
      for (i = 1; i <= 10; i++) same = same && $i == was[i]
      d = now - value
      if (!same || d > 1e-9 || d < -1e-9) print FILENAME ", line " FNR ": " line[FNR] " here" }
    END { if (FNR != n || n < 20) print FNR " lines, not " n }' \
    fixtures/nemuro_plan.csv "$plan" >"$work/differ"
verdict 'fixtures/nemuro_plan.csv is what nemuro --write-scenario writes' "$(cat "$work/differ")"

# same TEXT SCENARIO WANT: does the CSV under a scenario stay (WANT 0) or change (1)?
same() {
    run nemuro --csv --scenario "$2"
    steady "$work/out" >"$work/printed"
    cmp -s "$work/csv" "$work/printed"
    changed=$?
    problem=
    [ "$status" -eq 0 ] || problem="exit status $status, $(cat "$work/err")"
    [ "$changed" -eq "$3" ] || problem="${problem:-$(diff "$work/csv" "$work/printed" | head -n 20)}"
    [ -n "$problem" ] || [ "$changed" -eq "$3" ] || problem='the CSV is the same'
    verdict "$1" "$problem"
}

same 'a scenario that was written gives the same CSV' "$plan" 0

# The TFR of the last row, 1.61, is raised.
sed 's/^\(tfr,.*\)1\.61/\11.8/' "$plan" >"$work/edited.csv"
same 'an edited scenario gives another CSV' "$work/edited.csv" 1

sed '3s/^suppress_out_migration/supress/' "$plan" >"$work/misspelt.csv"
refuses 1 "$work/misspelt.csv, line 3" nemuro --csv --scenario "$work/misspelt.csv"
sed '4s/^\(suppress_out_migration,.*\),0\.[0-9]*,/\1,1.5,/' "$plan" >"$work/beyond.csv"
refuses 1 "$work/beyond.csv, line 4" nemuro --scenario "$work/beyond.csv"
refuses 1 "$work/missing.csv" nemuro --csv --scenario "$work/missing.csv"

# A factor that is changed by hand is no fit any more; ranges without an end are no trouble.
sed '2s/,0\.[0-9]*,/,0.9,/' "$plan" >"$work/byhand.csv"
run nemuro --csv --scenario "$work/byhand.csv"
verdict 'an edited path is not called fitted' "$(grep -E '^(plan|gain|share_percent_plan),.*,fitted$' "$work/out")"
printf 'operation,sex,age_from,age_to,year_from,year_to,value\nsuppress_out_migration,,,,1000,2100,0.3\n' \
    >"$work/open.csv"
run nemuro --scenario "$work/open.csv"
problem=
[ "$status" -eq 0 ] || problem="exit status $status, $(cat "$work/err")"
grep -q '^  2015-2060  both *0-89 ' "$work/out" || problem="${problem:-$(grep both "$work/out")}"
verdict 'a scenario without ends' "$problem"

# ---- places that cannot be written: nothing is printed, nothing is left ----

mkdir "$work/place" "$work/place/taken"
refuses 1 "$work/place/none/plan.csv" nemuro --write-scenario "$work/place/none/plan.csv"
refuses 1 "$work/place/taken" nemuro --csv --write-scenario "$work/place/taken"
verdict 'nothing is left of a failed writing' "$(find "$work/place" | sed "1d; \|/taken\$|d")"

# ---- what the pages say ----

# What the pages show of the programs' output is what they print.
cat "$expected"/*.txt >"$work/printed_lines"
awk '/^```/ { shown = !inside && $0 == "```"; inside = !inside; next }
    shown && /^  +[^ ]/ && !/\[-/' README.md lib/doc/programs.md >"$work/shown"
[ -s "$work/shown" ] || echo none >"$work/shown"
verdict 'the output that the pages show' "$(grep -vxFf "$work/printed_lines" "$work/shown")"

# Every scenario of the pages runs.
cat "lib/doc/scenarios.md" "README.md" | sed 's/^    //' | awk -v work="$work" '
    /^operation,[a-z]/ { name = work "/page" ++n ".csv" }
    name && !/,/ { name = "" }
    name { print > name }'
for page in "$work"/page*.csv; do
    run nemuro --csv --scenario "$page"
    problem=
    [ "$status" -eq 0 ] || problem="exit status $status, $(cat "$work/err") $(cat "$page")"
    verdict "a scenario of the pages" "$problem"
done

# How far the plan is determined: no other schedule leaves the limits, and no factor is a fact.
run nemuro
sed -n '/^8\. /,/^9\. /p' "$work/out" | sed 's/\([0-9]\),\([0-9]\)/\1\2/g' >"$work/determined"
verdict 'schedules stay between the least and the greatest' "$(awk '
    /^9\. / { next }
    /least  greatest/ { part++; next }
    part && NF > 6 {
        n[part]++
        for (i = NF - 5; i < NF - 1; i++)
            if ($i < $(NF - 1) || $i > $NF) print
        if (part == 2 && $NF - $(NF - 1) < 0.08) print "hardly free: " $0
        if (part == 1 && $2 == "total" && $NF - $(NF - 1) > 40) print "not determined: " $0
    }
    /not by these factors only/ { alone++ }
    END { if (n[1] != 14 || n[2] != 24 || alone != 3) print n[1], n[2], alone }' "$work/determined")"

finish
