#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: draw.sh PROGRAMS FOLDER
#
# The pictures of the gallery, in both languages, drawn by PROGRAMS/chart into FOLDER.
set -e
programs=$1 folder=$2
for kind in pyramid paths fan bars areas; do
    name=nemuro-$kind
    [ "$kind" = areas ] && name=areas
    "$programs/chart" "$kind" --lang en -o "$folder/$name.svg"
    "$programs/chart" "$kind" --lang ja -o "$folder/$name-ja.svg"
done
