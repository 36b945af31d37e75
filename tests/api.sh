#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: api.sh BUILD
#
# lib/doc/api.json is what the headers say, has the functions that the shared library exports and no
# others, and a compiler finds the same types and numbers in it as in the headers.  A difference is
# to be looked at; `make api` then writes it anew.  Ends with the line "N passed, N failed".

build=$(realpath "${1:-build}")
cd "$(dirname "$0")/.." || exit 2
. tests/support/verdict.sh
api=lib/doc/api.json
export LC_ALL=C # the order of the headers

awk -f lib/doc/api.awk include/cohort/*.h >"$work/api.json"
verdict 'api.json is made from these headers (if the change is meant: make api)' \
    "$(diff "$api" "$work/api.json")"

# Functions and callbacks stand a line each: RETURNS NAME(TYPES);
prototypes() {
    sed -n "/^\"$1\"/,/^]/p" "$api" |
        sed -n 's/^  {"name": "\([a-z_0-9]*\)", .*"returns": "\([^"]*\)", "parameters": \[\(.*\)\]}.*/\2 \1(\3);/p' |
        sed 's/{"name": "[^"]*", "type": "\([^"]*\)"[^}]*}/\1/g; s/();/(void);/'
}
prototypes functions >"$work/functions"
sed 's/.*[ *]\(cohort_[a-z_0-9]*\)(.*/\1/' "$work/functions" | sort >"$work/listed"
nm -D --defined-only "$build/libcohort.so" | awk '{ print $3 }' | sort >"$work/exported"
verdict 'the functions of api.json are those that the shared library exports' \
    "$(diff "$work/listed" "$work/exported")"
verdict 'there are some' "$([ -s "$work/listed" ] || echo none)"

# Handles that are const may be shared by threads.
handles=$(sed -n '/^"handles"/,/^]/s/.*"name": "\([a-z_]*\)".*/\1/p' "$api" | paste -sd'|')
grep -E "const ($handles) \*" "$work/functions" | sed 's/.*[ *]\(cohort_[a-z_0-9]*\)(.*/\1/' >"$work/sharing"
verdict 'test_concurrent asks every function of a handle that is const' "$(while read -r name; do
    grep -q "[^a-z_]$name(" tests/test_concurrent.c || echo "$name"
done <"$work/sharing")"

# Each declared once more, and each whole number looked at.
{
    echo '#include <cohort/cohort.h>'
    cat "$work/functions"
    grep -o '"name": "COHORT_[A-Z_0-9]*"\(, "header": [^{]*\)\{0,1\}, "value": -\{0,1\}[0-9]*[,}]' "$api" |
        sed 's/"name": "\([A-Z_0-9]*\)".*"value": \(.*\)[,}]/_Static_assert(\1 == \2LL, "\1");/'
} >"$work/api.c"
# shellcheck disable=SC2046 # flags are words
verdict 'a compiler agrees' "$(${CC:-cc} -std=c11 -Iinclude -fsyntax-only -Werror \
    $(${PKG_CONFIG:-pkg-config} --cflags gsl) "$work/api.c" 2>&1)"
verdict 'numbers were found' "$(grep -q 'COHORT_ERROR_STOPPED == -13LL' "$work/api.c" || echo none)"

if command -v python3 >/dev/null; then
    verdict 'api.json is JSON' "$(python3 -c 'import json, sys; json.load(open(sys.argv[1]))' "$api" 2>&1)"
else
    echo 'skipped: api.json as JSON, as there is no python3'
fi
finish
