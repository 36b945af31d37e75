#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: draw.sh PROGRAM FOLDER
#
# The pictures of the gallery, in both languages, drawn by PROGRAM chart into FOLDER.
set -e
program=$1 folder=$2
for kind in pyramid paths fan bars areas; do
    name=nemuro-$kind
    [ "$kind" = areas ] && name=areas
    "$program" chart "$kind" --lang en -o "$folder/$name.svg"
    "$program" chart "$kind" --lang ja -o "$folder/$name-ja.svg"
done
