#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: sh tests/examples/chart.sh BUILD [--update]     from the top of the tree
#
# Pictures, and the gallery.
. tests/support/examples.sh

gallery=examples/gallery
towns='fixtures/ipss2018.csv fixtures/japan.csv --reference 00000'

# draws NAME TEXT PROGRAM ARGUMENT...: what it prints is a picture with TEXT in it, well-formed as
# far as there is something to tell.
draws() {
    name=$1 text=$2
    shift 2
    run "$@"
    problem=
    [ "$status" -eq 0 ] || problem="exit status $status, $(cat "$work/err")"
    [ -s "$work/err" ] && problem="${problem:-on stderr: $(cat "$work/err")}"
    grep -qF -- "$text" "$work/out" || problem="${problem:-no \"$text\"}"
    if [ -z "$problem" ] && command -v xmllint >/dev/null; then
        problem=$(xmllint --noout "$work/out" 2>&1)
    fi
    verdict "chart: $name" "$problem"
}

# The gallery is what is drawn now.
mkdir "$work/gallery"
sh "$gallery/draw.sh" "$cohort" "$work/gallery" 2>"$work/err"
verdict 'the gallery is drawn' "$(cat "$work/err")"
[ "$UPDATE" = 1 ] && cp "$work/gallery"/*.svg "$gallery"
for picture in "$work/gallery"/*.svg; do
    verdict "the gallery's ${picture##*/} is up to date (make gallery)" \
        "$(cmp "$picture" "$gallery/${picture##*/}" 2>&1)"
done
verdict 'the gallery has all pictures, small ones' \
    "$([ "$(find "$gallery" -name '*.svg' ! -name 'convention-*' -size -60k | wc -l)" -eq 10 ] ||
        ls -l "$gallery")"

for kind in pyramid paths fan bars areas; do
    draws "$kind at 340 pixels" "lang='en'" chart $kind --lang en --width 340
    # shellcheck disable=SC2086 # words
    draws "$kind of files" libcohort chart $kind $towns --to 2050 --scenario tests/scenario.csv \
        $([ $kind = areas ] || echo --area 01691)
done
draws 'the path has the name of its scenario' '>scenario<' chart paths --scenario \
    tests/scenario.csv --lang en
# shellcheck disable=SC2086 # words
draws 'what was counted' '国勢調査' chart paths $towns --area 01223 \
    --observed fixtures/observed.csv --lang ja
draws 'another year' 'population by age and sex, 2015 and 2040' chart pyramid --year 2040 --lang en
draws 'the first year alone' '>Men<' chart pyramid --year 2015 --lang en

# Years: one alone, one between dates, and what a path is set against.
draws 'one date alone' 'population by age and sex, 2015<' chart pyramid --year 2015 --lang en
draws 'a year between dates' '>2033 (city’s path, interpolated)<' chart pyramid --year 2033 --lang en
draws 'a year between dates, in Japanese' '>2033年（市の計画、補間）<' chart pyramid --year 2033 \
    --lang ja
draws 'the plan against the baseline' '>2040 (IPSS baseline)<' chart pyramid --year 2040 \
    --against baseline --lang en
draws 'where it begins' '>2015<' chart pyramid --against start --lang en
sed '/add_migrants/d' tests/scenario.csv >"$work/second.csv"
draws 'two plans against each other' '>2060 (second)<' chart pyramid --scenario tests/scenario.csv \
    --scenario "$work/second.csv" --lang en

# A path looks the same wherever it is drawn: the baseline, the first scenario, the second.
for kind in paths fan; do
    draws "$kind: three paths" libcohort chart $kind --scenario tests/scenario.csv \
        --scenario "$work/second.csv" --lang en
    for look in "#6e6e6e' stroke-width='2.5' stroke-dasharray='6 4'" \
        "#0072b2' stroke-width='2.5' stroke-linejoin" \
        "#d55e00' stroke-width='2.5' stroke-dasharray='2.5 2.5'"; do
        verdict "$kind: a path is $look" "$(grep -cF -- "$look" "$work/out" | sed '/^[1-9]/d')"
    done
done
verdict 'the fan has the baseline' "$(grep -cF '>8,358<' "$work/gallery/nemuro-fan.svg" | sed '/^[1-9]/d')"

# Rates of Japan: as far as a vision looks. Names: areas.csv has the English one.
grep -E '^area|,population,' fixtures/ipss2018.csv >"$work/five.csv"
awk -F, 'BEGIN { print "code,name,sex,age,2015,2020" }
    $1 == "01692" && $3 == 2015 { then[$4 $5] = $6 }
    $1 == "01692" && $3 == 2020 { print $1 ",中標津町," $4 "," $5 "," then[$4 $5] "," $6 }' \
    "$work/five.csv" >"$work/wide.csv"
# noted NAME TEXT PROGRAM ARGUMENT...: the same of a picture with a note on standard error.
noted() {
    name=$1 text=$2
    shift 2
    run "$@"
    grep -qF 'rates are derived with those of Japan' "$work/err" || status="$status, no note"
    verdict "chart: $name" "$(grep -qF -- "$text" "$work/out" || echo "$status, no \"$text\"")"
}
noted 'areas to 2060' 'by area, 2015–2060' chart areas "$work/five.csv" --lang en
noted 'areas have a source' '>five.csv; own' chart areas "$work/five.csv" --lang en
for kind in paths areas; do
    noted "$kind: a name in English" 'Nakashibetsu' chart $kind "$work/wide.csv" --lang en
    noted "$kind: a name in Japanese" '中標津町' chart $kind "$work/wide.csv" --lang ja
