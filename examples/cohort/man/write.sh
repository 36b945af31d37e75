#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: write.sh PROGRAM FOLDER
#
# The man pages, made of the program's help: FOLDER/cohort.1, and FOLDER/cohort-COMMAND.1 of each
# command.
set -eu
program=$1 folder=$2
version=$("$program" --version | sed -n '1s/.*libcohort \([0-9.]*\).*/\1/p')
commands=$("$program" help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p')

# page NAME: what help says, on standard input, in roff with the macros of man(7). There, a line
# without a blank before it that ends with a colon is a heading, and what stands behind two blanks
# is explained: by what follows after two more, or deeper on the next lines.
page() {
    awk -v name="$1" -v pages="$2" -v version="$version" '
        function plain(text) {
            gsub(/\\/, "\\e", text)
            gsub(/-/, "\\-", text)
            return text ~ /^[.\047]/ ? "\\&" text : text
        }
        function heading(text) { print ".SH \"" toupper(text) "\""; began = 1 }
        function item(text,    at, tag) {
            at = match(text, /  +/)
            tag = at ? substr(text, 1, at - 1) : text
            print ".TP\n\\fB" plain(tag) "\\fR"
            if (at) print plain(substr(text, at + RLENGTH))
        }
        NR == 1 {
            print ".\\\" SPDX-License-Identifier: GPL-3.0-or-later"
            print ".TH \"" toupper(name) "\" 1 \"\" \"libcohort " version "\" \"libcohort\""
            heading("name")
            print plain(name " - " substr($0, index($0, ": ") + 2))
            next
        }
        /^usage: / { heading("synopsis"); usage = 1 }
        /^$/ { blank = 1; usage = 0; next }
        usage {
            if (usage++ > 1) print ".br"
            print plain(substr($0, 8))
            next
        }
        NR > 3 && !described && /^[^ ]/ && !/:$/ { heading("description"); described = 1 }
        /^[^ ].*:$/ { heading(substr($0, 1, length($0) - 1)); next }
        /^  [^ ]/ { item(substr($0, 3)); blank = began = 0; next }
        {
            if (blank && !began) print ".PP"
            blank = began = 0
            sub(/^ +/, "")
            print plain($0)
        }
        END {
            heading("see also")
            count = split(pages, page, " ")
            for (i = 1; i <= count; i++)
                print ".BR " plain(page[i]) (page[i] ~ /^lib/ ? " (3)" : " (1),")
        }'
}

all=
for command in $commands; do
    "$program" help "$command" | page "cohort-$command" 'cohort libcohort' \
        >"$folder/cohort-$command.1"
    all="$all cohort-$command"
done
"$program" help | page cohort "$all libcohort" >"$folder/cohort.1"
