#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: sh tests/examples/report.sh BUILD     from the top of the tree
#
# Reports, looked at as XML (xmllint), as HTML (Debian's tidy) and in a browser at 360 and 1280 pixels
# (Debian's chromium, tests/support/look.html), each if it is there; and their figures, compared with
# those of other programs.
. tests/support/examples.sh

have() {
    command -v "$1" >/dev/null 2>&1 || ! echo "skipped: no $1 here: reports are not looked at by it"
}
xml= html= browser=
have xmllint && xml=yes
have tidy && html=yes
have chromium && browser=yes

# look PAGE: what a browser finds wrong with it, and its console; at the end what was looked at. LOOKED: a
# folder of what was found in pages; the same page, of another build, is not looked at again.
look() {
    kept=${LOOKED:-$work}/$(sed "s|$work||g" "$1" | cat - tests/support/look.html | md5sum | cut -c 1-32)
    [ -f "$kept" ] && cat "$kept" && return
    {
        chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
            --disable-background-networking --disable-component-update --disable-sync \
            --user-data-dir="$work/chromium" --allow-file-access-from-files \
            --virtual-time-budget=30000 --window-size=1400,1000 --enable-logging=stderr --dump-dom \
            "file://$PWD/tests/support/look.html#file://$1" 2>"$work/console" |
            sed -n '/<pre id="said">/,/<\/pre>/ { s/<[^>]*>//g; /./p; }'
        grep -F CONSOLE "$work/console"
    } >"$work/looked"
    grep -q '^looked at' "$work/looked" && cp "$work/looked" "$kept"
    cat "$work/looked"
}

# look_at PAGE: nothing but that something was looked at, or what is wrong.
look_at() {
    look "$1" >"$work/said"
    grep -q '^looked at [1-9][0-9]* tables, [1-9][0-9]* pictures, [1-9][0-9]* figures$' \
        "$work/said" || echo 'not looked at to the end'
    sed '/^looked at/d' "$work/said"
}

# report NAME ARGUMENT...: makes $work/NAME.html, and looks at it in every way.
report() {
    name=$1 page=$work/$1.html
    shift
    run report "$@" -o "$page"
    problem=
    [ "$status" -eq 0 ] || problem="exit status $status"
    problem=$problem$(sed '/^note: /d' "$work/err"; cat "$work/out")
    verdict "report $*" "$problem"
    [ -z "$xml" ] || verdict "$name as XML" "$(xmllint --noout --nonet "$page" 2>&1 | head -n 3)"
    [ -z "$html" ] || verdict "$name as HTML" "$(tidy -quiet -errors "$page" 2>&1 | head -n 3)"
    [ -z "$browser" ] || verdict "$name in a browser" "$(look_at "$page")"
}

