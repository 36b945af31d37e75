#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: sh tests/consumer/run.sh BUILD     from the top of the tree, after `make BUILD=...`
#
# Installs the library under BUILD/stage and looks at it as a stranger does, through pkg-config
# only; then takes it away again.  Ends with "N passed, N failed".

build=$1
unset PKG_CONFIG_PATH
top=$PWD
here=tests/consumer
stage=$(cd "$build" && pwd)/stage
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

# The variables of the make that called, but neither where it installs nor its job server, which is
# closed here.
run_make() {
    MAKEFLAGS=$(printf %s "${MAKEFLAGS-}" | sed -E 's/ *(--jobserver-[a-z]*|[a-z]*dir|prefix)=[^ ]*//g') \
        make --no-print-directory BUILD="$build" "$@"
}

pc() { PKG_CONFIG_PATH=${PKG_CONFIG_PATH:-$usr/lib/pkgconfig} "${PKG_CONFIG:-pkg-config}" "$@" cohort; }

# consumer PROGRAM COMPILER SOURCE [--static]: it builds, runs, and prints the version.
# (eval, because pkg-config quotes what it says for a shell)
consumer() {
    flags=$(pc ${4-} --cflags --libs) || return
    eval "$2 -o '$work/$1' $here/$3 $flags ${LDFLAGS-}" || return
    [ "$(LD_LIBRARY_PATH=$(pc --variable=libdir) "$work/$1")" = "$(pc --modversion)" ]
}

# A program built with headers that lack the last two members of a struct of options runs with the
# library that has them.
older_header() {
    rm -rf "$work/older" && mkdir "$work/older" && cp -r "$usr/include/cohort" "$work/older" || return
    for header in "$usr/include/cohort/migration.h" "$work/older/cohort/migration.h"; do
        sed -i '/cohort_rogers_castro \*\(lower\|upper\);/d; s/7, NULL, NULL, NULL/7, NULL/' "$work/older/cohort/migration.h"
        (cd / && eval "$cc -I'${header%/cohort/*}' -o '$work/c-older' '$top/$here/older.c' $(pc --libs)") &&
            LD_LIBRARY_PATH=$usr/lib "$work/c-older" >>"$work/older/printed" || return
    done
    cat "$work/older/printed"
    awk '$1 != 7 { exit 1 } { size[NR] = $2 } END { exit NR != 2 || size[2] != size[1] - 16 }' "$work/older/printed"
}

# by_cmake TARGET [PREFIX [OPTION]]: a project of CMake's finds the package, builds consumer.c with it,
# and runs it.
by_cmake() {
    cat >"$work/CMakeLists.txt" <<END
cmake_minimum_required(VERSION 3.13)
project(consumer C)
find_package(cohort $(pc --modversion) REQUIRED)
find_package(cohort 99 QUIET)
if(cohort_FOUND)
  message(FATAL_ERROR "cohort 99 was found")
endif()
add_executable(consumer $PWD/$here/consumer.c)
target_link_libraries(consumer PRIVATE $1 m)
END
    rm -rf "$work/cmake"
    cmake -S "$work" -B "$work/cmake" -DCMAKE_PREFIX_PATH="${2-$usr}" ${3-} &&
        cmake --build "$work/cmake" && [ "$("$work/cmake/consumer")" = "$(pc --modversion)" ]
}

# The tree may be somewhere else than where it was installed to.
moved_tree() {
    mv "$usr" "$work/moved tree" && PKG_CONFIG_PATH="$work/moved tree/lib/pkgconfig" by_cmake "$1" "$work/moved tree"
    code=$?
    mv "$work/moved tree" "$usr"
    return $code
}

# without_gsl SAID: the static library is not used, and CMake says why.
without_gsl() {
    by_cmake cohort::static "$usr" -DCMAKE_DISABLE_FIND_PACKAGE_GSL=ON >"$work/said" 2>&1 && return 1
    cat "$work/said"
    grep -F "$1 GSL, which was not found" "$work/said"
}

