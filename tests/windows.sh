#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: windows.sh BUILD   (after `make` and `make windows WINDOWS_GOALS='all tests'`)
#
# The program, the DLL and the tests for Windows, under wine: what the DLL exports and asks for, users of
# it, the unit tests, tests of the examples, names in Japanese, and the same bytes as BUILD/cohort.
# Ends with the line "N passed, N failed".

build=$(realpath "${1:-build}")
cd "$(dirname "$0")/.." || exit 2
. tests/support/verdict.sh
windows=$build/windows
leave_out() { echo "left out: Windows: $1" && echo '0 passed, 0 failed' && exit 0; }
command -v wine >/dev/null || leave_out 'no wine'
[ -x "$windows/cohort.exe" ] || leave_out "no $windows/cohort.exe (make windows)"
export WINEDEBUG=-all WINEPREFIX="$build/wine" SOURCE_DATE_EPOCH=1700000000 LC_ALL=C.UTF-8
export COHORT_FIXTURES=fixtures
target=x86_64-w64-mingw32
dll=$(basename "$windows"/libcohort-*.dll)
# Windows stays started as long as a program of it runs: a start then takes a quarter of the time.
mkfifo "$work/stays"
wine cmd <"$work/stays" >/dev/null 2>&1 &
exec 9>"$work/stays"
wine "$windows/cohort.exe" --version >/dev/null 2>&1 # what wine makes at its first start

# Now and then a start of wine itself fails: its server resets the connection, or it ends with 1 before the
# program has said anything (which says what it fails of, and crashes with another status). Then the program
# is started again, and how often is said at the end.
mkdir "$work/bin" && : >"$work/again"
cat >"$work/bin/wine" <<END
#!/bin/sh
said=$work/said.\$\$
for start in 1 2 3; do
    status=0
    '$(command -v wine)' "\$@" >"\$said" 2>"\$said.2" || status=\$?
    if [ \$status != 1 ] || [ -s "\$said" ]; then break; fi
    if [ -s "\$said.2" ] && ! grep -q 'recvmsg: Connection reset by peer' "\$said.2"; then break; fi
    echo "\$start" >>"$work/again"
done
cat "\$said"
cat "\$said.2" >&2
rm "\$said" "\$said.2"
exit \$status
END
chmod +x "$work/bin/wine"
PATH=$work/bin:$PATH

# ---- what stands in the files ----

for file in cohort.exe "$dll"; do
    verdict "$file asks for no DLL but those of Windows" "$($target-objdump -p "$windows/$file" |
        sed -n 's/.*DLL Name: //p' | grep -viE '^(kernel32|msvcrt|advapi32|shell32|user32)\.dll$')"
done
$target-objdump -p "$windows/$dll" | sed -n '/\[Ordinal\/Name Pointer\]/,/^$/p' | awk '/\[ *[0-9]+\]/ { print $NF }' |
    sort >"$work/exported"
grep -o '^  {"name": "cohort_[a-z_0-9]*", .*"returns"' lib/doc/api.json | cut -d'"' -f4 | sort >"$work/listed"
nm -D --defined-only "$build/libcohort.so" | awk '{ print $3 }' | sort >"$work/shared"
verdict 'the DLL exports what the shared library does' "$(diff "$work/shared" "$work/exported")"
verdict 'the list for other linkers names the DLL' "$(head -n 1 "$windows/cohort.def" | grep -qxF "LIBRARY \"$dll\"" || echo other)"
verdict 'all of it is listed' "$(comm -13 "$work/listed" "$work/exported")"
verdict 'no path of the machine that built it' "$(strings "$windows/cohort.exe" | grep -F "$PWD/fixtures")"

# ---- users of the DLL ----

cp "$windows/$dll" "$work"
# user NAME FILE-OR-FLAG...: a program NAME.exe, linked with the import library.
user() {
    name=$1
    shift
    $target-gcc -std=gnu11 -Iinclude -o "$work/$name.exe" "$@" "$windows/libcohort.dll.a" 2>&1
}
verdict 'by header and by LoadLibrary' "$(user client tests/windows/client.c &&
    mkdir "$work/client" && wine "$work/client.exe" "$dll" "$work/client" | tr -d '\r' |
    grep -vx "$("$build/cohort" --version | sed -n '1s/.* \(.*\))/\1/p')")"