# figures NAME: what the tables of a report have, as caption|row|column|value.
figures() {
    awk '
        /<caption>/ { caption = $0; gsub(/<[^>]*>/, "", caption) }
        /<thead>/ {
            line = $0
            sub(/.*<thead><tr>/, "", line)
            heads = split(line, head, "</th>") - 1
            for (i = 1; i <= heads; i++) gsub(/<[^>]*>/, "", head[i])
        }
        /^<tr><th scope="row">/ {
            line = row = $0
            sub(/<\/th>.*/, "", row)
            gsub(/<[^>]*>/, "", row)
            sub(/.*<\/th>/, "", line)
            cells = split(line, cell, "</td>") - 1
            for (i = 1; i <= cells; i++)
                if (match(cell[i], /data-value="[^"]*"/))
                    print caption "|" row "|" head[i + 1] "|" \
                        substr(cell[i], RSTART + 12, RLENGTH - 13)
        }' "$work/$1.html"
}

# same NAME FILE LEAST: every line caption|row|column|value of FILE is in the report, its value
# rounded to whole persons; at least so many are.
same() {
    figures "$1" | awk -F'|' -v least="$3" '
        function whole(x) { return x < 0 ? -int(-x + 0.5) : int(x + 0.5) }
        NR == FNR { shown[$1 "|" $2 "|" $3] = $4; next }
        { key = $1 "|" $2 "|" $3; found++ }
        !(key in shown) { print key ": not in the page"; next }
        shown[key] != whole($4) { print key ": " shown[key] ", not " $4 }
        END { if (found < least) print "only " found + 0 " figures" }' - "$2"
}

# columns: CAPTION|YEAR|MEASURE|VALUE as figures.
columns() {
    awk -F'|' '
        BEGIN {
            name["total"] = "total"
            name["age_0_14"] = "0–14"
            name["age_15_64"] = "15–64"
            name["age_65_plus"] = "65+"
            name["women_20_39"] = "women 20–39"
        }
        $3 in name { print $1 "|" $2 "|" name[$3] "|" $4 }'
}

# ---- the catalogue of words ----

verdict 'each line of words.tsv has a text in every language' "$(awk -F'\t' '
    /^#/ { next }
    !n { n = NF }
    NF != n || $1 in seen || /"/ || /\t\t|\t$/ { print FNR ": " $0 }
    { seen[$1] = 1 }' examples/cohort/text/words.tsv)"
verdict 'what is found in a message is numbered in its order' "$(awk -F'\t' '
    $1 !~ /^LIVE_NOTE_/ { next }
    { n = 0 }
    { for (text = $2; match(text, /\{[0-9]\}/); text = substr(text, RSTART + 3))
        if (substr(text, RSTART + 1, 1) != ++n) print FNR ": " $0 }' examples/cohort/text/words.tsv)"

# ---- Nemuro ----

report nemuro-ja --lang ja
report nemuro-en --lang en
"$cohort" nemuro --csv | awk -F, -v OFS='|' '
    $1 == "ipss" { print "Population, IPSS baseline", $2, $3, $5 }
    $1 == "plan" { print "Population, city’s path", $2, $3, $5 }' | columns >"$work/figures"
verdict 'the figures of nemuro --csv' "$(same nemuro-en "$work/figures" 20)"
awk -F, 'BEGIN { name["0-14"] = "0–14"; name["15-64"] = "15–64"; name["65+"] = "65+" }
    $5 in name { print "Three ages from the census of 2020|" $3 "|" name[$5] ": IPSS 2023|" $6 }' \
    fixtures/ipss2023.csv >"$work/figures"
verdict 'the three ages of IPSS 2023 beside the forecast' "$(same nemuro-en "$work/figures" 18)"
"$cohort" ensemble --csv | awk -F, '
    BEGIN { head["0.025"] = "95 %: from"; head["0.1"] = "80 %: from"; head["0.5"] = "median"
            head["0.9"] = "80 %: to"; head["0.975"] = "95 %: to" }
    $1 == "quantile" && $2 == "total" && $3 > 2015 {
        print "Total: intervals on the IPSS baseline|" $3 "|" head[$4] "|" $5
    }' >"$work/figures"
verdict 'the figures of ensemble --csv' "$(same nemuro-en "$work/figures" 45)"
"$cohort" explain --csv | awk -F, '
    BEGIN { head["in_order"] = "one by one, in this order"
            head["shapley"] = "mean over all orders" }
    $1 in head { print "city’s path against the baseline, total in 2060|" $2 "|" head[$1] "|" $8 }
    ' >"$work/figures"
verdict 'the figures of explain --csv' "$(same nemuro-en "$work/figures" 8)"

"$cohort" track --csv | awk -F, -v t='The goals, city’s path, and what was counted' -v OFS='|' '
    $1 == "goal" && $2 == "census" && $4 == "women_20_39" && $14 == 2060 {
        print t, "women 20–39", "start", $15; print t, "women 20–39", "aimed at", $12
        print t, "women 20–39", "path", $11; print t, "women 20–39", "share of the way, %", $16
    }' >"$work/figures"
verdict 'the goals of track --csv' "$(same nemuro-en "$work/figures" 4)"
verdict 'the goals in short' "$(
    grep -q 'all of the 17 targets are met (chance of each: ' "$work/nemuro-en.html" || echo 'en: not said'
    grep -q '目標17項目をすべて達成します（それぞれの達成確率は' "$work/nemuro-ja.html" || echo 'ja: not said'
    grep -q 'In 2025 it had 1,915 under' "$work/nemuro-en.html" || echo 'no caution')"

