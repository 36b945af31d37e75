#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: tables.sh BUILD
#
# Tables as people have them go into the commands that their owners would try: each gives what the same
# figures give as a tidy table. Rows of the layouts of e-Stat, IPSS and the register against a script of a
# few lines each. All figures are invented, or those of fixtures/ipss2018.csv in another layout.

. tests/support/examples.sh

tidy=fixtures/ipss2018.csv
long_and_wide "$work/long.csv" "$work/wide.csv" # five towns, with names
ages='0 5 10 15 20 25 30 35 40 45 50 55 60 65 70 75 80 85 90'

# across SEXES: the tidy table with ages as columns; SEXES: names of men and women.
across() {
    awk -F, -v OFS=, -v ages="$ages" -v sexes="$1" '
        BEGIN { n = split(ages, age, " "); split(sexes, word, " ") }
        NR > 1 { key = $1 OFS $3 OFS ($4 == "male" ? word[1] : word[2])
                 if (!(key in seen)) { seen[key] = 1; keys[++k] = key }
                 sub(/[+]/, "", $5); value[key, $5] = $6 }
        END { for (i = 1; i <= k; i++) {
                  line = keys[i]; total = 0
                  for (a = 1; a <= n; a++) total += value[keys[i], age[a]]
                  line = line OFS total
                  for (a = 1; a <= n; a++) line = line OFS value[keys[i], age[a]]
                  print line } }' "$tidy"
}
japanese=$(for a in $ages; do [ "$a" = 90 ] && printf ',90歳以上' || printf ',%s～%s歳' "$a" $((a + 4)); done)

# alike NAME FILE: project gives what it gives with the tidy table.
run project "$tidy" --to 2060
cp "$work/out" "$work/want"
alike() {
    run project "$2" --to 2060
    verdict "project: $1" "$([ "$status" -eq 0 ] || cat "$work/err"; cmp "$work/want" "$work/out" 2>&1)"
    what=$1
}
# says TEXT: the notes of the last run have it.
says() {
    verdict "$what: it says \"$1\"" "$(grep -qF -- "$1" "$work/err" || cat "$work/err")"
}

# ---- layouts, whole ----

{ echo "団体コード,年,性別,総数$japanese"; across '男 女'; } >"$work/across.csv"
alike 'ages across' "$work/across.csv"
says 'read as: a row for each area, date, sex; columns are ages'

# e-Stat: pairs of a code and a text, codes of ages above, two nationalities, all dates below each other
{
    printf '"統計名：","架空国勢調査"\n"表題：","男女，年齢（5歳階級），国籍総数か日本人別人口"\n\n'
    printf '"-","当該数値がないもの"\n\n"","","","","","/年齢 コード","00"'
    for a in $ages; do printf ',"%s"' "$a"; done
    printf '\n"時間軸（年次） コード","時間軸（年次）","男女","国籍総数か日本人","全国，都道府県，市区町村 コード","/年齢","総数"'
    printf '%s,年齢「不詳」,（再掲）15歳未満\n' "$japanese"
    across '男 女' | awk -F, '{
        gsub(/,/, "\",\""); split($0, c, "\",\"")
        printf "\"%s0000\",\"%s年\",\"%s\",\"国籍総数\",\"%s\",\"\"", c[2], c[2], c[3], c[1]
        for (i = 4; i <= 23; i++) { v = c[i]; while (v ~ /[0-9][0-9][0-9][0-9]/) sub(/[0-9][0-9][0-9](,|$)/, ",&", v)
            printf ",\"%s\"", c[i] == 0 ? "-" : v }
        print ",\"-\",\"" c[5] + c[6] + c[7] "\""
        printf "\"\",\"%s年\",\"%s\",\"日本人\",\"%s\",\"\"", c[2], c[3], c[1]
        for (i = 4; i <= 23; i++) printf ",\"1\""
        print ",\"-\",\"3\"" }'
} >"$work/estat.csv"
alike 'e-Stat' "$work/estat.csv"
says 'only the whole counts'