python_calls() {
    [ "$(python3 $here/consumer.py "$usr/lib/libcohort.so" fixtures)" = "$(pc --modversion)" ]
}

cffi_reads() {
    eval "$cc -E -DCOHORT_API= -DCOHORT_NO_INLINE $(pc --cflags) -include cohort/cohort.h -x c /dev/null" |
        python3 $here/declarations.py "$usr/lib/libcohort.so"
}

# example NAME: the example builds against the installed copy, and prints what it should.
example() {
    eval "$cc -o '$work/$1' examples/$1.c $(pc --cflags --libs) ${LDFLAGS-}" || return
    LD_LIBRARY_PATH=$usr/lib "$work/$1" | diff "examples/expected/$1.txt" -
}

# readme NUMBER COMMAND: the README's C program of this number, by this command in a folder that has
# the tables, prints what its block of text of this number says.  (In the end handles are not freed.)
readme() {
    mkdir -p "$work/readme" && ln -sfn "$PWD/fixtures" "$work/readme/fixtures" || return
    sh tests/support/programs.sh README.md "$work/readme" >/dev/null
    awk -v n="$1" '/^```text$/ { shown = ++count == n; next } /^```$/ { shown = 0 }
        shown && !/^\$ /' README.md >"$work/readme/text"
    (cd "$work/readme" && cp "$1.c" hello.c && export PKG_CONFIG_PATH="$full/usr/lib/pkgconfig" \
        LD_LIBRARY_PATH="$full/usr/lib" ASAN_OPTIONS=detect_leaks=0 &&
        sh -c "cc() { command $cc \"\$@\" ${LDFLAGS-}; }; $2" >printed && diff text printed)
}