title='What the rise of the TFR adds to the total of 2060, by its reading'
"$cohort" nemuro >"$work/nemuro"
sed -n '/the TFR read as/,/We infer/p' "$work/nemuro" | sed -E '1d;$d; s/([0-9]),([0-9])/\1\2/g' |
    sed -E 's/^  (.*[^ ]) +[0-9.]+ [0-9.]+ +([0-9]+) [fp] +([0-9]+) [fp] +\+([0-9]+)$/\1|\2|\3|\4/' |
    awk -F'|' -v OFS='|' -v t="$title" '
        { print t, $1, "without", $2; print t, $1, "with", $3; print t, $1, "adds", $4 }' |
    sed "s/'/\&#39;/" >"$work/figures"
verdict 'the readings of the TFR of nemuro' "$(same nemuro-en "$work/figures" 12)"
verdict 'the readings in both languages' "$(
    grep -q 'We infer that the strategy&#39;s 1.53' "$work/nemuro-en.html" || echo 'en: not said'
    grep -q '推定：戦略の1.53' "$work/nemuro-ja.html" || echo 'ja: not said')"

verdict 'what is inferred in the split is said so' "$(
    for page in nemuro-en nemuro-ja; do
        sed -n '/id="why"/,/<\/section>/p' "$work/$page.html" |
            grep -q 'those of inferred factors\|推定した係数によるもの' || echo "$page: not said"
        grep -q 'periods inferred\|期間別は推定' "$work/$page.html" || echo "$page: not in the picture"
    done)"

awk -v OFS='|' '
    /^9[.]/ { on = 1 }
    on && NF > 5 && /of the count of 2020/ { town = $2 }
    on && town && /^  20[0-9][0-9] / {
        gsub(/,/, "")
        print "Total of the towns of Nemuro subprefecture from the census of 2020", town ": forecast", $1, $2
        print "Total of the towns of Nemuro subprefecture from the census of 2020", town ": IPSS 2018", $1, $6
    }
    /^  Nemuro, ages/ { on = 0 }' "$work/nemuro" >"$work/figures"
verdict 'the five towns of nemuro' "$(same nemuro-en "$work/figures" 60)"
verdict 'how many factors can be what' "$(
    figures nemuro-en | awk -F'|' '$1 == "Factors: net out-migration cut by, %" {
            if ($3 == "least") zero += $4 < 0.05
            if ($3 == "greatest") half += $4 > 50 }
        END { printf "one by one, at least %d of them can be zero, and at least %d more than a half\n", zero, half }' |
        grep -qF -f - "$work/nemuro-en.html" || echo 'not as the table has it')"

# The same but for the day, which SOURCE_DATE_EPOCH gives.
for copy in 1 2; do
    SOURCE_DATE_EPOCH=86400 "$cohort" report >"$work/copy$copy.html"
done
verdict 'a report again' "$(cmp "$work/copy1.html" "$work/copy2.html" 2>&1)"
verdict 'its day' "$(grep -q 1970-01-02 "$work/copy1.html" || echo 'another day')"

# ---- a neighbour's own table ----

{ head -n 1 fixtures/ipss2018.csv && grep '^01691,' fixtures/ipss2018.csv; } >"$work/town.csv"
printf '%s\n' measure,year,value total,2040,12000 women_20_39,2025,1100 \
    age_65_plus/total,2040,37.5 >"$work/targets.csv"
report town "$work/town.csv" --scenario tests/scenario.csv --targets "$work/targets.csv" --lang en
"$cohort" municipalities "$work/town.csv" --to 2060 -o "$work/town-out.csv"
awk -F, -v OFS='|' 'NR == 1 { for (i = 4; i <= NF; i++) name[i] = $i; next }
    { for (i = 4; i <= NF; i++) print "Population, baseline", $3, name[i], $i }' \
    "$work/town-out.csv" | columns >"$work/figures"