# IPSS, all municipalities (2018, as people flatten it; 2023, with titles and a header in two rows)
blocks() {
    across 'm f' | awk -F, -v OFS=, '
        { key = $1 OFS $2; if (!(key in seen)) { seen[key] = 1; keys[++k] = key }
          for (i = 4; i <= NF; i++) { v[key, $3, i] = $i; n = NF } }
        END { for (j = 1; j <= k; j++) {
                  split(keys[j], c, ","); line = c[1] + 0 OFS "3" OFS "県" OFS "町" c[1] OFS c[2] "年"
                  for (s = 1; s <= 3; s++) for (i = 4; i <= n; i++)
                      line = line OFS (s == 1 ? v[keys[j], "m", i] + v[keys[j], "f", i] : v[keys[j], s == 2 ? "m" : "f", i])
                  print line } }'
}
{
    printf '結果表　男女・年齢（5歳）階級別の推計結果\n市などの別：a＝都道府県\n\nコード,市などの別,都道府県,市区町村,年'
    for sex in 総数 男 女; do printf ',%s' "$sex"; for a in $ages; do printf ','; done; done
    printf '\n,,,,'
    for sex in 1 2 3; do printf ',総数%s' "$japanese"; done
    printf '\n'
    blocks
} >"$work/ipss2023.csv"
alike 'IPSS 2023' "$work/ipss2023.csv"
says 'codes of four digits are taken with a zero before them'
{
    printf 'コード,市などの別,都道府県,市区町村,年'
    for sex in a m f; do
        [ "$sex" = a ] && printf ',総数'
        for a in $ages; do [ "$a" = 90 ] && printf ',90歳以上/%s' $sex || printf ',%s～%s歳/%s' "$a" $((a + 4)) $sex; done
    done
    printf '\n'
    blocks | awk -F, -v OFS=, '{ line = $1; for (i = 2; i <= NF; i++) if (i != 26 && i != 46) line = line OFS $i; print line }'
} >"$work/ipss2018.csv"
alike 'IPSS 2018' "$work/ipss2018.csv"

# the register: title, units below the header, codes of six digits, a file a date
for year in 2015 2020 2025 2030 2035 2040 2045; do
    {
        printf '%s年10月1日住民基本台帳年齢階級別人口（市区町村別）\n,,,,総数%s\n団体コード,都道府県名,市区町村名,性別,人' $year "$japanese"
        for a in $ages; do printf ',人'; done
        printf '\n'
        across '男 女' | awk -F, -v OFS=, -v year=$year '$2 == year {
            s = 0; for (i = 1; i <= 5; i++) s += (7 - i) * substr($1, i, 1)
            $1 = $1 (11 - s % 11) % 10; $2 = "北海道" OFS "町" $1; print }'
        printf '注1：架空の数値\n'
    } | iconv -f UTF-8 -t CP932 >"$work/register$year.csv"
done
run project "$work"/register20[1-4]?.csv --to 2060
what='the register'
verdict 'project: the register, a file a date, in Shift-JIS' "$([ "$status" -eq 0 ] || cat "$work/err"
    cmp "$work/want" "$work/out" 2>&1)"
says "register2015.csv and $work/register2020.csv are read as one series"
says 'codes of six digits are taken without the last'

# ---- the same, as people write it ----

# written NAME EXPRESSION [COMMAND...]: ages across, edited by sed, is what it was.
written() {
    sed "$2" "$work/across.csv" >"$work/written.csv"
    alike "$1" "$work/written.csv"
}
written 'half-size kana and other dashes' 's/コード/ｺｰﾄﾞ/; s/～/ｰ/g; s/総数/総　数/'
written 'dates with words' 's/,\(20[0-9]*\),/,\1年10月1日国勢調査,/'
written 'English, under bars' 's/団体コード,年,性別,総数/code,Year,Sex,Total/; s/～\([0-9]*\)歳/ to \1 yrs./g
    s/歳以上/ \& over/; s/,男,/,1_Men,/; s/,女,/,2_Women,/; y/,/|/'
written 'thousands by blanks' "s/,\\([0-9]\\)\\([0-9][0-9][0-9]\\)\\b/,\\1 \\2/g; s/,2 0/,20/"
awk -F, -v OFS=, 'NR == 1 { print $0, "年少人口", "高齢化率（％）"; next }
    { print $0, $5 + $6 + $7, 33.3 }' "$work/across.csv" >"$work/bands.csv"
alike 'a band by its name, and shares, beside' "$work/bands.csv"
written 'notes of two cells' '$s/$/\n出典,架空統計書\n注,架空の数値/'

