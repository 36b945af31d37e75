#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: report.sh BUILD
#
# Makes reports and looks at them as XML, as HTML (Debian's tidy), and in a browser at 360 and 1280
# pixels (Debian's chromium, tests/report/look.html), each if it is there; and holds their figures
# against those of other programs.  Ends with the line "N passed, N failed".

root=$(cd "$(dirname "$0")/.." && pwd) || exit 2
programs=$(cd "$1" && pwd)/examples || exit 2
work=$(mktemp -d) || exit 2
cd "$root" || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

passed=0
failed=0

# verdict NAME PROBLEM: counts; there is no problem if it is empty.
verdict() {
    if [ -z "$2" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAILED %s: %s\n' "$1" "$2"
    fi
}

have() {
    command -v "$1" >/dev/null 2>&1 || { echo "skipped: no $1 here" && false; }
}

# look PAGE: what a browser finds wrong with it; its console; and what it has looked at.
look() {
    chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
        --disable-background-networking --disable-component-update --disable-sync \
        --user-data-dir="$work/chromium" --allow-file-access-from-files \
        --virtual-time-budget=30000 --window-size=1400,1000 --enable-logging=stderr --dump-dom \
        "file://$root/tests/report/look.html#file://$1" 2>"$work/console" |
        sed -n '/<pre id="said">/,/<\/pre>/ { s/<[^>]*>//g; /./p; }'
    grep -F CONSOLE "$work/console"
}

# report NAME ARGUMENT...: makes $work/NAME.html, and looks at it in every way.
report() {
    name=$1
    page=$work/$name.html
    shift
    "$programs/report" "$@" -o "$page" >"$work/out" 2>"$work/err" </dev/null
    verdict "report $*" "$(sed '/^note:/d' "$work/err"; cat "$work/out"; [ -s "$page" ] || echo 'no page')"
    [ "$xml" ] && verdict "$name as XML" "$(xmllint --noout --nonet "$page" 2>&1)"
    [ "$html" ] && verdict "$name as HTML" "$(tidy -quiet -errors "$page" 2>&1)"
    [ "$browser" ] && verdict "$name in a browser" "$(look "$page" |
        sed '$ s/^looked at [1-9][0-9]* tables, [1-9][0-9]* pictures, [1-9][0-9]* figures$//; /^$/d')"
}

xml=$(have xmllint && echo yes)
html=$(have tidy && echo yes)
browser=$(have chromium && echo yes)
for what in "$xml" "$html" "$browser"; do
    case $what in skipped*) echo "$what" ;; esac
done
[ "$xml" = yes ] || xml=
[ "$html" = yes ] || html=
[ "$browser" = yes ] || browser=

# figures PAGE: what its tables have, as caption|row|column|value.
figures() {
    sed -n '/<table>/,/<\/table>/p' "$1" | awk '
        /<caption>/ { caption = $0; gsub(/<[^>]*>/, "", caption) }
        /<thead>/ {
            line = $0
            sub(/.*<thead><tr>/, "", line)
            heads = split(line, head, "</th>") - 1
            for (i = 1; i <= heads; i++) gsub(/<[^>]*>/, "", head[i])
        }
        /^<tr><th scope="row">/ {
            line = $0
            row = line
            sub(/<\/th>.*/, "", row)
            gsub(/<[^>]*>/, "", row)
            sub(/.*<\/th>/, "", line)
            cells = split(line, cell, "</td>") - 1
            for (i = 1; i <= cells; i++)
                if (match(cell[i], /data-value="[^"]*"/))
                    print caption "|" row "|" head[i + 1] "|" \
                        substr(cell[i], RSTART + 12, RLENGTH - 13)
        }'
}

report nemuro-en --lang en
report nemuro-ja --lang ja

# The figures of every date are those that `nemuro --csv` computes of the same paths.
"$programs/nemuro" --csv >"$work/nemuro.csv"
figures "$work/nemuro-en.html" >"$work/figures"
verdict 'the figures of nemuro --csv' "$(awk -F '[|,]' -v rounded=0 '
    NR == FNR { next }' /dev/null /dev/null
awk -F, '
    function round(x) { return x < 0 ? -int(-x + 0.5) : int(x + 0.5) }
    BEGIN {
        caption["ipss"] = "Population, IPSS baseline"
        caption["plan"] = "Population, city’s path"
        column["total"] = "total"
        column["age_0_14"] = "0–14"
        column["age_15_64"] = "15–64"
        column["age_65_plus"] = "65+"
        column["women_20_39"] = "women 20–39"
    }
    NR == FNR { split($0, f, "|"); shown[f[1] "|" f[2] "|" f[3]] = f[4]; next }
    $1 in caption {
        key = caption[$1] "|" $2 "|" column[$3]
        found++
        if (!(key in shown)) print key ": not in the page"
        else if (shown[key] != round($5)) print key ": " shown[key] ", not " $5
    }
    END { if (found < 20) print "only " found " figures" }' "$work/figures" "$work/nemuro.csv")"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
