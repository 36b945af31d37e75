#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: robust.sh BUILD
#
# Hostile names and closed descriptors, damaged files of blocks, and what is left after an error.

. tests/support/examples.sh

two() {
    awk -v first="$1" -v second="$2" 'BEGIN {
        print "area,name,variable,year,sex,age,value"
        for (a = 1; a <= 2; a++) for (d = 0; d < 4; d++) for (s = 0; s < 2; s++) for (x = 0; x < 19; x++)
            printf "%s,%s,population,%d,%s,%d%s,%d\n", a == 1 ? first : "U" a, a == 1 ? second : "Town " a,
                2005 + 5 * d, s ? "female" : "male", 5 * x, x == 18 ? "+" : "", 400 - 14 * x - 4 * d
    }'
}
escape=$(printf '\033')
c1=$(printf '\302\233')
turned=$(printf '\342\200\256')
marks=$(printf '\342\200\216 \342\200\217 \330\234 \342\200\252 \342\201\246 \342\201\251') # of direction
bad=$(printf '[\001-\010\013-\037\177]')
two T1 'Town 1' >"$work/two.csv"

# ---- closed descriptors ----

all="ensemble $work/mixed.csv --area all --to 2040 --trajectories 5"
sed '/^U2,Town 2,population,2010,male,5,/s/[0-9]*$/-4/' "$work/two.csv" >"$work/mixed.csv"
# shellcheck disable=SC2086 # words
{
    "$cohort" $all -o "$work/want" 2>/dev/null
    "$cohort" $all --resume "$work/kept.none" -o "$work/got" 2>&-
    verdict 'standard error closed: exit status' "$([ $? -eq 3 ] || echo 'not 3')"
    verdict 'standard error closed: nothing of it in the output' "$(cmp "$work/want" "$work/got" 2>&1)"
    "$cohort" $all >&- 2>"$work/err"
    verdict 'standard output closed' "$([ $? -eq 1 ] || echo 'not exit status 1'
        grep -q 'standard output: cannot be written' "$work/err" || cat "$work/err")"
    "$cohort" project - <&- >"$work/out" 2>"$work/err"
    verdict 'standard input closed' "$([ $? -eq 1 ] || echo 'not exit status 1'
        grep -q 'standard input: ' "$work/err" || cat "$work/err")"
}

# ---- control characters, from cells, paths and options ----

any_mark=$(echo "$marks" | sed 's/ /\\|/g')
# clean NAME COMMAND ARGUMENT...: neither output has a character that a terminal would obey.
clean() {
    name=$1
    shift
    "$cohort" "$@" >"$work/out" 2>&1 </dev/null
    verdict "$name has no control characters" \
        "$(LC_ALL=C grep -n -e "$bad" -e "$c1" -e "$turned" -e "$any_mark" "$work/out" | cat -v | head -3)"
}
hostile="T1$escape[31m${c1}31m${turned}x"
odd="no$escape[31m$c1$turned$marks"
two "$hostile" "]0;owned$escape[1m$turned$marks" >"$work/hostile.csv"
cp "$work/hostile.csv" "$work/$odd.csv"
for file in "$work/hostile.csv" "$work/$odd.csv"; do
    clean "project" project "$file" --to 2040
    clean 'project --summary' project "$file" --to 2040 --summary --area 'T1?[31m?31m?x'
    clean municipalities municipalities "$file" --to 2040
    clean 'ensemble' ensemble "$file" --area all --to 2040 --trajectories 5
    clean 'report' report "$file" --to 2040 --area 'T1?[31m?31m?x' --trajectories 0
    clean 'chart' chart pyramid "$file" --to 2040 --area 'T1?[31m?31m?x'
    clean 'explain' explain "$file" --to 2040 --area 'T1?[31m?31m?x'
done
verdict 'they are shown as ?' "$("$cohort" project "$work/hostile.csv" --to 2040 2>&1 |
    grep -qF 'T1?[31m?31m?x,population' || echo no)"
clean 'a path that is not there' project "$work/x$odd.csv"
printf 'PK\003\004x' >"$work/$odd.xlsx"
clean 'a workbook that is cut off' project "$work/$odd.xlsx"
clean 'an option' project "--x$odd"
clean 'the value of an option' project "$work/two.csv" --to "$odd"
clean 'an area' project "$work/two.csv" --area "$odd"
clean 'a command' "pro$odd"
clean 'help of a command' help "pro$odd"
clean 'a suffix' project "$work/two.csv" --suffix "$odd" --title "$odd" --to 2040
clean 'a measure' explain --measure "$odd"
clean 'a family' reach --family "$odd"
clean 'a source' chart pyramid --source "$odd"
clean 'areas' ensemble "$work/two.csv" --area "$odd"
printf 'operation,value,note\ntfr,1.8,%s\n' "$odd" >"$work/plan$odd.csv"
for by in explain track nemuro 'report --trajectories 0' 'chart paths' control reach; do
    # shellcheck disable=SC2086 # words
    clean "a scenario of $by" $by --scenario "$work/plan$odd.csv"