# ---- names, with their regions or not ----

named() {
    printf '%s\n市町村,性別' "$2"
    for a in $ages; do [ "$a" = 90 ] && printf ',%s+' "$a" || printf ',%s-%s' "$a" $((a + 4)); done
    printf '\n%s,男' "$1"
    for a in $ages; do printf ',%s' $((900 - 9 * a)); done
    printf '\n%s,女' "$1"
    for a in $ages; do printf ',%s' $((950 - 9 * a)); done
    printf '\n'
}
named '架空県　架空町' 2015 >"$work/named2015.csv"
named 架空町 2020 >"$work/named2020.csv"
run project "$work/named2015.csv" "$work/named2020.csv" --area '架空県 架空町'
what='areas by name'
says 'names without their regions: "架空町" is "架空県架空町"'
verdict 'project: areas whose names have a region before them' \
    "$([ "$status" -eq 0 ] && grep -q ',population,2025,' "$work/out" || cat "$work/err")"
printf 'コード,年,出生,死亡\n99111,2020,10,20\n' >"$work/events.csv"
refuses 1 'has only births, deaths, which are events of years' project "$work/events.csv"
printf 'コード,性別,年齢,2015年,2020年\n99111,男,0,1,2\n' | sed '1i外国人人口' >"$work/part.csv"
refuses 1 'the figures are of "外国人人口": expected persons, all of the population' \
    project "$work/part.csv"

# ---- areas without some of their cells ----

across '男 女' >"$work/rows.across"
{ sed 1q "$work/across.csv"; sed '/^01691/s/,[0-9]*$/,x/' "$work/rows.across"; } >"$work/withheld.csv"
run project "$work/withheld.csv" --to 2060
grep -v '^01691' "$work/want" >"$work/want.others"
verdict 'project leaves out an area with withheld cells' "$([ "$status" -eq 3 ] || echo "status $status"
    cmp "$work/want.others" "$work/out" 2>&1
    grep -q '^left out: 01691: .*column 90歳以上: "x": expected' "$work/err" || cat "$work/err"
    grep -qx 'left out: 1 of 5 areas' "$work/err" || cat "$work/err")"
refuses 1 'column 90歳以上: "x": expected' project "$work/withheld.csv" --area 01691 --to 2060
refuses 1 '--to 2015: expected a date every 5 years from 2020 on' project "$tidy" --to 2015

# ---- rows against a script ----

# rows FILE: what examples/table prints of it, area,year,sex,age,value of men and women, sorted.
rows() {
    run examples/rows "$1"
    grep -E ',(male|female),' "$work/out" | sort >"$work/rows"
}
# script NAME FILE: the rows of FILE are those on standard input.
script() {
    sort >"$work/script"
    rows "$2"
    verdict "rows of $1 as by a script" "$([ -s "$work/script" ] || echo 'no rows'
        diff "$work/script" "$work/rows" | head -5)"
}
awk -F'","|^"|"$' -v OFS=, '
    /"総数","?0/ || /時間軸（年次） コード/ { next }
    $5 == "国籍総数" && ($4 == "男" || $4 == "女") {
        sub(/年/, "", $3)
        for (i = 8; i <= 29; i++) {
            v = $i; gsub(/,/, "", v); if (v == "-") v = 0
            a = i == 8 ? "all" : i == 28 ? "unknown" : i == 29 ? "0-14" : (i - 9) * 5
            if (a ~ /^[0-9]+$/) a = a == 90 ? "90+" : a "-" a + 4
            print $6, $3, ($4 == "男" ? "male" : "female"), a, v } }' "$work/estat.csv" >"$work/by"
script e-Stat "$work/estat.csv" <"$work/by"
awk -F, -v OFS=, 'NR > 5 { sub(/年/, "", $5)
    for (s = 1; s <= 2; s++) for (i = 0; i <= 19; i++) {
        a = i == 0 ? "all" : i == 19 ? "90+" : (i - 1) * 5 "-" (i - 1) * 5 + 4
        print "0" $1, $5, s == 1 ? "male" : "female", a, $(6 + 20 * s + i) } }' "$work/ipss2023.csv" >"$work/by"
