#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: manners.sh BUILD
#
# What all commands have in common: help, version, man pages, exit statuses, what is wrong with an option, a full disk, and what a terminal shows.

. tests/support/examples.sh
sources=examples/cohort

# options_of COMMAND: the options that its source, and what it joins, declare.
options_of() {
    source=$sources/commands/$1.c
    files=$source
    grep -qE 'source_([a-z]*_)?options' "$source" && files="$files $sources/inputs/source.c"
    for set in fan outlook; do
        grep -q "${set}_options" "$source" && files="$files $sources/answers/$set.c"
    done
    # shellcheck disable=SC2086 # words
    cat $files | tr '\n' ' ' | grep -oE '_?OPTION\( *"-[a-z-]*"' | grep -oE -- '-[a-z-]+'
    # shellcheck disable=SC2086
    cat $files | grep -q 'EXCEL_OPTION(' && echo --excel
    grep -q 'MEASURE_OPTION(' "$source" && echo --measure
    grep -q 'FAMILY_OPTION(' "$source" && echo --family
    echo --help
}

# lacks FILE OPTION...: those that a text does not have as words of their own.
lacks() {
    file=$1
    shift
    for option; do
        sed 's/\\f[BRI]//g; s/\\-/-/g' "$file" | grep -qE -- "(^|[ '])$option( |'|\$)" || echo "$option"
    done
}

# says NAME TEXT...: the last run ended with 0, without an error, and printed each text.
says() {
    what=$1
    shift
    problem=
    [ "$status" -eq 0 ] || problem="exit status $status"
    [ -s "$work/err" ] && problem="${problem:-on stderr: $(cat "$work/err")}"
    for part; do
        grep -qF -- "$part" "$work/out" || problem="${problem:-no \"$part\" in $(cat "$work/out")}"
    done
    verdict "$what" "$problem"
}

version=$(sed -nE 's/^.define COHORT_VERSION_(MAJOR|MINOR|PATCH) +//p' include/cohort/version.h |
    paste -sd.)
run --version
says 'cohort --version' "cohort (libcohort $version)" 'GPL-3.0-or-later'
run help
says 'cohort help' 'usage: cohort COMMAND' 'Commands:' 'COHORT_FIXTURES'
names=$(sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' "$work/out")
verdict 'a command is a file' "$(for file in "$sources"/commands/*.c; do basename "$file" .c; done |
    sort | { echo "$names" | sort | diff - /dev/fd/3; } 3<&0)"
cp "$work/out" "$work/help"
run --help
verdict 'cohort --help is cohort help' "$(diff "$work/help" "$work/out")"
run -h
verdict 'cohort -h is cohort help' "$(diff "$work/help" "$work/out")"
refuses 2 'usage: cohort COMMAND' ''
refuses 2 '"projct": no command of that name: did you mean project?' projct
refuses 2 '"x": no command of that name' help x

mkdir "$work/man"
sh "$sources/man/write.sh" "$cohort" "$work/man"
for page in "$work"/man/*.1; do
    verdict "${page##*/} is up to date (make man)" "$(diff "$page" "$sources/man/${page##*/}" 2>&1)"
done

for name in $names; do
    run "$name" --help
    says "$name --help" "usage: cohort $name " 'Exit status:' '  2  the command line'
    cp "$work/out" "$work/help"
    cat "$work/help" >>"$work/helps"
    run "$name" -h
    verdict "$name -h is $name --help" "$(diff "$work/help" "$work/out")"
    # shellcheck disable=SC2046 # words
    verdict "$name --help has every option" "$(lacks "$work/help" $(options_of "$name"))"
    verdict "$name --help fits a terminal" "$(grep -E '^.{81}' "$work/help" | grep -v '^usage\|^      *[^ ]*$')"
    run help "$name"
    verdict "help $name" "$(diff "$work/help" "$work/out")"
    # shellcheck disable=SC2046
    verdict "cohort-$name(1) has every option" "$(lacks "$sources/man/cohort-$name.1" $(options_of "$name"))"
    refuses 2 '--hlep: unknown option: did you mean --help?' "$name" --hlep
    refuses 2 'usage: ' "$name" --speeed-of-light
    refuses 2 '--help takes no value' "$name" --help=yes
