#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: inputs.sh BUILD
#
# What spreadsheets and statistical offices hand out, as every program reads it: standard input,
# both layouts, encodings, separators, tables that have only populations.

. tests/support/examples.sh

long_and_wide "$work/long.csv" "$work/wide.csv"
towns="fixtures/ipss2018.csv fixtures/japan.csv --reference 00000"
plan="--scenario tests/scenario.csv"

# agrees NAME: the last run printed what is in $work/want, without an error; but for the name of an
# area, which some tables have.
agrees() {
    for file in want out; do
        sed '1s/^.* (0/(0/' "$work/$file" >"$work/$file.nameless"
    done
    verdict "$1" "$([ "$status" -eq 0 ] || cat "$work/err"
        cmp "$work/want.nameless" "$work/out.nameless" 2>&1)"
}

# ---- tables of only populations: long, wide, from standard input, as Excel writes them ----

{ printf '\357\273\277'; sed "s/\$/$(printf '\r')/" "$work/wide.csv"; } >"$work/excel.csv"

# As offices in Japan publish them, in Shift-JIS with thousands, or with groups beyond the nation's 90+.
awk -F, -v OFS=, '
    NR == 1 { $1 = "団体コード"; $2 = "都道府県"; $3 = "市区町村名"; $4 = "性別"; $5 = "年齢" }
    { $4 = $4 == "M" ? "男" : $4 == "F" ? "女" : $4
      if (sub(/-/, "～", $5)) $5 = $5 "歳"
      sub(/[+]$/, "歳以上", $5)
      for (i = 6; i <= NF; i++)
          if (NR == 1) $i = $i "年"
          else if ($i ~ /^[0-9][0-9][0-9][0-9]$/) $i = "\"" substr($i, 1, 1) "," substr($i, 2) "\""
      print }' "$work/wide.csv" | iconv -f UTF-8 -t CP932 >"$work/japan.csv"
awk -F, -v OFS=, '
    $5 == "90+" { $5 = "90-94"; print; for (i = 6; i <= NF; i++) $i = 0; $5 = "95+" } { print }' \
    "$work/wide.csv" >"$work/older.csv"

# As people save them: separated by tabs, by semicolons, in UTF-16.
tr , '\t' <"$work/wide.csv" >"$work/tabs.tsv"
tr , ';' <"$work/long.csv" >"$work/semicolons.csv"
{ printf '\377\376'; iconv -f UTF-8 -t UTF-16LE "$work/wide.csv"; } >"$work/utf16.csv"

# everywhere PROGRAM ARGUMENT...: a table without rates gives what it gives with those of Japan.
everywhere() {
    name=$1
    shift
    # shellcheck disable=SC2086 # words
    run "$name" $towns "$@"
    cp "$work/out" "$work/want"
    for table in fixtures/ipss2018.csv "$work/long.csv" "$work/wide.csv" "$work/excel.csv" \
        "$work/japan.csv" "$work/tabs.tsv" "$work/semicolons.csv" "$work/utf16.csv"; do
        run "$name" "$table" "$@"
        agrees "$name $table alone"
        verdict "$name says that rates are those of Japan" "$(grep -qxF \
            "note: $table has only populations, so rates are derived with those of Japan (japan.csv: a projection of 2017, TFR 1.42 in 2025; --nation takes a newer one); 2015 is taken for its last count, what is later for a projection, which is carried on (--counted-until says otherwise)" \
            "$work/err" && [ "$(wc -l <"$work/err")" -eq 1 ] || cat "$work/err")"
    done
    run "$name" "$work/older.csv" "$@"
    agrees "$name, the oldest summed"
    verdict "$name says once that they are" "$(grep -cxF \
        "note: $work/older.csv: the ages from 90 on are summed into one group, as the rates that they borrow have it" \
        "$work/err" | sed '/^1$/d')"
    input=$work/excel.csv
    run "$name" - "$@"
    input=
    agrees "$name from standard input"
    verdict "$name names standard input" "$(grep -q '^note: standard input has only populations' \
        "$work/err" || cat "$work/err")"
}
printf 'area,variable,year,sex,age,value\n01691,census,2020,both,all,14380\n' >"$work/counts.csv"
# shellcheck disable=SC2086 # words
{
    everywhere project --to 2060
    everywhere explain --area 01691 --to 2060 $plan
    everywhere reach --area 01691 --to 2060 --from 2025 --same-as 2025
    everywhere track --area 01691 --to 2060 $plan --observed "$work/counts.csv"
    everywhere ensemble --area 01691,01692 --to 2060 --trajectories 20 --csv
}

