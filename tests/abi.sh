#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The binary interface as it was stored, libcohort.abi beside this, compared with that of a shared
# library: LIBRARY has debug information.  Functions added are no change.  With STORE=1 it is
# stored anew: a deliberate act, whose rules are in lib/doc/interface.md.
# Usage: abi.sh LIBRARY
set -eu
stored=$(dirname "$0")/libcohort.abi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

abidw --headers-dir include/cohort --drop-private-types --exported-interfaces-only \
    --no-corpus-path --no-comp-dir-path --no-show-locs --no-elf-needed --no-architecture \
    --no-parameter-names --no-write-default-sizes "$1" >"$work/now.abi"
if [ "${STORE:-0}" = 1 ]; then
    cp "$work/now.abi" "$stored"
elif abidiff --no-added-syms "$stored" "$work/now.abi"; then
    echo "1 passed, 0 failed"
else
    echo "the binary interface differs from the stored one: see lib/doc/interface.md"
    echo "0 passed, 1 failed"
    exit 1
fi
