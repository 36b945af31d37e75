#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: same.sh BUILD
#
# The same bytes whatever compiled the program, and wherever it runs: BUILD/cohort against itself with
# other threads, levels of the processor, locales, time zones and environments, and against builds by gcc
# and clang at several levels, and for 32 bits, in build/same.  A line each: how many of the commands'
# outputs have the same bytes; of those that have not, the largest relative difference of a number, which
# must be below 1e-9.  ONLY="threads-1 gcc-O0" for some.  Ends with "N passed, N failed".

build=$(realpath "${1:-build}")
cd "$(dirname "$0")/.." || exit 2
. tests/support/verdict.sh
export SOURCE_DATE_EPOCH=1700000000
export LC_ALL=C COHORT_FIXTURES="$PWD/fixtures"

# outputs PROGRAM FOLDER: what the commands print, a file each.
outputs() {
    mkdir -p "$2"
    for call in nemuro 'nemuro --csv' explain reach track 'control --csv' \
        'project fixtures/ipss2018.csv --to 2060' 'project fixtures/wpp2024_japan.csv --to 2060' \
        'project fixtures/canada_1x1.csv --convention wpp-end' \
        'municipalities fixtures/ipss2018.csv --to 2060 --annual --whole' \
        'ensemble --trajectories 200 --csv' 'chart pyramid' 'chart paths' 'report --trajectories 50'; do
        name=$(printf %s "$call" | tr -c 'a-z0-9' _)
        # shellcheck disable=SC2086 # words
        "$1" $call >"$2/$name" 2>&1 || echo "exit status $?" >>"$2/$name"
    done
}

# differs A B: the largest relative difference of numbers, or "text" where words differ.
differs() {
    awk 'NR == FNR { line[FNR] = $0; last = FNR; next }
        {
            n = split(line[FNR], a, /[^-+.0-9e▲]+/); m = split($0, b, /[^-+.0-9e▲]+/)
            x = line[FNR]; y = $0; gsub(/[-+.0-9e▲, ]+/, "", x); gsub(/[-+.0-9e▲, ]+/, "", y)
            if (n != m || x != y) text = 1
            for (i = 1; i <= n; i++) if (a[i] != b[i]) {
                d = a[i] - b[i]; d = d < 0 ? -d : d; s = a[i] < 0 ? -a[i] : a[i]
                if (s > 0 && d / s > most) most = d / s; else if (s == 0 && d > most) most = d
            }
        }
        END { if (text || last != FNR) print "text"; else printf "%.1e", most }' "$1" "$2"
}

# compare WHAT FOLDER
compare() {
    same=0 all=0 most=
    for file in "$work"/want/*; do
        all=$((all + 1))
        other=$2/$(basename "$file")
        if cmp -s "$file" "$other"; then
            same=$((same + 1))
        else
            most="$most $(basename "$file") $(differs "$file" "$other")"
        fi
    done
    printf '%-34s %d of %d outputs the same bytes%s\n' "$1" $same $all "${most:+;$most}"
    verdict "$1" "$(echo "$most" | tr ' ' '\n' | awk '/^text$|^[0-9.]+e[-+][0-9]+$/ { if ($1 == "text" || $1 > 1e-9) print }')"
}

outputs "$build/cohort" "$work/want"
# wanted WHAT: is it one of ONLY?
wanted() { case " ${ONLY:-$1} " in *" $1 "*) ;; *) return 1 ;; esac }

# here WHAT SETTING...: the program with other settings.
here() {
    what=$1
    shift
    wanted "$what" || return
    (export "$@" && outputs "$build/cohort" "$work/$what")
    compare "$what" "$work/$what"
}
here threads-1 OMP_NUM_THREADS=1
here threads-8 OMP_NUM_THREADS=8
here locale-de LC_ALL=de_DE.UTF-8 LC_NUMERIC=de_DE.UTF-8
here locale-tr LC_ALL=tr_TR.UTF-8
here zone-tokyo TZ=Asia/Tokyo
here zone-chatham TZ=Pacific/Chatham
here environment COLUMNS=20 POSIXLY_CORRECT=1 MALLOC_PERTURB_=165
# The C library's exp, log and pow of a processor without FMA, whose last bit may be another.
here glibc-without-fma GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4

# by WHAT MAKE-VARIABLE...: another build of it.
by() {
    what=$1
    shift
    wanted "$what" || return
    other_build=build/same/$what
    if make -s -j2 NO_INSTALL=1 BUILD="$other_build" "$other_build/cohort" "$@" >"$work/log" 2>&1; then
        outputs "$other_build/cohort" "$work/$what"
        compare "$what" "$work/$what"
    else
        echo "skipped: $what, which cannot be built here: $(tail -n 1 "$work/log")"
    fi
}
# 32 bits: with SSE's arithmetic, which is that of 64 bits; x87 has other digits.
i686=i686-linux-gnu sse="-msse2 -mfpmath=sse"
if command -v $i686-gcc >/dev/null && TOOLCHAIN_CFLAGS="-O2 $sse" sh lib/build/toolchain $i686 build/toolchain >"$work/log" 2>&1; then
    export PKG_CONFIG_LIBDIR="$PWD/build/toolchain/$i686/lib/pkgconfig"
    by 32-bit CC="$i686-gcc $sse" AR=$i686-ar CFLAGS=-O2 LDFLAGS=-static
    unset PKG_CONFIG_LIBDIR
else
    echo "skipped: 32 bits, as there is no $i686-gcc, or no sources of GSL for it: $(tail -n 1 "$work/log")"
fi
for level in O0 O2 O3; do
    for compiler in gcc clang; do
        native=$([ $level = O3 ] && echo ' -march=native')
        by $compiler-$level CC=$compiler CFLAGS="-$level$native"
    done
done
finish