# clang as MSVC: nothing of GNU in the headers, and the same layouts. (_fltused is of MSVC's library.)
if command -v clang >/dev/null; then
    msvc="clang --target=x86_64-pc-windows-msvc -fmsc-version=1930 -std=c11 -Wall -Wextra -Werror
        -isystem /usr/$target/include -Iinclude"
    for header in include/cohort/*.h; do
        echo "#include <cohort/$(basename "$header")>"
        echo 'extern int not_empty;'
    done >"$work/headers.c"
    verdict 'the headers by MSVC' "$($msvc -fsyntax-only "$work/headers.c" 2>&1)"
    verdict 'hello.c by MSVC' "$($msvc -c examples/hello.c -o "$work/hello.o" 2>&1 &&
        user hello "$work/hello.o" -Wl,--defsym,_fltused=0 &&
        wine "$work/hello.exe" | tr -d '\r' | diff examples/expected/hello.txt -)"
else
    echo 'skipped: headers by MSVC, as there is no clang'
fi

# ---- the same bytes ----

native() { "$build/cohort" "$@"; }
foreign() { wine "$windows/cohort.exe" "$@"; }
# same CALL [FILTER]: a filter leaves out what may differ.
same() {
    for on in native foreign; do
        # shellcheck disable=SC2086 # words
        $on $1 >"$work/$on" 2>"$work/said" || echo "exit status $?" >>"$work/$on"
        cat "$work/said" >>"$work/$on"
        ${2:-cat} "$work/$on" >"$work/$on.kept"
    done
    verdict "the same bytes: $1" "$(diff "$work/native.kept" "$work/foreign.kept" 2>&1 | head -n 20)"
}
# What a search ends with, after many steps: how far targets determine other figures, and the last
# rounding of a fit. And exp() and log() of another C library: 11 digits.
searched() { sed -E 's/largest miss [0-9.e+-]+/largest miss ~/; /^  20[0-9-]+  (men|women) /d; /<th scope="row">20[0-9–]+, (men|women) /d' "$1"; }
eleven() { awk -F, -v OFS=, '$6 + 0 == $6 { $6 = sprintf("%.11g", $6) } { print }' "$1"; }
for call in 'nemuro --csv' explain reach track 'control --csv' backtest help 'report --help' nosuch \
    'project fixtures/nowhere.csv' 'project fixtures/wpp2024_japan.csv --to 2060' \
    'project fixtures/canada_1x1.csv --convention wpp-end' \
    'municipalities fixtures/ipss2018.csv --to 2060 --annual --whole' \
    'ensemble --trajectories 200 --csv' 'chart pyramid' 'chart paths' \
    'report --trajectories 50 --lang ja fixtures/ipss2018.csv --area 01692'; do
    same "$call"
done
same nemuro searched
same 'report --trajectories 50' searched
same 'project fixtures/ipss2018.csv --to 2060' eleven

# made NAME ARGUMENT...: a file, in a folder with a Japanese name, from a table there; through it a page.
folder=$work/資料
mkdir "$folder" && cp fixtures/ipss2018.csv "$folder/根室.csv"
made() {
    file=$1
    shift
    rm -f "$work"/*.file
    for on in native foreign; do
        (cd "$work" && export COHORT_FIXTURES="$OLDPWD/fixtures" &&
            $on "$@" -o "資料/$file" && mv "資料/$file" "$on.file") >"$work/$on" 2>&1
    done
    verdict "$* -o 資料/$file" "$(cmp "$work/native.file" "$work/foreign.file" 2>&1; diff "$work/native" "$work/foreign")"
}
made 推計.csv project 資料/根室.csv --area 01223 --to 2060
made 推計.xlsx project 資料/根室.csv --area 01223 --to 2060
cp "$work/native.file" "$folder/根室.xlsx"
made 表.csv project 資料/根室.xlsx --to 2070
made 報告.html report 資料/根室.xlsx
made 報告.xlsx report 資料/根室.csv --area 01223 --trajectories 50 --lang ja
made 図.svg chart pyramid 資料/根室.csv --area 01223
for on in native foreign; do
    $on project - --to 2060 --area 01223 <fixtures/ipss2018.csv >"$work/$on" 2>/dev/null
done
verdict 'standard input and output' "$(cmp "$work/native" "$work/foreign")"
verdict 'nothing else is left there' "$(find "$folder" -type f ! -name '根室.*')"

# ---- tests that there are ----

mkdir -p "$work/run/examples"
# (wine has no /dev/stdin.)
cat >"$work/run/cohort" <<END
#!/bin/sh
for word; do
    shift
    [ "\$word" = /dev/stdin ] && word=-
    set -- "\$@" "\$word"
done
exec wine '$windows/cohort.exe' "\$@"
END
for program in "$windows"/examples/*.exe; do
    name=$(basename "$program" .exe)
    printf '#!/bin/sh\nexec wine "%s" "$@"\n' "$program" >"$work/run/examples/$name"
done
chmod +x "$work/run/cohort" "$work/run/examples"/*
unset SOURCE_DATE_EPOCH
export COHORT_FIXTURES="$PWD/fixtures" COHORT_FUZZ=150 # of 1500 files: wine takes a tenth of a second for each
set --
for test in "$windows"/tests/*.exe; do set -- "$@" "wine '$test'"; done
user cases -Itests tests/cases/cases.c >/dev/null && set -- "$@" "wine '$work/cases.exe' tests/cases/cases.txt"
for name in small project tables books; do set -- "$@" "sh tests/examples/$name.sh '$work/run'"; done
JOBS=1 sh lib/build/tally "$windows/log" "$@" >"$work/tally"
cat "$work/tally"
counts=$(sed -nE 's/^([0-9]+) passed, ([0-9]+) failed$/\1 \2/p' "$work/tally" | tail -n 1)
counts=${counts:-0 1}
passed=$((passed + ${counts% *})) failed=$((failed + ${counts#* }))
echo "starts of wine that failed: $(wc -l <"$work/again")"
finish
