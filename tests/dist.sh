#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: dist.sh BUILD
#
# `make dist` twice, and once more from what it wrote: the same bytes. It has what a packager looks
# for. Ends with "N passed, N failed".

build=$(realpath "${1:-build}")
cd "$(dirname "$0")/.." || exit 2
. tests/support/verdict.sh
run_make() { MAKEFLAGS='' make -s --no-print-directory NO_INSTALL=1 "$@" >"$work/log" 2>&1 || cat "$work/log"; }

verdict 'make dist' "$(run_make dist BUILD="$build")"
first=$(ls "$build"/libcohort-*.tar.gz)
cp "$first" "$work/first.tar.gz"
verdict 'make dist, again' "$(run_make dist BUILD="$work/again")"
verdict 'it is the same' "$(cmp "$first" "$work/again/$(basename "$first")" 2>&1)"
tar -xzf "$first" -C "$work"
top=$work/$(basename "$first" .tar.gz)
verdict 'make dist, from what it wrote' "$(cd "$top" && run_make dist)"
verdict 'it is the same, too' "$(cmp "$work/first.tar.gz" "$top/build/$(basename "$first")" 2>&1)"
for file in Makefile README.md COPYING lib/doc/CHANGELOG.md lib/doc/html/index.html lib/doc/html/cohort.1.html \
    lib/doc/html/libcohort.3.html examples/python/cohort/__init__.py fixtures/japan.csv; do
    verdict "it has $file" "$([ -s "$top/$file" ] || echo none)"
done
verdict 'the newest entry of the CHANGELOG is of this version' \
    "$(grep -m 1 '^## ' lib/doc/CHANGELOG.md | grep -q "^## $(basename "$top" | sed 's/.*-//')\b" || echo other)"
verdict 'no page names this machine' "$(grep -rlF "$(pwd)" "$top" | head -n 3)"
finish