script 'IPSS 2023' "$work/ipss2023.csv" <"$work/by"
iconv -f CP932 -t UTF-8 "$work/register2020.csv" | awk -F, -v OFS=, 'NR > 3 && NF > 5 {
    for (i = 5; i <= NF; i++) {
        a = i == 5 ? "all" : i == NF ? "90+" : (i - 6) * 5 "-" (i - 6) * 5 + 4
        print substr($1, 1, 5), 2020, $4 == "男" ? "male" : "female", a, $i } }' >"$work/by"
script 'the register' "$work/register2020.csv" <"$work/by"

# ---- a reference as HMD has it: a file of populations, one of death rates ----

# The nation's populations, and of its qx rates such as they could be, once tidy and once by columns.
awk -F, '$2 == "population" && ($4 == "male" || $4 == "female")' fixtures/japan.csv >"$work/nation"
awk -F, -v OFS=, '$2 == "qx" && $5 + 0 <= 110 {
    $2 = "mx"; $6 = sprintf("%.6f", $6 < 1 ? $6 / (1 - $6 / 2) : 0.6); if ($5 + 0 == 110) $5 = "110+"; print }' \
    fixtures/japan.csv >"$work/rates"
{ echo 'area,variable,year,sex,age,value'; cat "$work/nation" "$work/rates"; } >"$work/nation.csv"
columns() {
    awk -F, '{ key = $3 " " $5; if (!(key in seen)) { seen[key] = 1; keys[++k] = key } v[key, $4] = $6 }
        END { print "  Year  Age  Female  Male  Total"
              for (i = 1; i <= k; i++) { split(keys[i], c, " "); a = c[2]
                  if (groups && a !~ /[+]/) a = a "-" a + 4
                  f = v[keys[i], "female"]; m = v[keys[i], "male"]; print "  " c[1], a, f, m, groups ? f + m : m } }' groups="$1" "$2"
}
{ printf 'Nihon, Population size (abridged), \tLast modified: 08 May 2025\n\n'; columns 1 "$work/nation"; } >"$work/Population5.txt"
{ printf 'Nihon, Death rates (period 1x1), \tLast modified: 08 May 2025\n\n'; columns '' "$work/rates"; } >"$work/Mx_1x1.txt"
run project "$tidy" "$work/nation.csv" --reference 00000 --to 2060
cp "$work/out" "$work/want.nation"
run project "$tidy" "$work/Population5.txt" "$work/Mx_1x1.txt" --reference Nihon --to 2060
verdict 'a reference in two files of HMD' "$([ "$status" -eq 0 ] || cat "$work/err"
    cmp "$work/want.nation" "$work/out" 2>&1)"

grep -v ',population,' "$work/nation.csv" >"$work/rates.csv"
grep -v ',mx,' "$work/nation.csv" >"$work/people.csv"
for files in 'rates people' 'people rates'; do
    set -- $files
    run project "$work/$1.csv" "$work/$2.csv" "$tidy" --reference 00000 --to 2060
    verdict "a reference in two files, $files" "$([ "$status" -eq 0 ] || cat "$work/err"
        sort "$work/want.nation" >"$work/sorted"; sort "$work/out" | cmp "$work/sorted" - 2>&1)"
done

# ---- areas by code and name ----

for area in 01223 012238 1223 根室市 根室 '根室　市' '根室 市'; do
    run project "$work/wide.csv" --area "$area" --to 2060 -o "$work/area.csv"
    grep '^01223,' "$work/want" >"$work/want.area"
    verdict "--area $area" "$([ "$status" -eq 0 ] || cat "$work/err"
        sed 1d "$work/area.csv" | cmp - "$work/want.area" 2>&1)"
done
run project "$work/wide.csv" --area 北海道根室市 --to 2060 -o "$work/area.csv"
verdict 'a name with its prefecture' "$(sed 1d "$work/area.csv" | cmp - "$work/want.area" 2>&1)"
run project "$work/wide.csv" --area '01691, 北海道根室市' --to 2060 -o "$work/area.csv"
verdict 'a blank behind a comma' "$(cut -d, -f1 "$work/area.csv" | uniq | tr '\n' ' ' | grep -vx 'area 01691 01223 ')"
refuses 1 'there is no area "東京都根室市"' project "$work/wide.csv" --area 東京都根室市
refuses 1 '--area 町: several areas are called so: 01691 別海町, 01692 中標津町, 01693 標津町, 01694 羅臼町' \
    project "$work/wide.csv" --area 町
