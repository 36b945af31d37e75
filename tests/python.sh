#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: python.sh BUILD
#
# The Python package, as it is documented: installed from its folder by pip into an environment with
# the system's packages, with the library found by pkg-config; the README's tasks; the list of cases.
# In R, examples/R.  PYTHON is a Python with numpy and pandas.  Ends with "N passed, N failed".

build=$(realpath "${1:-build}")
cd "$(dirname "$0")/.." || exit 2
. tests/support/verdict.sh
usr=$work/usr

for python in ${PYTHON:-python3 /usr/bin/python3}; do
    "$python" -c 'import numpy, pandas, ensurepip, setuptools, wheel' 2>/dev/null && break
    python=
done
run_make() {
    MAKEFLAGS='' make -s --no-print-directory NO_INSTALL=1 BUILD="$build" "$@"
}
verdict 'make install' "$(run_make install prefix="$usr" 2>&1)"
export PKG_CONFIG_PATH="$usr/lib/pkgconfig"
unset COHORT_LIBRARY PYTHONPATH

# counts NAME COMMAND...: adds what it ends with.
counts() {
    name=$1
    shift
    "$@" >"$work/log" 2>&1
    said=$(sed -nE 's/^([0-9]+) passed, ([0-9]+) failed$/\1 \2/p' "$work/log" | tail -n 1)
    [ -n "$said" ] && [ "${said#* }" = 0 ] || { echo "FAILED $name" && cat "$work/log"; }
    said=${said:-0 1}
    passed=$((passed + ${said% *})) failed=$((failed + ${said#* }))
}

if [ -z "$python" ]; then
    echo 'skipped: Python, as there is none with numpy, pandas, venv, setuptools and wheel'
else
    mkdir -p "$work/top/examples" "$work/top/lib/doc"
    cp -r examples/python "$work/top/examples" && cp lib/doc/api.json "$work/top/lib/doc"
    "$python" -m venv --system-site-packages "$work/venv" && (cd "$work/top" &&
        "$work/venv/bin/pip" install -q --no-build-isolation examples/python) >"$work/log" 2>&1
    verdict 'pip install examples/python' "$([ $? -eq 0 ] || cat "$work/log")"
    (cd "$work/top/examples/python" && "$work/venv/bin/python" setup.py -q sdist -d "$work/dist" &&
        cd / && "$work/venv/bin/pip" install -q --no-build-isolation --no-deps -t "$work/source" \
            "$work"/dist/*.tar.gz) >"$work/log" 2>&1
    verdict 'an sdist can be installed' "$([ $? -eq 0 ] && cmp lib/doc/api.json \
        "$work/source/cohort/api.json" || cat "$work/log")"
    installed=$(cd / && "$work/venv/bin/python" -c 'import cohort; print(cohort.__path__[0])')
    verdict 'what is installed is used' "$(case $installed in "$work"/*) ;; *) echo "$installed" ;; esac)"
    verdict 'it has hints' "$([ -s "$installed/__init__.pyi" ] && [ -e "$installed/py.typed" ] || echo none)"
    counts 'the package' "$work/venv/bin/python" tests/python/package.py
    counts 'cases' "$work/venv/bin/python" tests/python/cases.py tests/cases/cases.txt
    awk '/^```text$/ { n++; next } /^```$/ { n += n == 2 } n == 2' README.md >"$work/readme"
    verdict "the README's tasks" "$("$work/venv/bin/python" examples/python/nemuro.py 2>&1 |
        sed 1d | sed 's/ with a tenth less out-migration/ in 2060/' | diff "$work/readme" - 2>&1)"
    verdict "2060 by the README's command" "$(sed -n '/^make/p' examples/python/README.md |
        sed "s|python3|$python|; s|make -j2 CFLAGS=-O2|MAKEFLAGS= make -s NO_INSTALL=1 BUILD='$build'|;
            s|build/lib|'$build'/lib|g" |
        sh 2>&1 | grep -q '^8360 in 2060$' || echo other)"
fi
if command -v R >/dev/null; then
    cp -r examples/R "$work"
    verdict 'R' "$(cd "$work/R" && R CMD SHLIB -o cohort.so cohort.c >log 2>&1 || cat log)"
    verdict "R's figures" "$(Rscript examples/R/nemuro.R "$work/R/cohort.so" fixtures 2>&1 |
        diff examples/R/expected.txt - 2>&1)"
else
    echo 'skipped: R, as there is none'
fi
finish
