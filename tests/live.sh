#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: live.sh BUILD   (after `make live`)
#
# The live page in the browsers that are here, Chromium and Firefox, without a network: the same
# figures as the program's, files, what a planner does, looks, time. Says what it leaves out.
# Times (the best of three rounds) stand beside their budgets. They are the machine's, too, and fail
# nothing, unless they are asked for by themselves (LIVE_PARTS=time). LIVE_PICTURES=DIR keeps
# pictures of the screen.

build=$(cd "$1" && pwd) || exit 2
page=$build/live/cohort.html
export COHORT_FIXTURES="$PWD/fixtures" LC_ALL=C.UTF-8 # names of files

leave_out() { echo "left out: the live page: $1" && echo '0 passed, 0 failed' && exit 0; }
[ -f "$page" ] || leave_out "no $page (make live)"
command -v node >/dev/null || leave_out 'no node'
work=$build/live/test
mkdir -p "$work/node_modules"
# Debian's Firefox answers to this version (by WebDriver BiDi), not to later ones.
if ! [ -d "$work/node_modules/axe-core" ]; then
    (cd "$work" && npm install --no-audit --no-fund --prefix . \
        playwright-core@1.58.2 axe-core@4 >npm.log 2>&1) ||
        leave_out 'playwright-core and axe-core cannot be installed by npm'
fi

passed=0 failed=0
size=$(wc -c <"$page")
echo "   size: $size bytes (budget 1500000)"
if [ "$size" -le 1500000 ]; then passed=1; else failed=1; fi

# tried PAGE BROWSER: what live.mjs finds, in $work/BROWSER.log; its files are in $work/BROWSER
tried() {
    log=$work/$2.log
    mkdir -p "$work/$2"
    executable=$(command -v "$2-esr" || command -v "$2") ||
        { printf 'left out: no %s\n0 passed, 0 failed\n' "$2" >"$log" && return; }
    node tests/live.mjs "$1" "$build/cohort" "$2" "$executable" "$work/$2" >"$log" 2>&1
}
# counted BROWSER: shown, and added
counted() {
    cat "$work/$1.log"
    counts=$(sed -nE 's/^([0-9]+) passed, ([0-9]+) failed$/\1 \2/p' "$work/$1.log" | tail -n 1)
    counts=${counts:-0 1}
    passed=$((passed + ${counts% *})) failed=$((failed + ${counts#* }))
}
# Both at once, but for the times.
asked=$LIVE_PARTS
if [ "$asked" != time ]; then
    export LIVE_WITHOUT=time
    tried "$page" firefox &
    tried "$page" chromium
    wait
    counted chromium
    counted firefox
fi
case ${asked:-time} in *time*)
    export LIVE_PARTS=time LIVE_WITHOUT=
    [ "$asked" != time ] || export LIVE_STRICT=1
    for browser in chromium firefox; do
        tried "$page" $browser
        counted $browser
    done
    ;;
esac

# The page that is kept is this one, or shows the same figures.
kept=$PWD/examples/web/cohort.html
if cmp -s "$page" "$kept"; then
    echo 'ok: the kept page is this one' && passed=$((passed + 1))
else
    echo "   $kept was built from other sources: its figures"
    export LIVE_PARTS=compareFigures
    tried "$kept" chromium
    counted chromium
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