awk -F, -v OFS=, 'NR == 1; $1 == "01691" { for (k = 1; k < 8; k++) { $1 = 99900 + k; $3 = "第" k "町"; print } }' \
    "$work/wide.csv" >"$work/towns.csv"
refuses 1 '99905 第5町, 99906 第6町, ...' project "$work/towns.csv" --area 町
grep -v ^01223 "$tidy" >"$work/others.csv"
refuses 1 'there is no area "根室市"' project "$work/others.csv" --area 根室市
refuses 1 'there is no area "0122380"' project "$tidy" --area 0122380
sed 's/,\(\(中\)*標津町\),/,北海道\1,/' "$work/wide.csv" >"$work/region.csv"
run project "$work/region.csv" --area 標津町 --to 2060 --summary
verdict 'a name behind its prefecture is meant before a part of another' \
    "$(grep -q '^北海道標津町 (01693)' "$work/out" || head -n 1 "$work/out" "$work/err")"
sed 's/,別海町,/,Town,/; s/,中標津町,/,S Town,/' "$work/wide.csv" >"$work/letters.csv"
for area in 'Town (01691)' 'S Town (01692)'; do
    run project "$work/letters.csv" --area "${area% *}" --to 2060 --summary
    verdict "$area is meant by its name" "$(grep -qF "$area" "$work/out" || head -n 1 "$work/out" "$work/err")"
done

sed -n '1p; s/^01223,/架空町,/p' "$tidy" >"$work/town.csv"
run project "$work/town.csv" --to 2045 --summary
verdict 'a town without a code is called by its name' "$(sed -n 1p "$work/out" | grep -v '^架空町, ')"

# ---- grids that differ ----

awk -F, -v OFS=, '$5 == "85" { kept = $6; next } $5 == "90+" { $5 = "85+"; $6 += kept } 1' "$tidy" >"$work/85.csv"
run project "$work/85.csv" --to 2060
what='a town that ends with 85+'
says 'ends with 85+: the ages of Japan from 85 on are summed into one group, too'
run project "$work/85.csv" --to 2060 --split-open -o "$work/split.csv"
says 'ends with a wider group than Japan: it is split as that population'
verdict 'an open group is split as the reference has it, by sex' "$(awk -F, '
    FNR == 1 { next }
    FILENAME ~ /japan.csv$/ && $2 == "population" && $3 == 2030 && $5 ~ /^(85|90[+])$/ { j[$4, $5 + 0] = $6 }
    FILENAME ~ /85.csv$/ && $1 == "01223" && $3 == 2030 && $5 == "85+" { old[$4] = $6 }
    FILENAME ~ /split.csv$/ && $1 == "01223" && $2 == "population" && $3 == 2030 && $5 ~ /^(85|90[+])$/ {
        want = old[$4] * j[$4, $5 + 0] / (j[$4, 85] + j[$4, 90]); n++
        if (($6 - want) ^ 2 > 1e-12 * want ^ 2) print $0, want }
    END { if (n != 4) print n " cells" }' fixtures/japan.csv "$work/85.csv" "$work/split.csv")"
run project "$tidy" --to 2070
what='to 2070'
says 'to 2070: the rates of Japan end in 2065, and its last are held'
run project "$tidy" --to 2030 -o "$work/2030.csv"
verdict '--to within the table ends there' "$(awk -F, 'NR > 1 && $3 > 2030' "$work/2030.csv" | head -2)"
awk -F, -v OFS=, 'NR == 1; $3 == 2015 { $3 = 2010; print; $3 = 2015; print } $3 > 2015' "$tidy" >"$work/2010.csv"
run project "$work/2010.csv" --to 2060
verdict 'dates before the reference are left out' "$(cmp "$work/want" "$work/out" 2>&1)"
what='dates before 2015'
says 'the dates before 2015 are left out'
run project "$work/2010.csv" --to 2060 --counted-until 2010
verdict 'a projection of before the reference is taken from its first date' "$(cmp "$work/want" "$work/out" 2>&1
    grep -q '2010.csv: the dates before 2015 are left out: Japan has none of them' "$work/err" || cat "$work/err")"