done
clean 'a scenario' explain "$work/two.csv" --area T1 --scenario "$work/plan$odd.csv"
printf 'measure,year,value,note\ntotal,2040,8000,%s\n%s,2040,1,\n' "$odd" "$odd" >"$work/goals$odd.csv"
clean 'targets' report --targets "$work/goals$odd.csv" --trajectories 0
clean 'counts' track --observed "$work/$odd.csv"
clean 'controls' control --controls "$work/$odd.csv"
clean 'spreads' ensemble --spreads "$work/plan$odd.csv" --trajectories 5
clean 'blocks' ensemble --resume "$work/$odd.csv" --trajectories 5
clean 'an output' chart pyramid -o "$work/none/$odd.svg"

# ---- what a spreadsheet would run ----

two '"=HYPERLINK(""http://x"",""y"")"' '@SUM(A1)' >"$work/formula.csv"
run municipalities "$work/formula.csv" --to 2040
holds 'formulas have an apostrophe' '/^"?[=@+]/ || /,[=@+]/ { print } /^"\x27=HYPER.*,\x27@SUM/ { n++ }
    END { if (n < 5) print n + 0 " lines" }'
run municipalities "$work/formula.csv" --to 2040 --keep-formulas
holds '--keep-formulas' '/^"=HYPER.*,@SUM/ { n++ } END { if (n < 5) print n + 0 " lines" }'
run project "$work/formula.csv" --to 2040
cp "$work/out" "$work/again.csv"
run project "$work/again.csv" --to 2025 --reference U2 --area '=HYPERLINK("http://x","y")' --summary
verdict 'they are read again without it' "$([ "$status" -le 1 ] && grep -q 'no area' "$work/err" &&
    cat "$work/err")"

# ---- damaged blocks ----

all="ensemble $work/two.csv --area all --to 2040 --trajectories 5"
blocks=$work/blocks
# shellcheck disable=SC2086 # words
{
    run $all --resume "$blocks"
    cp "$work/out" "$work/want"
    cp "$blocks" "$work/whole"
    size=$(wc -c <"$blocks")
    # in the text of the first, in the size of the first, in the text of the last
    for at in 100 16 $((size - 50)); do
        cp "$work/whole" "$blocks"
        printf 'X' | dd of="$blocks" bs=1 seek="$at" conv=notrunc 2>/dev/null
        run $all --resume "$blocks"
        verdict "a byte damaged at $at: the same result" "$(cmp "$work/want" "$work/out" 2>&1)"
        verdict "a byte damaged at $at: a note" \
            "$(grep -q "note: $blocks: [0-9]* bytes are damaged" "$work/err" || cat "$work/err")"
        verdict "a byte damaged at $at: only its block is run again" \
            "$([ "$(wc -c <"$blocks")" -lt $((2 * size - 100)) ] || wc -c <"$blocks")"
    done
    cp "$work/whole" "$blocks"
    printf 'xxxxxxxxxx' >"$work/other"
    refuses 1 'not a file of finished areas' $all --resume "$work/other" -o "$work/new"
    verdict 'after an error nothing is left' "$(ls "$work" | grep -F new)"
}

# ---- files that are read a second time ----

# The pipe is opened when the table has been read.
page="report $work/town.csv --area U2 --to 2040 --trajectories 0 --scenario $work/pipe"
cp "$work/two.csv" "$work/town.csv"
mkfifo "$work/pipe"
# shellcheck disable=SC2086 # words
{
    printf 'operation,value\ntfr,1.8\n' >"$work/pipe" &
    run $page
    verdict 'a scenario of a pipe is read once' "$([ "$status" -eq 0 ] || cat "$work/err"
        grep -q '>pipe</th><td class="text">scenario</td><td class="minor">–<' "$work/out" || echo 'no row')"
    (rm "$work/town.csv" && printf 'operation,value\ntfr,1.8\n') >"$work/pipe" &
    refuses 1 "town.csv: cannot be read again: No such file or directory" $page
}
finish