verdict 'the figures of municipalities' "$(same town "$work/figures" 40)"
report two "$work/town.csv" --scenario tests/scenario.csv --scenario tests/scenario.csv --lang ja \
    --to 2045 --trajectories 200
report six "$work/town.csv" --trajectories 200 --scenario tests/scenario.csv --scenario tests/scenario.csv \
    --scenario tests/scenario.csv --scenario tests/scenario.csv --scenario tests/scenario.csv \
    --scenario tests/scenario.csv --targets "$work/targets.csv" --lang ja
report counted fixtures/ipss2018.csv --area 01223 --observed fixtures/observed.csv --lang ja
report canada fixtures/canada_1x1.csv --convention wpp-end --lang ja
verdict 'no spreads that are not meant for it' \
    "$(grep -c 'id="sure"' "$work/canada.html" | sed '/^0$/d')"
report japan fixtures/wpp2024_japan.csv --lang en
run report - --lang en <"$work/town.csv"
verdict 'report of standard input' "$([ "$status" -eq 1 ] && grep -q 'standard input' "$work/err" ||
    cat "$work/err")"

# ---- what a planner is told ----

# says NAME TEXT...: the report has it.
says() {
    page=$1
    shift
    for text in "$@"; do
        verdict "$page says: $text" "$(grep -qF -- "$text" "$work/$page.html" || echo 'not said')"
    done
}
says town 'On “scenario”, 1 of 3 targets are met; missed:' 'Of such intervals'
verdict 'no four out of five' "$(grep -c 'four cases out of five' "$work/town.html" | sed '/^0$/d')"
printf '%s\n' operation,sex,age_from,age_to,year_from,year_to,value_from,value \
    add_migrants,both,25,34,2025,,,20 tfr,,,,2025,2040,1.7,1.9 \
    suppress_out_migration,both,70,74,2025,,,0.5 >"$work/plan.csv"
printf '01691,%s\n' register,2025,both,all,16000 births,2024,both,all,50 deaths,2024,both,all,200 \
    moved_in,2024,both,all,400 moved_out,2024,both,all,600 >"$work/rows"
{ echo area,variable,year,sex,age,value && cat "$work/rows"; } >"$work/counts.csv"
report planned "$work/town.csv" --scenario "$work/plan.csv" --observed "$work/counts.csv" --lang en
says planned 'only persons moving in have the age that they have at its end' \
    '1.70 → 1.90 (baseline then: ' 'nothing to change here' \
    'The register of 2025 (16,000) is outside even the 95 % interval of its time on the baseline' \
    'In 2024 50 children were born'
says planned 'row 2: it ends in 2040, and what follows is the baseline’s again (a row from 2045 on would keep it)' \
    'row 2: a TFR from 2025 on changes births from 2020 on (to change those from 2025 on, write 2030)'
verdict 'both are noted, of this row only' "$(grep -c 'plan.csv, row 2: \(it ends\|a TFR from\)' "$work/err" | sed '/^2$/d'
    grep ', row [13]: \(it ends\|a TFR\)' "$work/err")"
verdict 'a row without effect is noted' "$(grep -q \
    'plan.csv, row 3: there is nothing to change in [^:]*: suppress_out_migration.*--old nation' "$work/err" ||
    cat "$work/err")"
# what is kept: by the next date's row, by a later row of the same people; what never ends, what has no first year
printf '%s\n' operation,sex,age_from,age_to,year_from,year_to,value_from,value tfr,,,,,2040,,1.9 tfr,,,,2045,,,1.9 \
    suppress_out_migration,male,0,39,2025,2030,,0.2 suppress_out_migration,,0,39,2030,,,0.2 \
    suppress_out_migration,female,0,19,2025,2030,,0.2 scale_net_migration,female,40,59,2025,2040,,0.5 >"$work/kept.csv"
