# shellcheck shell=sh
# SPDX-License-Identifier: GPL-3.0-or-later
# For tests of the examples, which are run from the top of the tree:
#
#     sh tests/examples/NAME.sh BUILD [--update]
#
# They run BUILD/cohort and the programs in BUILD/examples, and end with the line "N passed, N failed".  --update (or
# UPDATE=1) writes the files of examples/expected anew instead of comparing.

[ "$2" = --update ] && UPDATE=1
build=$(cd "$1" && pwd) || exit 2
cohort=$build/cohort
expected=examples/expected
. tests/support/verdict.sh

# run COMMAND ARGUMENT...: runs a command of cohort, or examples/NAME, on $input if there is such a file; sets $status, and leaves
# out and err in $work.
run() {
    case $1 in
    examples/*) program=$build/$1 && shift ;;
    *) program=$cohort ;;
    esac
    "$program" "$@" >"$work/out" 2>"$work/err" <"${input:-/dev/null}"
    status=$?
}

# steady FILE: its text without what differs among compilers: the size of a fit's last rounding.
steady() {
    sed 's/largest miss [0-9.e+-]* persons/largest miss ~ persons/' "$1"
}

# unexpected_notes: what the last run said on stderr besides what given rates add up to, or that this is not said once.
unexpected_notes() {
    grep -v '^note: [^ ]*, rates of ' "$work/err"
    [ "$(grep -c '^note: [^ ]*, rates of ' "$work/err")" = 1 ] || echo 'not once: what given rates add up to'
}

# prints NAME COMMAND ARGUMENT...: succeeds, and prints expected/NAME.txt, which ends with its notes, if there are any.
prints() {
    name=$1
    shift
    run "$@"
    problem=
    [ "$status" -eq 0 ] || problem="exit status $status, $(cat "$work/err")"
    { steady "$work/out" && cat "$work/err"; } >"$work/printed"
    if [ "$UPDATE" = 1 ] && [ -z "$problem" ]; then
        cp "$work/printed" "$expected/$name.txt"
    elif [ -z "$problem" ] && ! diff "$expected/$name.txt" "$work/printed" >"$work/diff" 2>&1; then
        problem="differs from examples/expected/$name.txt (< expected, > printed)
$(cat "$work/diff")"
    fi
    verdict "$*" "$problem"
}

# refuses STATUS TEXT COMMAND ARGUMENT...: ends with STATUS, prints nothing, and says TEXT on stderr.
refuses() {
    want=$1 text=$2
    shift 2
    run "$@"
    problem=
    [ "$status" -eq "$want" ] || problem="exit status $status, not $want"
    [ -s "$work/out" ] && problem="${problem:-something on stdout}"
    grep -qF -- "$text" "$work/err" ||
        problem="${problem:-on stderr \"$(cat "$work/err")\", without \"$text\"}"
    verdict "$*" "$problem"
}

# holds NAME PROGRAM: an awk program on $work/out that prints what is wrong.
holds() {
    verdict "$1" "$([ "$status" -eq 0 ] || cat "$work/err"; awk -F, "$2" "$work/out")"
}

# long_and_wide LONG WIDE: the table of fixtures/ipss2018.csv with names, in both layouts: a value a
# row, and a date a column.
long_and_wide() {
    awk -F, -v OFS=, 'NR == FNR { name[$1] = $2; next }
        { print $0, FNR == 1 ? "name" : name[$1] }' fixtures/areas.csv fixtures/ipss2018.csv >"$1"
    awk -F, -v OFS=, -v wide="$2" '
        NR == 1 { next }
        { line = $1 ",," $7 "," ($4 == "male" ? "M" : "F") "," ($5 ~ /[+]/ ? $5 : $5 "-" ($5 + 4)) }
        !(line in cells) { lines[++n] = line }
        $1 == "01223" && $4 == "male" && $5 == 0 { header = header "," $3 }
        { cells[line] = cells[line] "," $6 }
        END {
            print "code,pref,name,sex,age" header >wide
            for (i = 1; i <= n; i++) print lines[i] cells[lines[i]] >wide
        }' "$1"
}
