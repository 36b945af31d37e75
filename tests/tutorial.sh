#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: sh tests/tutorial.sh BUILD [--update]     from the top of the tree
#
# Does what the tutorial and the first page in Japanese say: runs each of a page's blocks of commands
# (```sh), one after the other, in a folder that has build, fixtures and lib, and compares what they
# print with the block of text behind (```text).  A quoted line of the page (> ...) has to stand in a
# report that it makes.  --update writes the blocks of text anew.  Ends with the line "N passed, N failed".

. tests/support/verdict.sh
mkdir "$work/place"
ln -s "$(cd "$1" && pwd)" "$work/place/build"
ln -s "$PWD/fixtures" "$PWD/lib" "$work/place"

# follow PAGE [--update]
follow() {
    page=$1
    blocks=$work/$(echo "$page" | tr / -)
    mkdir "$blocks"
    # The page's blocks: N.sh, and N.text if there is one behind it.
    awk -v folder="$blocks" '
        /^```sh$/ { file = folder "/" ++count ".sh"; next }
        /^```text$/ { file = folder "/" count ".text"; printf "" > file; next }
        /^```$/ { if (file) close(file); file = ""; next }
        file { print > file }
        END { print count > (folder "/count") }' "$page"

    number=1
    while [ "$number" -le "$(cat "$blocks/count")" ]; do
        block=$blocks/$number
        (cd "$work/place" && LC_ALL=C sh -e "$block.sh") >"$block.out" 2>"$block.err" </dev/null
        status=$?
        name="$page, commands $number: $(head -n 1 "$block.sh")"
        problem=$(sed '/^note: /d' "$block.err")
        [ "$status" -eq 0 ] || problem="exit status $status $problem"
        verdict "$name" "$problem"
        if [ -f "$block.text" ]; then
            verdict "$name: what it prints" "$([ "$2" = --update ] || diff "$block.text" "$block.out")"
        else
            verdict "$name: it prints nothing" "$(head -n 3 "$block.out")"
        fi
        number=$((number + 1))
    done
    verdict "$page has commands" "$([ "$number" -gt 4 ] || echo "only $((number - 1))")"

    if [ "$2" = --update ]; then
        awk -v folder="$blocks" '
            /^```sh$/ { count++ }
            /^```text$/ {
                print
                file = folder "/" count ".out"
                while ((getline line < file) > 0) print line
                skip = 1
                next
            }
            /^```$/ { skip = 0 }
            !skip' "$page" >"$work/page" && cat "$work/page" >"$page"
    fi

    sed -n 's/^> //p' "$page" >"$blocks/quoted"
    while read -r line; do
        verdict "$page quotes a report" \
            "$(grep -qF -- "$line" "$work"/place/*.html || echo "not in it: $line")"
    done <"$blocks/quoted"
}

follow lib/doc/tutorial.md "$2"
follow lib/doc/ja/README.md "$2"

finish
