# shellcheck shell=sh
# SPDX-License-Identifier: GPL-3.0-or-later
# For tests by shell, run from the top of the tree: a folder $work that is removed at the end, and
# verdicts, which `finish` counts in the line "N passed, N failed".

work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

passed=0
failed=0

# verdict NAME PROBLEM: counts; there is no problem if it is empty.
verdict() {
    if [ -z "$2" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAILED %s: %s\n' "$1" "$2"
    fi
}

finish() {
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ]
}