run project "$work/town.csv" --scenario "$work/kept.csv" --summary
verdict 'what goes on is not noted' "$(grep -o 'row [0-9]: it ends in [0-9]*\|a TFR from' "$work/err" | grep -vx 'row 6: it ends in 2040'
    grep -q 'row 6: it ends in 2040' "$work/err" || echo 'row 6 is not noted')"
# kept for some of its people, and for all of them by two rows
printf '%s\n' operation,sex,age_from,age_to,year_from,year_to,value_from,value suppress_out_migration,both,20,39,2020,2030,,0.2 \
    scale_net_migration,female,35,39,2030,,,0.9 suppress_out_migration,both,35,39,2025,2030,,0.2 \
    scale_net_migration,male,30,,2030,,,0.9 >"$work/parts.csv"
run project "$work/town.csv" --scenario "$work/parts.csv" --summary
verdict 'what goes on for some is noted' "$(grep -o 'row [0-9]: it ends in [0-9]*' "$work/err" | grep -vx 'row 1: it ends in 2030'
    grep -q 'row 1: it ends in 2030' "$work/err" || cat "$work/err")"
# of areas of other years, each note once
{ sed -n '1p; /^01691,population,20[234]/p' fixtures/ipss2018.csv && grep '^01223,' fixtures/ipss2018.csv; } >"$work/later.csv"
printf '%s\n' operation,year_from,year_to,value tfr,2020,2040,1.8 >"$work/tfr.csv"
run project "$work/later.csv" --scenario "$work/tfr.csv" --summary
verdict 'what may surprise in any area is noted' "$(grep -o 'row 1: \(it ends\|a TFR\)' "$work/err" | sort | uniq -c | tr -s ' ' |
    grep -vx ' 1 row 1: \(it ends\|a TFR\)'; grep -c 'row 1: [ia]' "$work/err" | sed '/^2$/d')"
cp "$work/tfr.csv" "$work/mytfr.csv"
run report "$work/town.csv" --scenario "$work/mytfr.csv" --scenario "$work/tfr.csv" --trajectories 0
verdict 'and of each scenario' "$(for name in mytfr tfr; do grep -q "$work/$name.csv, row 1: it ends" "$work/err" || cat "$work/err"; done)"
refuses 1 'has net out-migration' report "$work/town.csv" --scenario "$work/plan.csv" --strict
# (A later row makes an earlier one possible: this does not change what was run.)
printf '%s\n' operation,sex,age_from,age_to,year_from,year_to,value_from,value \
    suppress_out_migration,both,0,,2015,,,0.5 add_migrants,both,20,24,2015,,,-3 >"$work/later.csv"
sed 2d "$work/later.csv" >"$work/second.csv"
report second "$work/town.csv" --no-migration --scenario "$work/second.csv" --lang en --trajectories 50
report later "$work/town.csv" --no-migration --scenario "$work/later.csv" --lang en --trajectories 50
verdict 'the reason is that of the row in its place' "$(grep -q \
    'later.csv, row 1: there is nothing to change in [^:]*: suppress_out_migration' "$work/err" || cat "$work/err")"
verdict 'a row without effect changes nothing' "$(for name in second later; do
    sed "s/$name/plan/g" "$work/$name.html" | grep -o 'on the baseline ([^)]*)' >"$work/$name.said"
done; [ -s "$work/later.said" ] || echo 'not said'; diff "$work/second.said" "$work/later.said")"

printf '%s\n' 指標,目標年,目標値,現状値 総人口,2025,14000, 20～39歳女性,2030,1100,1500 >"$work/targets.csv"
printf '01691,%s\n' register,2026,both,all,14100 >>"$work/counts.csv"
sed -i 's/^01691,register,2025,.*/01691,register,2025,female,20-39,1200/' "$work/counts.csv"
report due "$work/town.csv" --targets "$work/targets.csv" --observed "$work/counts.csv" --lang en
says due '<td class="text">met (register)</td>' 'In 2025 it had 1,200 under “women 20–39”'