run municipalities "$work/wide.csv" --to 2060
cp "$work/out" "$work/want"
for table in japan older; do
    run municipalities "$work/$table.csv" --to 2060
    agrees "municipalities $table"
done
verdict 'municipalities says that ages are summed' "$(grep -c '^note: .* summed into one group' \
    "$work/err" | sed '/^1$/d')"

# A convention that is asked for, and rates that are there, are the user's.
refuses 1 'no mortality' project fixtures/ipss2018.csv --convention wpp-even
run project fixtures/wpp2024_japan.csv --to 2030 --summary
verdict 'a table with rates keeps them' "$(unexpected_notes)"
run project fixtures/ipss2018.csv --area 01223 --convention ipss
verdict 'the convention ipss is that of derived rates' "$([ "$status" -eq 0 ] || cat "$work/err")"

# A name comes from the table; the nation's code is an area like any other there.
sed 's/^01691,,[^,]*/00000,,"Shire, ""the"""/' "$work/wide.csv" | grep -E '^(code|00000)' >"$work/shire.csv"
# shellcheck disable=SC2086 # words
run explain "$work/shire.csv" --to 2060 $plan
verdict 'a town by the name in its table' "$(grep -q '^Shire, "the" (00000): total in 2060$' \
    "$work/out" || cat "$work/err" "$work/out")"

# Death rates of men and of women in files of their own.
run project fixtures/wpp2024_japan.csv
cp "$work/out" "$work/want"
grep -v ',mx,' fixtures/wpp2024_japan.csv >"$work/rest.csv"
for sex in male female; do
    { head -n 1 fixtures/wpp2024_japan.csv; grep ",mx,.*,$sex," fixtures/wpp2024_japan.csv; } >"$work/$sex.csv"
done
run project "$work/rest.csv" "$work/male.csv" "$work/female.csv"
agrees 'death rates of each sex in a file'

# All of men and of women, in another order; those of one area and of another are no series.
for sex in male female both; do
    { head -n 1 fixtures/wpp2024_japan.csv; grep ",$sex," fixtures/wpp2024_japan.csv | sort -t, -k 2,2r; } >"$work/$sex.csv"
done
{ sed 1q "$work/male.csv" && sed 1d "$work/male.csv" | sort; } >"$work/men.csv"
run project "$work/men.csv" "$work/female.csv" "$work/both.csv"
agrees 'each sex in a file'
sed '1!s/^/2/' "$work/male.csv" >"$work/elsewhere.csv"
run project "$work/elsewhere.csv" "$work/female.csv" "$work/both.csv"
verdict 'men of one area and women of another are no series' "$(grep 'read as one series' "$work/err"
    grep -q '^left out: .*2392' "$work/err" || cat "$work/err")"

# What does not fit: too far, before the nation's first date, other ages.
refuses 1 '--to 2061: expected a date every 5 years from 2020 on' project fixtures/ipss2018.csv --to 2061

# One date only; dates between those of the nation; a total that is none of its parts'; a scenario
# that does not fit.
cut -d, -f1-6 "$work/wide.csv" >"$work/once.csv"
refuses 1 'the population is of one date only, 2015, without rates: expected two dates or more' \
    project "$work/once.csv" --area 01691
printf 'area,variable,year,sex,age,value\n1691,mx,2015,male,0,0.01\n' >"$work/other.csv"
refuses 1 'no mortality: expected survival, mx or qx; death rates are of area "1691"' \
    project "$work/once.csv" "$work/other.csv" --area 01691
verdict 'what to do about them' "$(grep -qF 'or --reference with its population, is expected' "$work/err" || cat "$work/err")"
sed '1s/,2015,2020,/,2018,2023,/' "$work/wide.csv" | cut -d, -f1-7 >"$work/register.csv"
run project "$work/register.csv" --area 01691
verdict 'counts of dates that the nation has not' "$(grep -qF 'every 5 years from 2015 to 2065, not of 2023: without them' \
    "$work/err" || cat "$work/err")"