done
grep -E '^area|^01692' "$work/five.csv" | sed 's/,[0-9.]*$/,0/' >"$work/nobody.csv"
refuses 1 'population 1 "2060 (baseline)": there is nobody to draw' chart pyramid "$work/nobody.csv" \
    --lang en
run report "$work/nobody.csv" --trajectories 0 --lang en
verdict 'a report of nobody' "$([ "$status" -eq 0 ] && grep -q 'no pyramid' "$work/out" ||
    { echo "exit status $status" && cat "$work/err"; })"

# What is not defined where nobody lives is a dash, or an empty place, not a number of C's.
printf '%s\n' operation,value,age_from,age_to tfr,1.8,, add_migrants,20,25,34 >"$work/founded.csv"
printf '%s\n' area,variable,year,sex,age,value 01692,census,2020,both,all,0 >"$work/none.csv"
sed '/^01692/s/,[0-9.]*$/,0/' "$work/five.csv" >"$work/but-one.csv"
defined() {
    run "$@"
    verdict "nobody: $1 $(echo "$*" | grep -o -- '--csv$')" "$([ "$status" -eq 0 ] || cat "$work/err"
        grep -niE '(^|[^a-z])[-+]?(nan|inf)([^a-z]|$)' "$work/out" | head -3)"
}
defined project "$work/nobody.csv" --to 2060 --summary
defined explain "$work/nobody.csv" --scenario "$work/founded.csv"
defined explain "$work/nobody.csv" --scenario "$work/founded.csv" --csv
defined report "$work/nobody.csv" --scenario "$work/founded.csv" --trajectories 0 --lang en
defined track "$work/nobody.csv" --scenario "$work/founded.csv" --observed "$work/none.csv"
defined control "$work/but-one.csv" --to 2045

# The language is the environment's, unless it is said.
for setting in 'ja_JP.UTF-8|de|de|人' 'C|ja|ja|persons' '|ja_JP|C|人' '||ja|人' '||C|persons' \
    '|||persons'; do
    text=${setting##*|}
    LC_ALL=$(echo "$setting" | cut -d'|' -f1) LC_MESSAGES=$(echo "$setting" | cut -d'|' -f2) \
        LANG=$(echo "$setting" | cut -d'|' -f3) "$cohort" chart pyramid >"$work/out" 2>"$work/err"
    verdict "chart in $setting" \
        "$(grep -qF ">$text<" "$work/out" || { cat "$work/err" && echo 'another language'; })"
done

refuses 2 'chart --help' chart
refuses 2 'expected pyramid' chart pie
refuses 2 'no KIND: expected pyramid, paths, fan, bars or areas' chart --lang ja
refuses 2 'expected en or ja' chart pyramid --lang de
refuses 2 '--width' chart pyramid --width 100
refuses 2 '--height' chart pyramid --height 1e9
refuses 2 '--height: expected 0, or 240 to 4000' chart pyramid --height 100
refuses 2 '--unknown' chart pyramid --unknown
refuses 2 'there is no difference' chart bars fixtures/ipss2018.csv
two="--scenario tests/scenario.csv --scenario $work/second.csv"
# shellcheck disable=SC2086 # words
{
    refuses 2 'bars: one --scenario' chart bars $two
    refuses 2 'areas: one --scenario' chart areas $two
    refuses 2 'without --against' chart pyramid $two --against baseline
    refuses 2 'pyramid: two --scenario' chart pyramid $two --scenario tests/scenario.csv
}
refuses 2 '--year belongs to the pyramid' chart paths --year 2040
refuses 2 '--against belongs to the pyramid' chart fan --against start
refuses 2 'no other path' chart pyramid fixtures/ipss2018.csv --against baseline
refuses 1 'missing.csv' chart areas missing.csv
refuses 1 'this chart needs' chart areas --height 240
echo old >"$work/old.svg"
refuses 1 'year 1900: expected a year, 2015 to 2060' chart pyramid --year 1900 --lang en -o "$work/old.svg"
verdict 'a picture that fails leaves the old one' "$(echo old | cmp - "$work/old.svg" 2>&1)"
mkdir "$work/place" "$work/place/taken"
refuses 1 "$work/place/none/a.svg" chart pyramid -o "$work/place/none/a.svg"
refuses 1 "$work/place/taken" chart pyramid -o "$work/place/taken"

# Of the areas those of --area, in its order.
# shellcheck disable=SC2086 # words
run chart areas $towns --area 別海町,根室 --lang en
order=$(grep -o '>\(Nemuro\|Betsukai\|Nakashibetsu\|Shibetsu\|Rausu\)<' "$work/out" | tr -d '\n')
verdict 'areas that are asked for' "$([ "$order" = '>Betsukai<>Nemuro<' ] || echo "$order, $(cat "$work/err")")"

# The picture of areas says under which scenario they are.
run chart areas --scenario tests/scenario.csv --lang en
verdict 'a scenario is named' "$([ "$(grep -c 'scenario.csv' "$work/out")" -ge 2 ] || echo 'not named')"

finish
