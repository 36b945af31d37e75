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
sh "$gallery/draw.sh" "$programs" "$work/gallery" 2>"$work/err"
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

# The language is the environment's, unless it is said.
for setting in 'ja_JP.UTF-8|de|de|人' 'C|ja|ja|persons' '|ja_JP|C|人' '||ja|人' '||C|persons' \
    '|||persons'; do
    text=${setting##*|}
    LC_ALL=$(echo "$setting" | cut -d'|' -f1) LC_MESSAGES=$(echo "$setting" | cut -d'|' -f2) \
        LANG=$(echo "$setting" | cut -d'|' -f3) "$programs/chart" pyramid >"$work/out" 2>"$work/err"
    verdict "chart in $setting" \
        "$(grep -qF ">$text<" "$work/out" || { cat "$work/err" && echo 'another language'; })"
done

refuses 2 'chart --help' chart
refuses 2 'expected pyramid' chart pie
refuses 2 'no KIND' chart --lang ja
refuses 2 'expected en or ja' chart pyramid --lang de
refuses 2 '--width' chart pyramid --width 100
refuses 2 '--height' chart pyramid --height 1e9
refuses 2 '--unknown' chart pyramid --unknown
refuses 2 'there is no difference' chart bars fixtures/ipss2018.csv
refuses 2 'all of them are drawn' chart areas fixtures/ipss2018.csv --area 01223
refuses 1 'missing.csv' chart areas missing.csv
refuses 1 'to be drawn takes' chart areas --height 240
echo old >"$work/old.svg"
refuses 1 'year' chart pyramid --year 1900 -o "$work/old.svg"
verdict 'a picture that fails leaves the old one' "$(echo old | cmp - "$work/old.svg" 2>&1)"
mkdir "$work/place" "$work/place/taken"
refuses 1 "$work/place/none/a.svg" chart pyramid -o "$work/place/none/a.svg"
refuses 1 "$work/place/taken" chart pyramid -o "$work/place/taken"

finish
