#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: rooms.sh BUILD
#
# The rooms of the library, in the order in which lib/doc/structure.md lists them: none uses one
# below it, their files use one another in no circle, and none has a quarter of the library's lines; and the rooms of
# examples/cohort in theirs.
# A file uses another whose header it includes or whose function it calls; FILE.h and FILE.c count
# as one.  <cohort/FILE.h> counts as FILE's where rooms are compared: a room knows no type of a room
# below it.  Ends with the line "N passed, N failed".

build=$(realpath "${1:-build}")
cd "$(dirname "$0")/.." || exit 2
. tests/support/verdict.sh

sed -nE 's,^    lib/([a-z]+)/ .*,\1,p' lib/doc/structure.md >"$work/rooms"
for source in lib/*/*.c; do
    room=${source%/*}
    echo "${room#lib/}"
done | sort -u >"$work/found"
verdict 'the rooms that there are are those of structure.md' \
    "$(sort "$work/rooms" | diff - "$work/found")"

# Lines "FILE FILE", each by its room and its name without an ending: the first uses the second.
awk '
    { file = FILENAME; sub(/^lib\//, "", file); sub(/\.[ch]$/, "", file) }
    /^#include "/ { used = $2; gsub(/"|\.h/, "", used); print file, used }
' lib/*/*.[ch] >"$work/includes"
for source in lib/*/*.c; do
    file=${source#lib/}
    nm -P -g "$build/obj/${source%.c}.o" | sed "s,^,${file%.c} ,"
done | awk '
    $3 == "U" { user[++n] = $1; symbol[n] = $2; next }
    { home[$2] = $1 }
    END { for (i = 1; i <= n; i++) if (symbol[i] in home) print user[i], home[symbol[i]] }
' >"$work/calls"
awk '
    { file = FILENAME; sub(/^lib\//, "", file); sub(/\.[ch]$/, "", file) }
    FNR == 1 { name = file; sub(/.*\//, "", name); home[name] = file }
    /^#include <cohort\// { used = $2; gsub(/<cohort\/|\.h>/, "", used); user[++n] = file; of[n] = used }
    END { for (i = 1; i <= n; i++) if (of[i] in home) print user[i], home[of[i]] }
' lib/*/*.[ch] >"$work/types"
sort -u "$work/includes" "$work/calls" >"$work/uses"

below=$(sort -u "$work/uses" "$work/types" | awk '
    NR == FNR { rank[$1] = NR; next }
    { split($1, from, "/"); split($2, to, "/") }
    rank[from[1]] < rank[to[1]] { print $1 " uses " $2 }
' "$work/rooms" -)
verdict 'no room uses one below it' "$below"

# Where files have no order in which each comes before those that it uses, they are in a circle.
verdict 'no circle of files' "$(tsort "$work/uses" 2>&1 >/dev/null)"
for header in include/cohort/*.h; do
    sed -nE "s,^#include <cohort/(.*)>,${header##*/} \1,p" "$header"
done >"$work/headers"
verdict 'no circle of public headers' "$(tsort "$work/headers" 2>&1 >/dev/null)"

# The program's rooms, in their order: each of its files includes by room and name.
for room in text options inputs answers report commands; do echo "$room"; done >"$work/rooms_of_program"
below=$(grep -o '^#include "[a-z]*/' examples/cohort/*/*.[ch] |
    sed 's,^examples/cohort/\([a-z]*\)/\([^:]*\):#include "\([a-z]*\)/,\1 \3 \2,' | awk '
    NR == FNR { rank[$1] = NR; next }
    !($2 in rank) || rank[$1] < rank[$2] { print $1 "/" $3 " uses " $2 }
' "$work/rooms_of_program" -)
verdict 'no room of the program uses one below it' "$below"

# What a convention means is asked of core/convention.h.
names=$(sed -nE 's/^ *X\((COHORT_[A-Z_]+), "[a-z-]+"\).*/\1/p' include/cohort/inputs.h | paste -sd'|')
verdict 'no room asks for a convention by its name' \
    "$(grep -nE "([!=]=|case) ($names)|($names) [!=]=" lib/*/*.[ch])"

all=$(cat lib/*/*.[ch] | wc -l)
while read -r room; do
    lines=$(cat "lib/$room"/*.[ch] | wc -l)
    verdict "lib/$room has less than a quarter of the library" \
        "$([ $((4 * lines)) -lt "$all" ] || echo "$lines of $all lines")"
done <"$work/rooms"

finish