"$cohort" project "$work/town.csv" --to 2060 --rates fixtures/pupils.csv -o "$work/town-all.csv" 2>/dev/null
awk -F, -v OFS='|' '
    NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
    { value = $column["value"]; year = $column["year"]; variable = $column["variable"] }
    variable == "pupils_elementary" { pupils[year] += value }
    variable == "births" { births[year] += value }
    variable == "deaths" { deaths[year] += value }
    END {
        for (year in pupils)
            print "School children, by their age", year, "baseline: elementary", pupils[year]
        t = "Births, deaths and moves a year, baseline"
        for (year in births) {
            period = year "–" year + 5
            print t, period, "births", births[year] / 5
            print t, period, "deaths", deaths[year] / 5
            print t, period, "natural change", (births[year] - deaths[year]) / 5
        }
    }' "$work/town-all.csv" >"$work/figures"
verdict 'school children, births and deaths of project' "$(same town "$work/figures" 35)"
awk -F, -v OFS='|' '
    $1 == "01000" && $5 == "all" { t[$3] = $6 }
    END { print "total, 2015 = 100", 2045, "Hokkaido", 100 * t[2045] / t[2015] }' \
    fixtures/prefectures.csv >"$work/want"
figures town | awk -F'|' 'NR == FNR { want = $4; next }
    $1 == "total, 2015 = 100" && $2 == 2045 && $3 == "Hokkaido" { found = 1; if (($4 - want) ^ 2 > 0.0026) print }
    END { if (!found) print "no prefecture" }' "$work/want" - >"$work/said"
verdict 'beside the prefecture' "$(cat "$work/said")"
verdict 'a pyramid a date, all on one scale' "$(awk '
    /<div class="frames/ { frames++ }
    /<figure data-year=/ { n++ }
    END { if (frames != 2 || n != 20) print frames, n }' "$work/town.html"
    sed -n '/<figure data-year=/,/<\/figure>/p' "$work/town.html" |
        grep -o '<text[^>]*>[0-9,]*00</text>' | sed 's/<[^>]*>//g' | sort | uniq -c |
        awk '{ n[$1]++ } END { for (k in n) m++; if (m != 1) print "scales differ" }')"
verdict 'the fan of each path' "$([ "$(grep -c 'Around the ' "$work/town.html")" -ge 2 ] || echo 'not there')"
# The files that it takes to repeat it: those that were read, and no others.
# read_by FILES ARGUMENT...
cp fixtures/japan.csv "$work/nation.csv"
cp fixtures/peers.csv "$work/peers.csv"
read_by() {
    want=$1
    shift
    run report "$@" --area 01691 --to 2030 --trajectories 0
    verdict "the files of report $*" "$([ "$status" -eq 0 ] || cat "$work/err"
        echo "$want" >"$work/want"
        grep -o '<th scope="row">[a-z0-9]*[.]csv' "$work/out" | sed 's/.*>//' | xargs | diff "$work/want" -)"
}
read_by 'town.csv japan.csv pupils.csv prefectures.csv' "$work/town.csv"
read_by 'town.csv nation.csv' "$work/town.csv" "$work/nation.csv" --reference 00000
read_by 'town.csv nation.csv' "$work/town.csv" --nation "$work/nation.csv"
read_by 'census.csv japan.csv peers.csv pupils.csv prefectures.csv' fixtures/census.csv --peers "$work/peers.csv"

# Without migration nothing is derived from the counts, and nothing was back-tested.
run report fixtures/census2020.csv --area 01691 --no-migration --to 2030 --lang en --trajectories 10
verdict 'a report without migration' "$([ "$status" -eq 0 ] || cat "$work/err"
    grep -q 'nobody moves in or out' "$work/out" && grep -q 'If nobody moves in or out (baseline)' "$work/out" ||
        echo 'not said'
    grep -o 'things go on as they are\|derived from the published\|published table ends\|<caption>Back-tested' "$work/out")"
run ensemble fixtures/census2020.csv --area 01691 --no-migration --to 2030 --trajectories 10
verdict 'an ensemble without migration' "$(grep -o 'Back-tested' "$work/out"
    grep -q 'has not been measured' "$work/out" || cat "$work/err")"

