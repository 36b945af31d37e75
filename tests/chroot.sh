#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: chroot.sh BUILD [SUITE...]     as root, after `make dist`; needs debootstrap; takes long
#
# The release in bare systems, bookworm (Debian 12) and trixie (13): built and tested by gcc and clang,
# installed, and the command of examples/python/README.md timed. GOAL=unit tests less, CFLAGS=-O1 sooner.
# ROOTS keeps the systems in a folder for the next time. Ends with "N passed, N failed".

build=$(realpath "${1:-build}")
[ $# -gt 0 ] && shift
[ $# -gt 0 ] || set -- bookworm trixie
cd "$(dirname "$0")/.." || exit 2
. tests/support/verdict.sh
roots=${ROOTS:-$work}
packages=gcc,g++,libc6-dev,make,pkg-config,libgsl-dev,libcmocka-dev,clang,libomp-dev,cmake,file,python3-pandas
release=$(ls "$build"/libcohort-*.tar.gz) || exit 2

# inside SUITE COMMAND: as it is typed there
inside() {
    chroot "$roots/$1" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root NO_INSTALL=1 CFLAGS="${CFLAGS:--O3 -g}" \
        sh -c "cd /root/release && $2"
}

# Seconds of processors that commands have taken until now
processors() {
    times >"$work/times"
    awk -F'[ ms]+' 'NR == 2 { printf "%d", 60 * ($1 + $3) + $2 + $4 }' "$work/times"
}

# timed SUITE NAME COMMAND
timed() {
    began=$(date +%s)
    processors >"$work/before"
    inside "$1" "$3" >"$work/log" 2>&1
    status=$?
    processors >"$work/after"
    echo "$1, $2: $(($(date +%s) - began)) s, of processors $(($(cat "$work/after") - $(cat "$work/before"))) s; $(grep -E '^[0-9]+ passed' "$work/log" | tail -n 1)"
    verdict "$1, $2" "$([ $status -eq 0 ] || tail -n 30 "$work/log")"
}

for suite; do
    if ! [ -x "$roots/$suite/usr/bin/clang" ]; then
        mkdir -p "$roots" && debootstrap --variant=minbase --include=$packages "$suite" "$roots/$suite" \
            http://deb.debian.org/debian >"$work/log" 2>&1 || { verdict "debootstrap $suite" "$(tail "$work/log")" && continue; }
    fi
    mountpoint -q "$roots/$suite/proc" || mount -t proc proc "$roots/$suite/proc" || echo "left out: /proc"
    rm -rf "$roots/$suite/root/release" && mkdir "$roots/$suite/root/release"
    tar -xzf "$release" --strip-components=1 -C "$roots/$suite/root/release"
    timed "$suite" 'to 2060 in Python' \
        "$(sed -n '/^make/p' examples/python/README.md) | tee /tmp/said && grep -q '^8360 in 2060' /tmp/said"
    for cc in gcc clang; do
        timed "$suite" "make ${GOAL:-test} by $cc" "make -j2 ${GOAL:-test} WERROR=1 CC=$cc BUILD=build/$cc"
        timed "$suite" "cases by $cc" "make -j2 CC=$cc WERROR=1 BUILD=build/$cc build/$cc/tests/cases/cases &&
            build/$cc/tests/cases/cases tests/cases/cases.txt"
    done
    timed "$suite" 'make install' 'make -j2 install BUILD=build/gcc prefix=/usr && ldconfig && cohort nemuro --summary'
    umount "$roots/$suite/proc" 2>/dev/null
done
finish
