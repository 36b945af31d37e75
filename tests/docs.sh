#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: docs.sh
#
# The pages hold together: every relative link of README.md, lib/doc, .github and fixtures/README.md
# leads to a file that is there, and to a heading that is there; every page of lib/doc and every
# picture of examples/gallery is reached from README.md in two clicks; the README's program is
# examples/hello.c, and every C program in a page compiles, statements as the body of a main;
# pictures are well-formed, if xmllint is there.  Ends with the line "N passed, N failed".  CC from the environment.

cd "$(dirname "$0")/.." || exit 2
. tests/support/verdict.sh

# links PAGE: the targets of its links and pictures, but for those in code and to other hosts.
links() {
    awk '
        /^ *```/ { code = !code; next }
        code || /^    / { next }
        { text = text " " $0 }
        END {
            gsub(/`[^`]*`/, "", text)
            while (match(text, /\]\([^() ]+\)/)) {
                print substr(text, RSTART + 2, RLENGTH - 3)
                text = substr(text, RSTART + RLENGTH)
            }
        }' "$1" | grep -vE '^(https?|mailto):'
}

# anchors PAGE: those of its headings, as GitHub makes them.
anchors() {
    awk '
        /^ *```/ { code = !code; next }
        code || !/^#+ / { next }
        {
            sub(/^#+ +/, "")
            $0 = tolower($0)
            gsub(/[!-,.\/:-@\[-^`{-~]/, "")
            gsub(/—|–|−|×|’|“|”|…/, "")
            gsub(/ /, "-")
            print seen[$0]++ ? $0 "-" (seen[$0] - 1) : $0
        }' "$1"
}

# file_of PAGE TARGET: the file that a link leads to, from the top of the repository.
file_of() {
    target=${2%%#*}
    case $target in
    '') echo "$1" ;;
    *) realpath --relative-to=. -m "$(dirname "$1")/$target" ;;
    esac
}

# dead PAGE: its links that lead nowhere.
dead() {
    links "$1" | while read -r target; do
        file=$(file_of "$1" "$target")
        if [ ! -e "$file" ]; then
            echo "no file $target"
        elif [ "${target#*#}" != "$target" ] && ! anchors "$file" | grep -qxF -- "${target#*#}"; then
            echo "no heading $target"
        fi
    done
}

pages=$(echo README.md lib/doc/*.md lib/doc/*/*.md .github/*.md)
for page in $pages fixtures/README.md; do
    verdict "links of $page" "$(dead "$page")"
done

# clicks PAGES: the files that they link to.
clicks() {
    while read -r page; do
        case $page in
        *.md) links "$page" | while read -r target; do file_of "$page" "$target"; done ;;
        esac
    done <"$1"
}
echo README.md >"$work/0"
clicks "$work/0" | sort -u >"$work/1"
clicks "$work/1" | sort -u - "$work/1" >"$work/2"
for file in $pages lib/doc/ja/* examples/gallery/*; do
    verdict "$file in two clicks" "$(grep -qxF -- "$file" "$work/2" || echo 'not reached from README.md')"
done

# programs PAGE: writes the C of its fences to $work/1.c, $work/2.c ...; prints their names.
programs() {
    sh tests/support/programs.sh "$1" "$work"
}
programs README.md >"$work/names"
if command -v "${CXX:-g++}" >/dev/null; then
    while read -r program; do
        # shellcheck disable=SC2086 # CXX may be several words
        verdict "a program in README.md, as C++11" "$(${CXX:-g++} -std=c++11 -Wall -Wextra -Wpedantic \
            -Werror -Iinclude -fsyntax-only -x c++ "$program" 2>&1)"
    done <"$work/names"
fi
sed '/^\/\*.*\*\/$/d' examples/hello.c >"$work/hello"
verdict 'the program of README.md is examples/hello.c' "$(diff "$work/hello" "$work/1.c" 2>&1)"
awk '/^```/ { fence++; next } fence == 3 && !/^\$/' README.md >"$work/hello.txt" # behind the program
verdict 'what the program of README.md prints' "$(diff examples/expected/hello.txt "$work/hello.txt")"
for page in $pages; do
    programs "$page" >"$work/names"
    while read -r program; do
        # shellcheck disable=SC2086 # CC may be several words
        verdict "a program in $page" "$(${CC:-cc} -std=c11 -Wall -Wextra -Werror -Iinclude \
            -fsyntax-only "$program" 2>&1)"
    done <"$work/names"
done

# The page of the reference case has two programs whole, each with what it prints.
programs lib/doc/nemuro.md >"$work/names"
awk -v work="$work" '
    /^```text$/ { file = work "/" ++n ".text"; next }
    /^```$/ { file = "" }
    file { print >file }' lib/doc/nemuro.md
number=1
for name in targets fertility; do
    verdict "lib/doc/nemuro.md has examples/$name.c" \
        "$(diff "examples/$name.c" "$work/$number.c" 2>&1)"
    verdict "lib/doc/nemuro.md has what $name prints" \
        "$(diff "examples/expected/$name.txt" "$work/$number.text" 2>&1)"
    number=$((number + 1))
done

# The README's targets: the strategy's figures as published, and ours as examples/targets prints them.
awk -F'[|, ]+' 'NR == FNR { if ($2 ~ /^(ipss|plan)$/ && $5 == "all") published[$2, $3] = $6; next }
    $2 == "total" { ours[$1] = $4 }
    END { for (year in ours)
        print year, published["ipss", year], published["plan", year], ours[year] }' \
    fixtures/nemuro_published.csv examples/expected/targets.txt | sort >"$work/targets"
sed -nE 's/,//g; s/^\| (20[0-9]+) \| ([0-9]+) \| ([0-9]+) \| ([0-9]+) \|$/\1 \2 \3 \4/p' README.md >"$work/shown"
verdict 'the targets of README.md' "$(diff "$work/targets" "$work/shown")"

for picture in examples/gallery/*.svg; do
    if command -v xmllint >/dev/null 2>&1; then
        verdict "$picture" "$(xmllint --noout "$picture" 2>&1)"
    fi
done

finish