refuses 1 '--to 2061: expected a date every 5 years from 2023 on' \
    project "$work/register.csv" --area 01691 --to 2061
{ cat "$work/wide.csv"; echo '01691,,,both,all,99,1,1,1,1,1,1'; } >"$work/total.csv"
refuses 1 "$work/total.csv, line $(wc -l <"$work/total.csv" | tr -d ' '), column 2015: 99 persons, year 2015, sex both, age all, where its parts add up to 15273" \
    project "$work/total.csv" --area 01691
printf 'area,variable,year,sex,age,value\n1691,census,2020,計,総数,"14,380"\n' >"$work/zero.csv"
sed 's/^1691/=""/; s/=""/="01691"/' "$work/zero.csv" >"$work/kept.csv"
run track "$work/wide.csv" --area 01691 --to 2060 --observed "$work/counts.csv" --csv
cp "$work/out" "$work/want"
run track "$work/wide.csv" --area 01691 --to 2060 --observed "$work/zero.csv" --csv
agrees 'track: a code without its zero'
run track "$work/wide.csv" --area 01691 --to 2060 --observed "$work/kept.csv" --csv
agrees 'counts as they are written in Japan'
printf 'operation,value,year_from\n\ntfr,1.8,2070\n' >"$work/late.csv"
for call in 'project' 'explain --area 01691' 'track --area 01691 --observed '"$work/counts.csv"; do
    # shellcheck disable=SC2086 # words
    refuses 1 "$work/late.csv, line 3: operation 1, tfr: its years take in no date" $call \
        "$work/wide.csv" --scenario "$work/late.csv" --to 2060
done

# ---- standard input stands for one file, standard output for one thing ----

input=$work/wide.csv
refuses 1 'standard input: it has been read already: "-" can stand for one file only' \
    project - --scenario -
refuses 1 'it has been read already' municipalities - -
run municipalities - --to 2060
cp "$work/out" "$work/want"
input=
run municipalities "$work/wide.csv" --to 2060
agrees 'municipalities from standard input'
run nemuro --write-scenario -
cp "$work/out" "$work/plan.csv"
verdict 'a scenario to standard output' "$(cat "$work/err"; sed 1q "$work/plan.csv" |
    grep -v '^operation,')"
run nemuro --csv
steady "$work/out" >"$work/want"
input=$work/plan.csv
run nemuro --csv --scenario -
steady "$work/out" >"$work/printed" && mv "$work/printed" "$work/out"
agrees 'a scenario from standard input'
run explain --scenario -
verdict 'standard input by its name' "$(grep -q '^  path: standard input$' "$work/out" ||
    cat "$work/err" "$work/out")"
input=fixtures/pupils.csv
# Events of a year that is not counted yet; what is no number is an error.
for cell in '' - … x; do
    printf '%s\n' area,variable,year,sex,age,value 01691,register,2025,both,all,14000 \
        01691,births,2023,both,all,50 01691,births,2024,both,all,"$cell" >"$work/events.csv"
    run track "$work/wide.csv" --area 01691 --to 2060 --observed "$work/events.csv"
    verdict "births of \"$cell\"" "$(
        [ "$cell" = x ] && grep -q 'line 4, column value: "x": expected' "$work/err" && exit
        [ "$status" -eq 0 ] && grep -qxF 'note: births of 2024: not counted yet, left out' "$work/err" && exit
        cat "$work/err")"
done
run project fixtures/wpp2024_japan.csv --to 2030 --rates -
cp "$work/out" "$work/want"
input=
run project fixtures/wpp2024_japan.csv --to 2030 --rates fixtures/pupils.csv
agrees 'rates from standard input'
input=fixtures/observed.csv
run track --csv --observed -
cp "$work/out" "$work/want"
input=
run track --csv
agrees 'counts from standard input'
input=fixtures/census.csv
run backtest -
cp "$work/out" "$work/want"
input=
run backtest
agrees 'censuses from standard input'
printf 'area,variable,year,sex,age,value\n01694,population,2060,both,all,x\n' >"$work/bad.csv"
input=$work/bad.csv
refuses 1 'standard input, line 2, column value: "x"' control --controls -
sed 's/01694,population/01695,pupils/; s/x$/1/' "$work/bad.csv" >"$work/worse.csv"
input=$work/worse.csv
refuses 1 'standard input, line 2, column area: "01695"' project fixtures/ipss2018.csv --rates -
input=
refuses 1 'standard input: the file is empty' project -
refuses 2 'a file that can be read again' ensemble --resume -

