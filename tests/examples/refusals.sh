#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: refusals.sh BUILD
#
# Command lines that are wrong, options that exclude one another or need others: exit status 2, and what is
# said.

. tests/support/examples.sh

towns=fixtures/ipss2018.csv
while IFS='|' read -r text arguments; do
    # shellcheck disable=SC2086 # words
    [ -z "$text" ] || refuses 2 "$text" $arguments
done <<END
need INPUT.csv: without it, the tables are those of Nemuro|explain --area 01223
need INPUT.csv: without it, the tables are those of Nemuro|explain --reference 01223
need INPUT.csv: without it, the tables are those of Nemuro|explain --convention ipss
need INPUT.csv: without it, the tables are those of Nemuro|explain --to 2040
need INPUT.csv: without it, the tables are those of Nemuro|explain --counted-until 2015
need INPUT.csv: without it, the tables are those of Nemuro|explain --as-of 2015
need INPUT.csv: without it, the tables are those of Nemuro|explain --peers $towns
need INPUT.csv: without it, the tables are those of Nemuro|explain --nation $towns
need INPUT.csv: without it, the tables are those of Nemuro|explain --no-migration
need INPUT.csv: without it, the tables are those of Nemuro|explain --split-open
--counted-until and --as-of: one of them|reach $towns --from 2020 --goal 9000 --counted-until 2015 --as-of 2015
--reference and --nation: one of them|project $towns --reference 01223 --nation fixtures/japan.csv
need the convention ipss, not that of --convention|reach $towns --from 2020 --goal 9000 --reference 01223 --convention wpp-end
need the convention ipss, not that of --convention|project fixtures/ipss2018.csv --convention wpp-even --peers none
--goal and --same-as: one goal at a time|reach --goal 9000 --same-as 2040
--write-scenario needs --lever and a goal|reach --write-scenario out
--write-scenario needs --lever and a goal|reach --write-scenario out --goal 9000
--write-scenario needs --lever and a goal|reach --write-scenario out --lever tfr
standard output cannot hold both|reach --write-scenario - --lever tfr --goal 9000 --csv
--max needs --lever|reach --max 2
--max: a share, 0 to 1|reach --lever suppression --max 2 --goal 9000
--max: a share, 0 to 1|reach --lever women --max 20 --goal 9000
--from YEAR is missing|reach $towns --area 01223 --goal 9000
--plan is Nemuro's|ensemble $towns --plan --trajectories 5
--plan is Nemuro's|ensemble --plan --scenario fixtures/nemuro_plan.csv --trajectories 5
need INPUT.csv: without it, the tables are those of Nemuro|ensemble --area all --trajectories 5
need INPUT.csv: without it, the tables are those of Nemuro|control --area 01223
--csv and --cells: one of them|ensemble --csv --cells -o out --trajectories 5
--measure: "wimmen": expected total, men, women_20_39|ensemble --measure wimmen --below 1 --trajectories 5
--measure: "wimmen": expected|explain --measure wimmen
--measure: "total/": expected|reach --measure total/ --goal 1
--measure: "": expected|track --measure=
--keep-formulas: unknown option|chart paths --keep-formulas
--keep-formulas: unknown option|report --keep-formulas
–summary: this dash is no hyphen: did you mean --summary?|project $towns –summary
－－to: this dash is no hyphen: did you mean --to?|project $towns －－to 2040
—o: this dash is no hyphen: did you mean -o?|project $towns —o x.csv
–-area: this dash is no hyphen: did you mean --area?|project $towns –-area 01223
‑o: this dash is no hyphen: did you mean -o?|project $towns ‑o x.csv
--keep-formulas belongs to CSV|nemuro --keep-formulas --summary
--areas: unknown option: did you mean --area?|ensemble $towns --areas all
--resume: a file that can be read again|ensemble --resume - --trajectories 5
--seed|ensemble --seed 99999999999999999999999 --trajectories 5
--seed|ensemble --seed 1x --trajectories 5
--fertility|ensemble --fertility x --trajectories 5
--fertility|ensemble --fertility 0.1,2 --trajectories 5
--fertility|ensemble --fertility 0.1,0.1,0.1x --trajectories 5
--fertility|ensemble --fertility -1 --trajectories 5
no command|
"projct": no command of that name: did you mean project?|projct
"projct": no command of that name|help projct
"nothing": no command|help nothing of the kind
expected a number|reach --goal 12x
expected a number|reach --goal inf
expected a number|reach --goal 1e999
expected members such as|reach --family m121
expected members such as|reach --family m32,
expected members such as|reach --family m32f30
expected members such as|reach --family m
expected members such as|reach --family m1,m2,m3,m4,m5,m6,m7,m8,m9,m10,m11,m12,m13,m14,m15,m16,m17,m18,m19,m20,m21
standard output cannot hold both|project $towns --summary -o -
--excel belongs to CSV: give -o OUT.csv|project $towns --summary --excel
--single-ages belongs to --annual|project $towns --single-ages
is an input: it would be lost|project $towns -o $towns
none.xlsx: expected a name that ends in .csv|ensemble --trajectories 5 -o none.xlsx
none.PNG: expected a name that ends in .svg|chart paths -o none.PNG
none.csv: expected a name that ends in .html or .xlsx|report -o none.csv
none.ods: expected a name that ends in .csv or .xlsx|project $towns -o none.ods
none.html: expected a name that ends in .csv or .xlsx|municipalities $towns -o none.html
--summary and --csv: standard output cannot hold both|nemuro --summary --csv
--summary and --write-scenario: standard output cannot hold both|nemuro --summary --write-scenario -
--csv and --write-scenario: standard output cannot hold both|nemuro --csv --write-scenario /dev/stdout
--write-spreads and --csv: standard output cannot hold both|backtest --write-spreads - --csv
--write-peers and --csv: standard output cannot hold both|backtest --write-peers - --csv
--write-spreads and --write-peers: standard output cannot hold both|backtest --write-spreads - --write-peers -
-o and --summary: standard output cannot hold both|project $towns --summary -o /dev/stdout
standard output cannot hold both|nemuro --csv --write-scenario -
END
refuses 1 '-1: cannot be opened' project -1
refuses 1 'standard input: the file is empty' project - -o "$work/none.csv"
# What only rates that are derived need, where the tables have rates.
for option in --no-migration --split-open '--nation fixtures/japan.csv' '--counted-until 2020' '--as-of 2020' \
    '--peers none' '--old nation'; do
    # shellcheck disable=SC2086 # words
    refuses 1 '--old and --nation: expected tables of populations only' \
        project fixtures/wpp2024_japan.csv $option --to 2040
done
finish