run project "$tidy"
what='no --to'
says 'the last date is 2060'
verdict 'one default last date' "$(cmp "$work/want" "$work/out" 2>&1)"

# Counts: of fewer ages than the nation, of more, and of dates before its own.
awk -F, -v OFS=, '$5 == "85" { kept = $6; next } $5 == "90+" { $5 = "85+"; $6 += kept } 1' fixtures/census.csv \
    >"$work/census85.csv"
run project "$work/census85.csv" --area 01223 --to 2030 --split-open
verdict 'the open group of the last count is split' "$([ "$status" -eq 0 ] || cat "$work/err"
    awk -F, '
    FILENAME ~ /japan.csv$/ && $2 == "population" && $3 == 2015 && $5 ~ /^(85|90[+])$/ { j[$4, $5 + 0] = $6 }
    $1 == "01223" && $2 == "population" && $3 == 2015 && $5 ~ /^(85|90[+])$/ { part[$4, $5 + 0] = $6 }
    END { for (key in part) { n++; split(key, k, SUBSEP)
              off = part[key] / (part[k[1], 85] + part[k[1], 90]) - j[key] / (j[k[1], 85] + j[k[1], 90])
              if (off ^ 2 > 1e-20) print key, part[key] }
          if (n != 4) print n " cells" }' fixtures/japan.csv "$work/out")"
run project "$work/census85.csv" --area 01223 --to 2030
cp "$work/out" "$work/want.85"
awk -F, -v OFS=, '$2 == "population" && $5 == "85" { kept[$3, $4] = $6; next }
    $2 == "population" && $5 == "90+" { $5 = "85+"; $6 += kept[$3, $4] } 1' fixtures/japan.csv >"$work/nation85.csv"
run project fixtures/census.csv --nation "$work/nation85.csv" --area 01223 --to 2030
verdict 'counts of more ages than the nation are summed' "$(awk -F, '
    { key = $1 FS $2 FS $3 FS $4 FS $5 }
    NR == FNR { want[key] = $6; next }
    FNR > 1 && (!(key in want) || ($6 - want[key]) ^ 2 > 1e-20 * (1 + $6 ^ 2)) { print $0 ": expected " want[key] }
    END { if (FNR < 400) print FNR " lines" }' "$work/want.85" "$work/out" | head -3
    grep -q 'census.csv: the ages from 85 on are summed into one group' "$work/err" || cat "$work/err")"

# ---- one date ----

refuses 1 'expected two dates or more, from which rates are derived (further files may have them: 2015.csv 2020.csv)' \
    project "$work/register2020.csv" --to 2060
run project "$work/register2020.csv" --to 2060 --no-migration -o "$work/closed.csv"
what='--no-migration'
says 'so rates are those of Japan, without migration'
verdict 'nobody moves' "$(awk -F, '$2 == "net_migration" && $6 != 0' "$work/closed.csv" | head -2)"

cut -d, -f1-6 "$work/wide.csv" >"$work/once.csv"
refuses 1 "$work/once.csv: the population is of one date only, 2015, without rates: expected two dates or more" \
    municipalities "$work/once.csv"
refuses 1 "error: the population is of one date only, 2015, without rates: expected two dates or more" \
    project "$work/once.csv" fixtures/japan.csv --reference 00000 --area 01223
run project "$work/once.csv" --no-migration
awk -F, '$2 == "population" && $1 == "01223" { sum[$3] += $6 } END { for (y in sum) printf "%s,%.6f\n", y, sum[y] }' \
    "$work/out" | sort >"$work/want.totals"
run municipalities "$work/once.csv" --no-migration
awk -F, '$1 == "01223" { printf "%s,%.6f\n", $3, $4 }' "$work/out" | sort >"$work/totals"
verdict 'municipalities of one date: to 2060, as project' "$(cmp "$work/want.totals" "$work/totals" 2>&1
    [ "$(wc -l <"$work/totals")" -eq 10 ] || cat "$work/totals")"

# ---- a country in several files ----