# ---- hostile names ----

long=$(awk 'BEGIN { while (n++ < 300) printf "とても長い名前" }')
for name in "<script>alert('&amp;')</script>\"'" 'עיר <b>גדולה</b> (מאוד)' "$long" \
    "$(printf 'bad \377\001 bytes')"; do
    report hostile "$work/town.csv" --name "$name" --source "$name" --scenario tests/scenario.csv --trajectories 200
    verdict "the name $(printf %.20s "$name") is text" \
        "$(grep -c '<script>alert\|<b>' "$work/hostile.html" | sed '/^0$/d')"
done
cp tests/scenario.csv "$work/<i>&\"'.csv"
report hostile-scenario "$work/town.csv" --scenario "$work/<i>&\"'.csv" --trajectories 200

# ---- how the files were read ----

{ sed -n 1p fixtures/ipss2018.csv && grep '^01691,population' fixtures/ipss2018.csv; } >"$work/<b>&.csv"
report noted "$work/<b>&.csv" --lang ja
sed -n 's/^note: //p' "$work/err" | sed "s/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g; s/\"/\&quot;/g; s/'/\&#39;/g" >"$work/want"
verdict 'the notes are in the report, as text' "$(sed -n '/^<h3>読み取り方</,/^<\/ul>/s/^<li>\(.*\)<\/li>$/\1/p' \
    "$work/noted.html" | diff "$work/want" -; grep -q '(japan.csv: ' "$work/want" || echo 'no such note')"
verdict 'without notes there is no list' "$(grep '<h3>' "$work/nemuro-ja.html")"

# ---- what look.html is there for ----

# faulty WHAT SED: a page that is spoilt is found out.
faulty() {
    sed "$2" "$work/town.html" >"$work/faulty.html"
    found=$(look "$work/faulty.html" | sed '/^looked at/d')
    verdict "look.html finds $1" "$([ -n "$found" ] || echo 'nothing found')"
}
if [ "$browser" ]; then
    faulty 'letters too small on paper' 's|font-size=.11.|font-size="10"|g'
    faulty 'columns that are all left out' 's|<th scope="col"|& class="minor"|g'
    faulty 'a page too wide' 's|<h1>|<h1 style="width: 2000px">|'
    faulty 'a table without a caption' 's|<caption>[^<]*</caption>|<caption></caption>|'
    faulty 'a row without a head' 's|<th scope="row">total</th>|<td>total</td>|'
    faulty 'a figure that is not its value' 's|data-value="12000"|data-value="12001"|'
    faulty 'an error on the console' 's|words.copy;|words.copy.no.thing;|'
    faulty 'a slider that moves nothing' 's|slider.addEventListener|slider.addNothing|'
    faulty 'columns that stay hidden' "s|classList.toggle('every')|classList.toggle('none')|"
    faulty 'a picture from elsewhere' 's|<h1>|<img src="x.png" alt="" /><h1>|'
    faulty 'a link to nowhere' 's|href="#why"|href="#what"|'
fi

# ---- how sure ----

run report fixtures/wpp2024_japan.csv --to 2040 --lang en
verdict 'no fan where nothing was estimated' "$(unexpected_notes; grep -o 'random trajectories' "$work/out")"
refuses 1 'not for wpp-even' report fixtures/wpp2024_japan.csv --to 2040 --trajectories 10

# ---- what is wrong is refused, and nothing is left ----