# What Python's ctypes makes of the library, with all that is read and written in memory.
python_memory() {
    [ "$(python3 "$here/memory.py" "$usr/lib/libcohort.so" fixtures/ipss2018.csv \
        fixtures/japan.csv)" = "13485 $(pc --modversion)" ]
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

# Nothing of the archive may meet a name of the program that links it. (What begins with __ is the
# compiler's: sanitizers add some.)
archive_defines_only_cohort() {
    nm -g --defined-only "$usr/lib/libcohort.a" | awk '
        NF == 3 && $3 !~ /^(cohort_|__)/ { print "defined:", $3; bad = 1 }
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

# ---- programs, pages, completions ----

# Without what the build knows of the checkout: from elsewhere, the tables are the installed ones.
elsewhere() {
    (cd / && env -u COHORT_FIXTURES "$full/usr/bin/cohort" "$@")
}

# runs COMMAND ARGUMENT...: as the one that was built does.
runs() {
    "$build/cohort" "$@" >"$work/built" &&
        elsewhere "$@" >"$work/installed" && cmp "$work/built" "$work/installed"
}

# The page holds the command that made it, so it is not the same.
writes_report() {
    elsewhere report --trajectories 0 >"$work/report.html" &&
        grep -q '</html>' "$work/report.html"
}

has_all_tables() {
    grep -oh 'fixture("[^"]*"' examples/cohort/*/*.c | cut -d'"' -f2 | sort -u |
        while read -r name; do [ -f "$usr/share/cohort/$name" ] || echo "$name"; done >"$work/lacking"
    cat "$work/lacking"
    [ ! -s "$work/lacking" ]
}

uses_installed_tables() {
    strings "$usr/bin/cohort" >"$work/strings"
    grep -qxF "$full/usr/share/cohort" "$work/strings" && ! grep -qxF "$PWD/fixtures" "$work/strings"
}

# The environment comes first, and a wrong folder is named.
takes_another_folder() {
    COHORT_FIXTURES=$work/none "$usr/bin/cohort" nemuro >"$work/said" 2>&1 && return 1
    grep "error: $work/none/nemuro_published.csv: cannot be opened" "$work/said"
}

# page FILE: roff has nothing to say of it, and it has its name.
page() {
    groff -ww -man -Tutf8 "$1" >"$work/page" 2>"$work/warnings" &&
        grep -q "$(basename "$1" | sed 's/[.][0-9]$//')" "$work/page" || return
    if man --version >/dev/null 2>&1; then
        man --warnings -l "$1" >/dev/null 2>>"$work/warnings" || return
    fi
    cat "$work/warnings"
    [ ! -s "$work/warnings" ]
}

# The program of libcohort(3) is examples/hello.c but for the comments at its head.
shows_hello() {
    sed -n '/^[.]EX/,/^[.]EE/p' lib/doc/libcohort.3 | sed '1d;$d; s/\\e/\\/g; s/\\-/-/g' >"$work/page.c"
    sed '/^\/\* /d' examples/hello.c | diff "$work/page.c" -
}

lists_every_header() {
    for header in include/cohort/*.h; do
        name=$(basename "$header" .h)
        case $name in cohort | export) continue ;; esac
        sed -n '/^[.]SH HEADERS/,/^[.]SH RETURN/p' lib/doc/libcohort.3 | grep -qwF "$name" || echo "$name"
    done >"$work/unlisted"
    cat "$work/unlisted"
    [ ! -s "$work/unlisted" ]
}

# completes WANTED WORD...: the completion offers this, sorted, for the last word.
completes() {
    want=$1
    shift
    (cd "$work" && bash -uc '
        . "$0" && complete -p cohort >/dev/null || exit
        COMP_WORDS=("${0%/share/*}/bin/cohort" "$@") COMP_CWORD=$#
        _cohort
        printf "%s\n" "${COMPREPLY[@]-}" | sort | paste -sd " "' \
        "$full/usr/share/bash-completion/completions/cohort" "$@") >"$work/offered" &&
        cat "$work/offered" && [ "$(cat "$work/offered")" = "$want" ]
}

# A DESTDIR is not part of the prefix, and directories other than the usual ones are followed.
staged_install() {
    set -- DESTDIR="$stage/root" prefix=/opt/cohort libdir=/opt/cohort/lib64
    root=$stage/root/opt/cohort
    run_make install "$@" || return
    [ -x "$root/bin/cohort" ] && [ -f "$root/share/man/man3/libcohort.3" ] &&
        strings "$root/bin/cohort" | grep -x /opt/cohort/share/cohort || return
    [ -f "$root/lib64/libcohort.a" ] && [ -f "$root/include/cohort/version.h" ] &&
        grep '^prefix=/opt/cohort$' "$root/lib64/pkgconfig/cohort.pc" &&
        grep '^libdir=${prefix}/lib64$' "$root/lib64/pkgconfig/cohort.pc" || return
    run_make uninstall "$@" && nothing_left "$stage/root"
}

# A prefix with a blank: pkg-config quotes it, and a program builds with it.
blank_install() {
    blank="$full/my prefix"
    run_make install prefix="$blank" &&
        PKG_CONFIG_PATH="$blank/lib/pkgconfig" consumer c-blank "$cc" consumer.c &&
        run_make uninstall prefix="$blank" && nothing_left "$blank"
}

rm -rf "$stage"
mkdir -p "$work"
full=$(cd "$stage" && pwd)
usr=$full/usr
work=$full/work

check "make install" run_make install prefix="$usr"
soname=libcohort.so.$(pc --modversion | sed -E "s/^(0[.][0-9]+|[1-9][0-9]*)[.].*/\1/")

check "the shared library has the soname $soname" has_soname
check "it exports cohort_* only" exports_only_cohort
check "the archive defines cohort_* only" archive_defines_only_cohort
check "its users are not asked to link with GSL" asks_for_no_gsl
check "C program, shared library" consumer c-shared "$cc" consumer.c
check "a program of an older header" older_header
for name in hello targets fertility intervals goal split table nemuro; do
    check "examples/$name.c, shared library" example "$name"
done
compile=$(sed -n 's/^\$ \(cc hello.c\)/\1/p' README.md)
check "README: $compile" readme 1 "$compile"
check "README: the tasks, alike" readme 2 "$compile"
check "it needs $soname" needs_soname c-shared
if command -v cmake >/dev/null; then
    check "CMake, shared library" by_cmake cohort::cohort
    check "CMake, static library beside it" by_cmake cohort::static
    check "CMake, a tree that was moved" moved_tree cohort::cohort
    check "... and its static library" moved_tree cohort::static
    check "CMake, no GSL" by_cmake cohort::cohort "$usr" -DCMAKE_DISABLE_FIND_PACKAGE_GSL=ON
    check "... but the static library needs it" without_gsl "no cohort::static, as it needs"
else
    echo "skipped: CMake, as there is no cmake"
fi
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

if python3 -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$usr/lib/libcohort.so" 2>/dev/null; then
    check "Python calls the shared library (ctypes)" python_calls
    check "Python reads and writes in memory" python_memory
    if python3 -c 'import cffi' 2>/dev/null; then
        check "Python reads the declarations (cffi)" cffi_reads
    else
        echo "skipped: declarations, as there is no cffi for python3"
    fi
else
    echo "skipped: Python, as there is none that can load the library"
fi

check "cohort project" runs project "$PWD/fixtures/ipss2018.csv" --area 01223 --summary
for name in nemuro control explain reach track; do
    check "cohort $name" runs "$name"
done
check "cohort ensemble" runs ensemble --trajectories 20
check "cohort backtest" runs backtest
check "cohort municipalities" runs municipalities "$PWD/fixtures/ipss2018.csv"
check "cohort report" writes_report
check "cohort chart" runs chart paths
check "all tables that programs ask for are installed" has_all_tables
check "programs look for the installed tables" uses_installed_tables
check "... or for those of COHORT_FIXTURES" takes_another_folder
check "libcohort(3) shows the program of the README" shows_hello
check "libcohort(3) lists every header" lists_every_header
if command -v groff >/dev/null; then
    for file in "$usr"/share/man/man[13]/*; do
        check "page $(basename "$file")" page "$file"
    done
else
    echo "skipped: man pages, as there is no groff"
fi
if command -v bash >/dev/null; then
    mkdir "$work/towns"
    : >"$work/town.csv"
    check "completion of a command" completes "project" pro
    check "... of one to be helped with" completes "report" help rep
    check "... of an option" completes --summary project --sum
    check "... of a file" completes "town.csv towns" project town
    check "... of an option's file" completes town.csv project x.csv --rates town.
    check "... behind =" completes town.csv project --scenario = town.
    check "... of a word" completes "wpp-end wpp-even" project --convention w
    check "... of a word behind =" completes "ipss wpp-end wpp-even" project --convention =
    check "... of an argument that is one of some words" completes "paths" chart path
    check "... of what cannot be known" completes "" project --to 2
fi

# Without the shared library beside it, -lcohort is the static one.
rm -f "$usr"/lib/libcohort.so*
check "C program, static library" consumer c-static "$cc" consumer.c --static
if command -v cmake >/dev/null; then
    check "CMake, static library" by_cmake cohort::cohort
    check "... without GSL" without_gsl "libcohort.a needs"
fi
if command -v "${CXX:-g++}" >/dev/null; then
    check "C++ program, static library" consumer cxx-static "$cxx" consumer.cpp --static
fi

check "make uninstall" run_make uninstall prefix="$usr"
check "it leaves nothing" nothing_left "$usr"
check "install and uninstall with a blank in the prefix" blank_install
check "install and uninstall with DESTDIR, prefix and libdir" staged_install

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
