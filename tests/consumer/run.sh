#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: sh tests/consumer/run.sh BUILD     from the top of the tree, after `make BUILD=...`
#
# Installs the library under BUILD/stage and looks at it as a stranger does, through pkg-config
# only; then takes it away again.  Ends with "N passed, N failed".

build=$1
here=tests/consumer
stage=$build/stage
usr=$stage/usr
work=$stage/work
cc="${CC:-cc} -std=c11 -pedantic -Wall -Wextra -Werror ${CFLAGS-}"
cxx="${CXX:-g++} -std=c++11 -pedantic -Wall -Wextra -Werror ${CXXFLAGS-${CFLAGS-}}"
passed=0
failed=0

# check WHAT COMMAND...: one line for it, and what the command said if it fails.
check() {
    what=$1
    shift
    if "$@" >"$work/log" 2>&1; then
        passed=$((passed + 1))
        echo "ok      $what"
    else
        failed=$((failed + 1))
        cat "$work/log"
        echo "FAILED  $what"
    fi
}

# The variables of the make that called, but not its job server, which is closed here.
run_make() {
    MAKEFLAGS=$(printf %s "${MAKEFLAGS-}" | sed 's/ *--jobserver-[a-z]*=[^ ]*//g') \
        make --no-print-directory BUILD="$build" "$@"
}

pc() { PKG_CONFIG_PATH=$usr/lib/pkgconfig "${PKG_CONFIG:-pkg-config}" "$@" cohort; }

# consumer PROGRAM COMPILER SOURCE [--static]: it builds, runs, and prints the version.
# (eval, because pkg-config quotes what it says for a shell)
consumer() {
    flags=$(pc ${4-} --cflags --libs) || return
    eval "$2 -o '$work/$1' $here/$3 $flags ${LDFLAGS-}" || return
    [ "$(LD_LIBRARY_PATH=$usr/lib "$work/$1")" = "$(pc --modversion)" ]
}

needs_soname() {
    objdump -p "$work/$1" | grep "NEEDED.* $soname\$"
}

has_soname() {
    objdump -p "$usr/lib/libcohort.so" | grep "SONAME.* $soname\$"
}

asks_for_no_gsl() {
    case $(pc --libs) in *gsl*) return 1 ;; esac
}

exports_only_cohort() {
    nm -D --defined-only "$usr/lib/libcohort.so" | awk '
        $3 !~ /^cohort_/ { print "exported:", $3; bad = 1 }
        END { exit bad || NR == 0 }'
}

# header_alone COMPILER LANGUAGE NAME
header_alone() {
    printf '#include <cohort/%s>\nextern int cohort_not_empty;\n' "$3" >"$work/alone.$2"
    eval "$1 -fsyntax-only $(pc --cflags) '$work/alone.$2'"
}

nothing_left() {
    left=$(find "$1" ! -type d) && echo "$left" && [ -z "$left" ]
}

# A DESTDIR is not part of the prefix, and directories other than the usual ones are followed.
staged_install() {
    set -- DESTDIR="$stage/root" prefix=/opt/cohort libdir=/opt/cohort/lib64
    root=$stage/root/opt/cohort
    run_make install "$@" || return
    [ -f "$root/lib64/libcohort.a" ] && [ -f "$root/include/cohort/version.h" ] &&
        grep '^prefix=/opt/cohort$' "$root/lib64/pkgconfig/cohort.pc" &&
        grep '^libdir=${prefix}/lib64$' "$root/lib64/pkgconfig/cohort.pc" || return
    run_make uninstall "$@" && nothing_left "$stage/root"
}

rm -rf "$stage"
mkdir -p "$work"

check "make install" run_make install prefix="$usr"
soname=libcohort.so.$(pc --modversion | cut -d. -f1)

check "the shared library has the soname $soname" has_soname
check "it exports cohort_* only" exports_only_cohort
check "its users are not asked to link with GSL" asks_for_no_gsl
check "C program, shared library" consumer c-shared "$cc" consumer.c
check "it needs $soname" needs_soname c-shared
for header in "$usr"/include/cohort/*.h; do
    check "C: $(basename "$header") alone" header_alone "$cc" c "$(basename "$header")"
done

if command -v "${CXX:-g++}" >/dev/null; then
    check "C++ program, shared library" consumer cxx-shared "$cxx" consumer.cpp
    for header in "$usr"/include/cohort/*.h; do
        check "C++: $(basename "$header") alone" header_alone "$cxx" cpp "$(basename "$header")"
    done
else
    echo "skipped: C++, as there is no C++ compiler '${CXX:-g++}'"
fi

# Without the shared library beside it, -lcohort is the static one.
rm -f "$usr"/lib/libcohort.so*
check "C program, static library" consumer c-static "$cc" consumer.c --static
if command -v "${CXX:-g++}" >/dev/null; then
    check "C++ program, static library" consumer cxx-static "$cxx" consumer.cpp --static
fi

check "make uninstall" run_make uninstall prefix="$usr"
check "it leaves nothing" nothing_left "$usr"
check "install and uninstall with DESTDIR, prefix and libdir" staged_install

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
