#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The binary interface as it was stored, libcohort.abi.gz beside this, compared with that of a shared
# library: LIBRARY has debug information.  Functions added are no change.  With STORE=1 it is
# stored anew: a deliberate act, whose rules are in lib/doc/interface.md.
# Usage: abi.sh LIBRARY
set -eu
stored=$(dirname "$0")/libcohort.abi.gz
options='--drop-private-types --headers-dir include/cohort'
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# shellcheck disable=SC2086
abidw $options --no-corpus-path --no-comp-dir-path --no-show-locs "$1" >"$work/now.abi"
if [ "${STORE:-0}" = 1 ]; then
    gzip -9n <"$work/now.abi" >"$stored"
    exit
fi
gzip -dc "$stored" >"$work/stored.abi"
if abidiff --no-added-syms "$work/stored.abi" "$work/now.abi"; then
    echo "1 passed, 0 failed"
else
    echo "the binary interface differs from the stored one: see lib/doc/interface.md"
    echo "0 passed, 1 failed"
    exit 1
fi