run municipalities "$work/wide.csv" fixtures/japan.csv --to 2060
cp "$work/out" "$work/want.country"
cut -d, -f1-8 "$work/wide.csv" >"$work/early.csv"
cut -d, -f1-5,9- "$work/wide.csv" >"$work/late.csv"
for nation in fixtures/japan.csv ''; do
    # shellcheck disable=SC2086 # none
    run municipalities "$work/early.csv" "$work/late.csv" $nation --to 2060
    verdict "municipalities of several files ${nation:-and of Japan}" "$([ "$status" -eq 0 ] || cat "$work/err"
        cmp "$work/want.country" "$work/out" 2>&1)"
done
grep -v ^01223 "$work/late.csv" >"$work/without.csv"
run municipalities "$work/early.csv" "$work/without.csv" --to 2060
what='a file without a town'
says "1 area of $work/early.csv is not in $work/without.csv: 01223"
run municipalities "$work/early.csv" "$work/towns.csv" --to 2060
what='files of other towns'
says "7 areas of $work/towns.csv are not in $work/early.csv: 99901, 99902, 99903, 99904, 99905, 99906, ..."
sed '5s/[0-9]*$/-3/' fixtures/census2020.csv >"$work/2020.csv"
refuses 1 "error: $work/2020.csv, line 5: -3: expected a population, 0 or more" \
    project fixtures/census.csv "$work/2020.csv" --area 01223
sed '1!s/,[0-9]*$/,9/' "$work/wide.csv" >"$work/edited.csv"
refuses 1 'has no further dates of the areas of' municipalities "$work/wide.csv" "$work/edited.csv"
run project "$work/early.csv" "$work/late.csv" --to 2060
cp "$work/out" "$work/want.series"
run project "$work/late.csv" "$work/early.csv" --to 2060
verdict 'files of a series in any order' "$([ "$status" -eq 0 ] || cat "$work/err"
    cmp "$work/want.series" "$work/out" 2>&1)"

# ---- persons of whom the table does not say all ----

{ echo "市区町村コード,年齢,2020年男,2020年女,2020年その他・不詳"
    for a in $ages; do echo "01223,$([ "$a" = 90 ] && echo 90歳以上 || echo "$a～$((a + 4))歳"),100,100,5"; done
} >"$work/sexless.csv"
run project "$work/sexless.csv" --no-migration --summary
what='unknown sex'
says 'column "2020年その他・不詳", persons of unknown sex, is left out'
verdict 'unknown sex: the others count' "$(grep -q '^  2020        3,800 ' "$work/out" || cat "$work/out" "$work/err")"
sed 's/,2020年その他・不詳/,備考/' "$work/sexless.csv" >"$work/unknown.csv"
echo '01223,その他・不詳,19,38,0' >>"$work/unknown.csv"
run project "$work/unknown.csv" --no-migration --summary
what='その他・不詳'
says '57 persons of unknown age are spread'

# ---- counts as the census has them: unknown ages, and a total with more persons than its parts ----

# Of men so many more of unknown age as a tenth; the total of women is 1 % more than its parts.
{
    echo "団体コード,年,性別,総数$japanese,年齢「不詳」"
    across '男 女' | awk -F, -v OFS=, '$2 == 2020 && $1 == "01223" {
        unknown = $3 == "男" ? int($4 / 10) : 0
        $4 = $3 == "男" ? $4 + unknown : int(1.01 * $4)
        print $0, unknown }'
} >"$work/census.csv"
run track "$tidy" --area 01223 --to 2030 --observed "$work/census.csv"
awk '$1 == "census" && $2 == 2020 { gsub(/,/, ""); print $3, $4 }' "$work/out" >"$work/counts"
across '男 女' | awk -F, '$2 == 2020 && $1 == "01223" {
        share = $3 == "男" ? 1 + int($4 / 10) / $4 : 1
        for (i = 5; i <= NF; i++) { total += share * $i; band[i < 8 ? 1 : i < 18 ? 2 : 3] += share * $i }
        for (i = 9; i < 13 && $3 == "女"; i++) women += $i }
    END { printf "total %.0f\nage_0_14 %.0f\nage_15_64 %.0f\nage_65_plus %.0f\nwomen_20_39 %.0f\n",
              total, band[1], band[2], band[3], women }' >"$work/want.counts"
verdict 'counts: unknown ages are spread, parts are used' "$([ "$status" -eq 0 ] || cat "$work/err"
    cmp "$work/counts" "$work/want.counts" 2>&1 || cat "$work/counts" "$work/want.counts")"

finish
