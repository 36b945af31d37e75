#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: sh tests/tutorial.sh BUILD [--update]     from the top of the tree
#
# Does what lib/doc/tutorial.md says: runs each of its blocks of commands (```sh), one after the
# other, in a folder that has build and fixtures, and holds what they print against the block of text
# behind (```text).  --update writes these blocks anew.  Ends with the line "N passed, N failed".

page=lib/doc/tutorial.md
. tests/support/verdict.sh
mkdir "$work/place" "$work/blocks"
ln -s "$(cd "$1" && pwd)" "$work/place/build"
ln -s "$PWD/fixtures" "$work/place/fixtures"


# The page's blocks: N.sh, and N.text if there is one behind it.
awk -v folder="$work/blocks" '
    /^```sh$/ { file = folder "/" ++count ".sh"; next }
    /^```text$/ { file = folder "/" count ".text"; printf "" > file; next }
    /^```$/ { if (file) close(file); file = ""; next }
    file { print > file }
    END { print count > (folder "/count") }' "$page"

number=1
while [ "$number" -le "$(cat "$work/blocks/count")" ]; do
    block=$work/blocks/$number
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
verdict "$page has commands" "$([ "$number" -gt 5 ] || echo "only $number")"

if [ "$2" = --update ]; then
    awk -v folder="$work/blocks" '
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

finish
