#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: dist.sh BUILD
#
# What is released, twice, and once more from what it wrote: the same bytes. It has what a packager
# looks for. After `make live windows`, the ZIP for Windows, too. Ends with "N passed, N failed".

build=$(realpath "${1:-build}")
cd "$(dirname "$0")/.." || exit 2
. tests/support/verdict.sh
run_make() { MAKEFLAGS='' make -s --no-print-directory NO_INSTALL=1 "$@" >"$work/log" 2>&1 || cat "$work/log"; }

goal=dist
if [ -x "$build/windows/cohort.exe" ] && [ -f "$build/live/cohort.html" ] && command -v zip >/dev/null; then
    goal=windows-zip
else
    echo 'left out: the ZIP (make live windows; zip)'
fi
mkdir "$work/once"
verdict "make $goal" "$(run_make $goal BUILD="$build")"
cp "$build"/libcohort-*.tar.gz "$build"/cohort-*-windows.zip "$work/once" 2>/dev/null
verdict "make $goal, again" "$(run_make $goal BUILD="$build")"
for first in "$work"/once/*; do
    verdict "$(basename "$first") is the same" "$(cmp "$first" "$build/$(basename "$first")" 2>&1)"
done
first=$(ls "$work"/once/libcohort-*.tar.gz)
tar -xzf "$first" -C "$work"
top=$work/$(basename "$first" .tar.gz)
verdict 'make dist, from what it wrote' "$(cd "$top" && run_make dist)"
verdict 'it is the same, too' "$(cmp "$first" "$top/build/$(basename "$first")" 2>&1)"
# links FOLDER [PAGE]: those of pages, to other files
links() {
    # shellcheck disable=SC2086 # all pages, or one
    grep -oh 'href="[^"#:]*["#]' "$1"/${2:-*}.html | sed 's/href="//; s/["#]$//' | sort -u |
        (cd "$1" && while read -r to; do [ -e "./$to" ] || echo "$to"; done)
}
for file in Makefile README.md COPYING lib/doc/CHANGELOG.md lib/doc/html/index.html lib/doc/html/cohort.1.html \
    lib/doc/html/libcohort.3.html examples/python/cohort/__init__.py fixtures/japan.csv; do
    verdict "it has $file" "$([ -s "$top/$file" ] || echo none)"
done
verdict 'its pages lead to one another' "$(links "$top/lib/doc/html")"
verdict 'the newest entry of the CHANGELOG is of this version' \
    "$(grep -m 1 '^## ' lib/doc/CHANGELOG.md | grep -q "^## $(basename "$top" | sed 's/.*-//')\b" || echo other)"
verdict 'the citation is of this version' "$(grep -qF "version = {${top##*-}}" lib/doc/cite.md || echo other)"
# soname VERSION: what `make` would call the library
soname() { make -pn NO_INSTALL=1 VERSION="$1" help | sed -n 's/^SONAME := //p'; }
verdict 'the rule of the SONAME' "$(printf '%s\n' libcohort.so.0.7 libcohort.so.1 libcohort.so.12 >"$work/rule"
    for version in 0.7.3 1.2.3 12.0.1; do soname $version; done | diff "$work/rule" -)"
verdict 'no page names this machine' "$(grep -rlF "$(pwd)" "$top" | head -n 3)"
if [ $goal = windows-zip ]; then
    zip=$(ls "$build"/cohort-*-windows.zip)
    name=$(basename "$zip" .zip)
    zip -sf "$zip" | sed "s|^ *$name/||" >"$work/list"
    for file in cohort.exe libcohort-0.*.dll libcohort.dll.a cohort.def include/cohort/cohort.h cohort.html start-ja.html \
        README.txt html/index.html html/scenarios.html html/tables.html betsukai.csv plan.csv html/cohort.1.html html/libcohort.3.html fixtures/japan.csv licences/sources.txt; do
        verdict "$name has $file" "$(grep -qx "$file" "$work/list" || echo none)"
    done
    verdict 'its pages lead to one another' "$(links "$build/zip/$name/html"; links "$build/zip/$name" start-ja)"
    verdict 'its README begins for planners, and names what it has' "$(head -n 20 "$build/zip/$name/README.txt" >"$work/readme"
        grep -q 'start-ja.html をダブルクリック' "$work/readme" || echo 'not first'
        sed -n 's/^  \([a-z-]*[.a-z]*\)  .*/\1/p' "$work/readme" | while read -r file; do
            [ -e "$build/zip/$name/$file" ] || echo "no $file"; done)"
    verdict 'its first page is of what it has' "$(start=$build/zip/$name/start-ja.html
        for page in cohort.html html/scenarios.html html/tables.html html/cohort.1.html README.txt; do
            grep -q "href=\"$page\"" "$start" || echo "no $page"
        done
        grep -n '| head' "$start"; grep -n 'make live\|build/cohort' "$start")"
    if command -v wine >/dev/null; then
        "$build/cohort" nemuro --summary >"$work/native"
        verdict 'its program finds its tables' "$(cd "$build/zip/$name" && WINEDEBUG=-all WINEPREFIX="$build/wine" \
            wine cohort.exe nemuro --summary 2>"$work/wine" | diff "$work/native" - || cat "$work/wine")"
    fi
    verdict 'no page of it names this machine' "$(grep -rlF "$(pwd)" "$build/zip/$name" | head -n 3)"
fi
finish