# ---- as Excel saves it: Shift-JIS, semicolons, tabs, UTF-16, a workbook ----

name=$(printf '\215\252\216\272\216\163') # a town's name in Shift-JIS
save='in Excel, File > Save As with the file type "CSV UTF-8 (Comma delimited)" (名前を付けて保存'

# everyone FILE TEXT LINE...: every command that reads a CSV refuses it, and says why.
# What commands say of a scenario, if that is something else, is in $of_scenario.
everyone() {
    file=$1 said=$1$2
    shift 2
    printf "$@" >"$file"
    refuses 1 "$said" project "$file"
    refuses 1 "$said" project fixtures/wpp2024_japan.csv --rates "$file"
    refuses 1 "$said" municipalities "$file"
    refuses 1 "$said" municipalities fixtures/ipss2018.csv "$file"
    refuses 1 "${of_scenario:-$said}" nemuro --scenario "$file"
    refuses 1 "${of_scenario:-$said}" explain --scenario "$file"
    refuses 1 "$said" reach "$file" --from 2025
    refuses 1 "$said" track --observed "$file"
    refuses 1 "$said" ensemble "$file"
    refuses 1 "$said" control --controls "$file"
    refuses 1 "$said" backtest "$file"
}
everyone "$work/sjis.csv" ", line 2: the text is not UTF-8 but, it seems, Shift-JIS, which Excel in Japan writes, but not all of it is: $save" \
    'area,variable,year,sex,age,value\n%s\205\372,population,2015,male,0,1\n' "$name"
everyone "$work/utf16.csv" ": the text begins as UTF-16 and is not: it seems to be cut: $save" \
    '\377\376a\000r\000e\000a\000\t'
# Tables are read from workbooks, scenarios are not.
run --version
book=': the ZIP is cut off'
grep -q 'not read' "$work/out" && book=': a workbook or a ZIP file: this program was built without libzip'
of_scenario=": a workbook (.xlsx, .xls) or ZIP file, not CSV: $save"
everyone "$work/book.csv" "$book" 'PK\003\004'

# ---- for Excel: a byte-order mark, and otherwise the same ----

# marked NAME COMMAND ARGUMENT...: with --excel what is printed begins with a byte-order mark.
marked() {
    what=$1
    shift
    run "$@"
    { printf '\357\273\277'; cat "$work/out"; } >"$work/want"
    run "$@" --excel
    steady "$work/out" >"$work/printed"
    steady "$work/want" >"$work/out"
    mv "$work/printed" "$work/want"
    agrees "$what for Excel"
}
marked project project fixtures/wpp2024_japan.csv --to 2030
marked municipalities municipalities "$work/wide.csv"
marked control control --csv
marked explain explain --csv
marked 'explain --cells' explain --cells
marked reach reach --csv
marked track track --csv
marked nemuro nemuro --csv
marked ensemble ensemble --csv --trajectories 20
marked backtest backtest --csv
run municipalities "$work/wide.csv" --cells --excel -o "$work/cells.csv"
run municipalities "$work/cells.csv"
cut -d, -f1-3 "$work/out" >"$work/want"
run municipalities "$work/wide.csv"
cut -d, -f1-3 "$work/out" >"$work/printed" && mv "$work/printed" "$work/out"
agrees 'a file for Excel is read again'
for call in 'control' 'explain' 'reach' 'track' 'nemuro' 'ensemble' 'backtest'; do
    refuses 2 '--excel belongs to CSV: give --csv, too' "$call" --excel
done
refuses 2 '--excel belongs to CSV: give -o OUT.csv' project x.csv --summary --excel

# Persons of a year without a census may be a register's: that is said.
printf 'コード,年,人口\n01223,2022,24000\n' >"$work/persons.csv"
run track --observed "$work/persons.csv"
verdict 'what a count is taken for' "$(grep -qF 'the population of 2022 is taken for that of a census' "$work/err" ||
    cat "$work/err")"
sed 's/人口/住民基本台帳人口/' "$work/persons.csv" >"$work/register.csv"
run track --observed "$work/register.csv"
verdict 'a register' "$(grep -q 'register' "$work/out" && ! grep -q census "$work/err" || cat "$work/out" "$work/err")"

finish
