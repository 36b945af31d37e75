#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: sh tests/published.sh BUILD [RAW_WPP]     from the top of the tree
#
# Projects the United Nations' data by build/cohort project and holds the result against what was
# published: table,dates,median,largest,median_cell,largest_cell, the first two of the total population
# over the dates, the others of cells above one person; all as parts of the published figure. With the raw files
# (see fixtures/README.md), Germany, Nigeria and the whole of Canada too. Fails when a bound is
# passed, or when the rows of README.md and lib/doc/validation.md say something else: for the totals 1.25 times what an independent program reaches (median / largest: Japan
# 3.0e-4 / 1.8e-3, Germany 3.6e-4 / 1.4e-3, Nigeria 7.2e-4 / 2.4e-3); for Canada 1e-12 in each cell.
set -eu
. tests/support/verdict.sh
cohort=$1/cohort
tables=fixtures

# compare TABLE CONVENTION MEDIAN LARGEST CELL: the last three are bounds.
compare() {
    "$cohort" project "$tables/$1.csv" --convention "$2" -o "$work/out.csv"
    awk -F, '
        function part(a, b) { a = a / b - 1; return a < 0 ? -a : a }
        FNR == 1 || $2 != "population" { next }
        NR == FNR { want[$3, $4, $5] = $6; next }
        want[$3, $4, $5] > 1 { printf "%.3e\n", part($6, want[$3, $4, $5]) }
        ' "$tables/$1_published.csv" "$work/out.csv" | LC_ALL=C sort -g >"$work/cells"
    middle=$(sed -n "$((($(wc -l <"$work/cells") + 1) / 2))p" "$work/cells")
    awk -F, -v name="$1" -v middle="$middle" -v most_median="$3" -v most="$4" -v most_cell="$5" '
        function part(a, b) { a = a / b - 1; return a < 0 ? -a : a }
        FNR == 1 || $2 != "population" { next }
        NR == FNR { want[$3, $4, $5] = $6; total[$3] += $6; next }
        $3 in total {
            got[$3] += $6
            w = want[$3, $4, $5]
            if (w > 1 && part($6, w) > cell) cell = part($6, w)
        }
        END {
            for (year in total) off[++n] = part(got[year], total[year])
            for (i = 2; i <= n; i++)
                for (j = i; j > 1 && off[j] < off[j - 1]; j--) {
                    x = off[j]; off[j] = off[j - 1]; off[j - 1] = x
                }
            median = (off[int((n + 1) / 2)] + off[int(n / 2) + 1]) / 2
            printf "%s,%d,%.4e,%.4e,%.4e,%.4e\n", name, n, median, off[n], middle, cell
            exit !(n > 0 && median <= most_median && off[n] <= most && cell <= most_cell)
        }' "$tables/$1_published.csv" "$work/out.csv" >"$work/row" && beyond= || beyond="beyond $3, $4 or $5"
    verdict "$1" "$beyond"
    tee -a "$work/rows" <"$work/row"
}

echo table,dates,median,largest,median_cell,largest_cell
compare wpp2024_japan wpp-even 3.75e-4 2.25e-3 1
compare canada_1x1 wpp-end 1e-12 1e-12 1e-12
if [ -n "${2-}" ]; then
    mkdir "$work/all"
    sh "$tables/derive_un.sh" "$2" "$work/all" all
    tables=$work/all
    compare wpp2024_germany wpp-even 4.5e-4 1.75e-3 1
    compare wpp2024_nigeria wpp-even 9e-4 3e-3 1
    compare canada_1x1_whole wpp-end 1e-12 1e-12 1e-12
fi

# What the pages say of the UN's countries.
awk -F, '$1 ~ /^wpp2024_/ {
    name = toupper(substr($1, 9, 1)) substr($1, 10)
    printf "lib/doc/validation.md:| %s | %.3f %%, %.3f %% | %.2f %%, %.1f %% |\n", name, 100 * $3,
        100 * $4, 100 * $5, 100 * $6
    if (name == "Japan")
        printf "README.md:| predicted | %.3f %% (median %.3f %%) |\n", 100 * $4, 100 * $3
    }' "$work/rows" >"$work/said"
while IFS=: read -r page row; do
    verdict "$page" "$(grep -qF -- "$row" "$page" || echo "expected $row")"
done <"$work/said"
finish
