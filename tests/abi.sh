#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The binary interface as it was stored, libcohort.abi beside this, compared with that of a shared
# library: LIBRARY has debug information.  Functions added are no change, nor is what is within a
# struct that the headers only name.  With STORE=1 it is stored anew: a deliberate act, whose rules
# are in lib/doc/interface.md.
# Usage: abi.sh LIBRARY
set -eu
stored=$(dirname "$0")/libcohort.abi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

abidw --headers-dir include/cohort --drop-private-types --exported-interfaces-only \
    --no-corpus-path --no-comp-dir-path --no-show-locs --no-elf-needed --no-architecture \
    --no-parameter-names --no-write-default-sizes "$1" >"$work/now.abi"
sed -n 's/^typedef struct \(cohort_[a-z_]*\) \1;.*/\1/p' include/cohort/*.h | sort -u |
    while read -r name; do
        grep -q "^struct $name {" include/cohort/*.h || printf '[suppress_type]\nname = %s\n' "$name"
    done >"$work/private"
if [ "${STORE:-0}" = 1 ]; then
    cp "$work/now.abi" "$stored"
elif abidiff --suppressions "$work/private" --no-added-syms "$stored" "$work/now.abi"; then
    echo "1 passed, 0 failed"
else
    echo "the binary interface differs from the stored one: see lib/doc/interface.md"
    echo "0 passed, 1 failed"
    exit 1
fi