done
# Beside them --version, and pkg-config's.
echo ' --version --cflags --libs --static ' >>"$work/helps"
for page in lib/doc/*.md lib/doc/ja/*.md; do
    # shellcheck disable=SC2046 # words
    verdict "$page names options that there are" "$(lacks "$work/helps" \
        $(grep -oE -- '(^|[^-a-z])--[a-z][-a-z]*' "$page" | grep -oE -- '--.*' | sort -u))"
done
for page in --version help '--help' 'help project' 'project --help'; do
    # shellcheck disable=SC2086 # words
    "$cohort" $page >/dev/full 2>"$work/err"
    verdict "cohort $page to a full disk" "$([ $? -eq 1 ] || echo 'not exit status 1'
        grep -vxF 'error: standard output: cannot be written: No space left on device' "$work/err")"
done

# ---- what is wrong with an option ----

refuses 2 'error: --sumary: unknown option: did you mean --summary?' project x.csv --sumary
refuses 2 '--summary takes no value' project x.csv --summary=1
refuses 2 '--to is without its value: expected a year, such as 2040' project x.csv --to
refuses 2 '--to is without its value' project x.csv --to --summary
refuses 2 '--to: "": expected a year' project x.csv --to=
refuses 2 '--convention: "wpp": expected ipss, wpp-even or wpp-end' project x.csv --convention=wpp
refuses 2 '-o is without its value: expected OUT.csv' project x.csv -o
refuses 2 '--lever: "womn": expected tfr, suppression, families or women' reach --lever womn
refuses 2 'expected a whole number, 0 to 9999' municipalities x.csv --threads 1.5
refuses 2 '"x": one argument too many' nemuro x
refuses 2 'more than 16 files' project 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17
refuses 1 '--help: cannot be opened' project -- --help
refuses 2 'cohort project --help says more' project

# both NAME COMMAND OPTION VALUE ARGUMENT...: a value behind a blank and behind `=` are the same.
both() {
    name=$1 option=$2 value=$3
    shift 3
    run "$name" "$@" "$option" "$value"
    cp "$work/out" "$work/want"
    cp "$work/err" "$work/said"
    run "$name" "$@" "$option=$value"
    verdict "$name $option=$value" "$([ "$status" -eq 0 ] || echo "exit status $status"
        cmp "$work/want" "$work/out" 2>&1; cmp "$work/said" "$work/err" 2>&1)"
}
both project --to 2050 fixtures/ipss2018.csv
both municipalities --to 2050 fixtures/ipss2018.csv
both explain --measure women_20_39
both reach --goal -0.5 --measure women/total
both track --dates 01-01
both nemuro --scenario tests/scenario.csv
both ensemble --migration 0.1,0.5 --trajectories 20
both backtest --fit-on odd

# ---- a full disk ----

for call in nemuro 'nemuro --csv' 'nemuro --summary' control 'control --csv' explain reach \
    track 'project fixtures/wpp2024_japan.csv' 'project fixtures/wpp2024_japan.csv --summary' \
    'municipalities fixtures/ipss2018.csv' 'backtest' \
    'backtest --csv' 'ensemble --trajectories 100' 'nemuro --write-scenario -' \
    'report fixtures/ipss2018.csv --area 01692 --trajectories 0' 'chart pyramid'; do
    # shellcheck disable=SC2086 # words
    "$cohort" $call >/dev/full 2>"$work/err"
    verdict "$call to a full disk" "$([ $? -eq 1 ] || echo 'not exit status 1')"
done
for program in hello targets fertility intervals goal split table chart nemuro 'nemuro --csv' \
    'scenario 01691 0.1'; do
    # shellcheck disable=SC2086 # words
    "$build"/examples/$program >/dev/full 2>"$work/err"
    verdict "$program to a full disk" "$([ $? -eq 1 ] || echo 'not exit status 1')"
done

# ---- on a terminal: colours, and bars that are gone at the end ----

if ! script -qec true /dev/null >"$work/out" 2>&1 </dev/null; then
    echo 'skipped: terminals, as there is no command script that makes one'
    finish
    exit
fi

escape=$(printf '\033')
red="${escape}[31merror:${escape}[0m no INPUT.csv"
dim="${escape}[2mnote: fixtures/ipss2018.csv has only populations"

# shows NAME WANTED SETTINGS COMMAND: the terminal shows a text; !TEXT: it does not.
shows() {
    env -u NO_COLOR TERM=xterm sh -c "$3 script -qec \"$cohort $4\" /dev/null" \
        >"$work/out" 2>&1 </dev/null
    case $2 in
    !*) grep -qF -- "${2#!}" "$work/out" && problem=$(cat -v "$work/out") || problem= ;;
    *) grep -qF -- "$2" "$work/out" && problem= || problem=$(cat -v "$work/out") ;;
    esac
    verdict "$1" "$problem"
}
project='project fixtures/ipss2018.csv -o /dev/null'
shows 'errors are red on a terminal' "$red" '' project
shows 'not with NO_COLOR' "!${escape}[31m" NO_COLOR=1 project
shows 'but with an empty one' "$red" NO_COLOR= project
shows 'not on a dumb terminal' "!$escape" TERM=dumb project
shows 'nor without a name of it' "!$escape" TERM= project
shows 'nor in a file' "!$escape" '' "project 2>$work/err"
verdict 'an error in a file is plain' "$(grep -qxF 'error: no INPUT.csv' "$work/err" || cat -v "$work/err")"
shows 'notes are dim on a terminal' "$dim" '' "$project"
shows 'notes are plain with NO_COLOR' "!${escape}[2m" NO_COLOR=1 "$project"

# bar NAME COMMAND: it is drawn, full at last, and gone at the end; not on a dumb terminal.
bar() {
    shows "$1 has a bar" '[########################################] ' '' "$2"
    verdict "$1 takes its bar away" "$(tr -d '\r\n' <"$work/out" | grep -oE '\[#* *\] [^]]*$' |
        grep -vF "${escape}[K")"
    shows "$1 has no bar on a dumb terminal" '!#####' TERM=dumb "$2"
}
bar project "$project"
bar municipalities "municipalities fixtures/ipss2018.csv -o /dev/null"
bar ensemble 'ensemble --trajectories 500 -o /dev/null'
bar 'ensemble --resume' "ensemble --trajectories 500 --resume $work/blocks -o /dev/null"
bar report 'report fixtures/ipss2018.csv --area 01692 --trajectories 500 -o /dev/null'
bar backtest 'backtest --csv'
shows 'an error stands on a line of its own' "${escape}[K${escape}[31merror:${escape}[0m" '' \
    'project fixtures/ipss2018.csv --to 2071 -o /dev/null'

finish