# targets ROW...: a table of targets.
targets() {
    printf '%s\n' measure,year,value "$@" >"$work/targets.csv"
}
bad() {
    refuses 1 "$1" report "$work/town.csv" --targets "$work/targets.csv" -o "$work/bad.html"
    verdict "nothing is left after $1" "$(ls "$work"/bad.html* 2>/dev/null)"
}
targets total,2040,many
bad 'targets.csv, line 2, column value: "many"'
targets total,2040,-1
bad 'expected 0 or more'
targets totals,2040,1
bad 'targets.csv, line 2'
targets total,1900,1
bad 'targets.csv, line 2'
targets total,2040,1 total,2040,2
bad 'line 3: "total" of 2040 has a target already'
targets age_65_plus/total,2040,32%
bad 'line 2, column value: "32%": expected a plain number: 32 for 32 %'
targets 人口密度,2040,3
bad '"人口密度": expected total, men'
targets 総人口,2040,"$(printf '"12,000世帯"')"
bad 'without a unit: remove 世帯'
targets '総人口,2040,"12,000"' 20～39歳女性,2040,９００ 老年人口/総人口,2040,36
report japanese "$work/town.csv" --targets "$work/targets.csv" --lang en --trajectories 200
figures japanese | grep '^The plan’s targets' >"$work/want"
targets total,2040,12000 women_20_39,2040,900 高齢化率,2040,36
report plain "$work/town.csv" --targets "$work/targets.csv" --lang en --trajectories 200
verdict 'measures by Japanese names' "$(figures plain | grep '^The plan’s targets' | diff "$work/want" - 2>&1
    [ -s "$work/want" ] || echo 'no targets')"
targets total,2040,12000 高齢化率,2040,0.36
run report "$work/town.csv" --targets "$work/targets.csv" --trajectories 0 -o "$work/noted.html"
verdict 'a share as a target is asked about' "$(grep -qF \
    'column value: 0.36 is read as 0.36 %: is 36 meant?' "$work/err" || cat "$work/err")"
# headed NAME HEADINGS ROW...: targets under these headings are those of the report `plain`.
headed() {
    printf '%s\n' "$2" >"$work/targets.csv"
    name=$1
    shift 2
    printf '%s\n' "$@" >>"$work/targets.csv"
    run report "$work/town.csv" --targets "$work/targets.csv" --lang en --trajectories 200 \
        -o "$work/$name.html"
    figures "$name" | grep '^The plan’s targets' >"$work/found"
    verdict "targets under the headings of $name" "$(diff "$work/want" "$work/found")"
}
headed items 項目,年度,目標 総人口,2040,12000 20～39歳女性,2040,900 高齢化率,令和22年,36
headed years 指標,西暦,現状,目標人口 人口,2040,16000,12000 20～39歳女性,2040,1300,900 高齢化率,2040,33,36
targets total,2040,12000
report total "$work/town.csv" --targets "$work/targets.csv" --lang en --trajectories 200
figures total | grep '^The plan’s targets' >"$work/want"
headed only 年次,目標人口 2040,12000
headed begun 目標年度,総人口,基準値 2040,12000,
printf 'a,b\n' >"$work/targets.csv"
bad 'no column "measure": expected measure,year,value (or 指標,年,目標値; also 項目; 年度'
printf '年,目標値\n2040,1.8\n' >"$work/targets.csv"
bad 'no column "measure"'
printf '年,地域,人口\n2040,1,12000\n' >"$work/targets.csv"
bad 'no column "measure"'
refuses 1 'missing.csv' report missing.csv
refuses 2 'more than 6 files' report "$work/town.csv" --scenario 1 --scenario 2 --scenario 3 \
    --scenario 4 --scenario 5 --scenario 6 --scenario 7
refuses 2 'expected en or ja' report --lang de
cp "$work/town.csv" "$work/only.csv"
refuses 2 'is an input: it would be lost' report "$work/only.csv" -o "$work/./only.csv"
refuses 2 'is an input: it would be lost' report "$work/town.csv" --targets "$work/only.csv" \
    -o "$work/only.csv"
verdict 'an input is not lost' "$(cmp "$work/town.csv" "$work/only.csv" 2>&1)"
refuses 1 "$work/none/x.html" report "$work/town.csv" --trajectories 0 -o "$work/none/x.html"
"$cohort" report "$work/town.csv" --trajectories 0 >/dev/full 2>"$work/err" && echo 'exit status 0' >>"$work/err"
verdict 'a full disk' "$(grep -q 'error: ' "$work/err" || cat "$work/err")"

finish
