#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: mutants.sh [FILE...]
#
# Do the tests see it if the kernel is wrong in one place?  Each operator, constant, index, condition
# and statement of the files (all of $files, if none is named) is changed by itself, compiled, and linked
# with each of $tests until one fails.  What compiles to the same code is the same program.  A mutant that
# survives has to be listed in tests/mutants.txt with its reason; others are printed.  In build/mutants:
# `list`, and `survivors` of the last run.  About half an hour of one core; python3.  Ends with
# "N passed, N failed".

cd "$(dirname "$0")/.." || exit 2
. tests/support/verdict.sh
build=build/mutants
files='step.h step.c batch_kernel.h batch_kernel.c batch_run.c projection.c'
tests='edges properties conventions projection women_only batch_errors oracle batch'
flags='-std=c11 -O1 -w -ffp-contract=off -fopenmp -DCOHORT_STATIC -DCOHORT_ONE_COPY -Iinclude'
library=$(pkg-config --libs cmocka gsl)
[ $# -gt 0 ] && files=$*

# shellcheck disable=SC2046,SC2086 # words
make -s NO_INSTALL=1 BUILD=$build CPPFLAGS=-DCOHORT_ONE_COPY CFLAGS=-O1 $(printf "$build/tests/test_%s " $tests) ||
    exit 2

rm -rf $build/all $build/one $build/true && mkdir -p $build/all $build/one/model $build/true

# The mutants, one a line: file, function, the line, the change, and where it stands.
python3 - $files >$build/list <<'END'
import re, sys

NUMBER = r'(?<![\w.])(?:\d+\.\d+|\d+)(?:e-?\d+)?(?![\w.])'
SWAPS = [(r'(?<=\s)%s(?=\s)' % re.escape(a), a, b) for pair in
         '+ -|* /|% *|+= -=|-= +=|- +|/ *|< <=|<= <|> >=|>= >|== !=|!= ==|&& \\|\\||\\|\\| &&|\\| &|\\|= &='
         .replace('\\|', '\0').split('|') for a, b in [pair.replace('\0', '|').split()]]
SWAPS += [(r'\+\+', '++', '--'), (r'--', '--', '++'), (r'!(?=[\w(])', '!', ''), (r'\s\?(?=\s)', '?', ' && 0 ?'),
          (r'\s\?(?=\s)', '?', ' || 1 ?'), (r'\btrue\b', 'true', 'false'), (r'\bfalse\b', 'false', 'true'),
          (r'(?<=[(=,?:\s])-(?=[\w.(])', '-', ''), (r'(?<=return )(?=[^;]+ [|=<>&])', '', '!'),
          (r'COHORT_FEMALE', 'FEMALE', 'COHORT_MALE'), (r'COHORT_MALE', 'MALE', 'COHORT_FEMALE')]


def code_of(text):  # comments, strings and what the preprocessor reads, as spaces
    blank = lambda m: re.sub(r'[^\n]', ' ', m.group())
    return re.sub(r'(?m)^#(?:.*\\\n)*.*', blank, re.sub(r'(?s)/\*.*?\*/|"(?:\\.|[^"\\])*"', blank, text))


def closing(code, at, pair):  # where the bracket that opens at a place is closed
    depth = 0
    for i in range(at, len(code)):
        depth += (code[i] == pair[0]) - (code[i] == pair[1])
        if depth == 0:
            return i


def changes(code):  # (from, to, what is written instead, its name)
    for pattern, name, other in SWAPS:
        for m in re.finditer(pattern, code):
            yield m.start(), m.end(), other, '%s to %s' % (name, other.strip())
    for m in re.finditer(NUMBER, code):
        old = m.group()
        for new in (('0.0', '2 * ' + old) if float(old) else ('1.0',)) if '.' in old or 'e' in old else \
                [str(int(old) + 1)] + [str(int(old) - 1)] * (old != '0'):
            yield m.start(), m.end(), new, '%s to %s' % (old, new)
    for m in re.finditer(r'\w\[(?=[^\]])', code):
        end = closing(code, m.end() - 1, '[]')
        if not re.match(r'[^;()]*(double|int64_t|char|struct \w+|cohort_cut) ', code[code.rfind('\n', 0, m.start()):]):
            for sign in '+-':
                index = code[m.end():end]
                yield m.end(), end, '(%s) %s 1' % (index, sign), '[%s] to %s 1' % (index, sign)
    for m in re.finditer(r'\b(?:if|while) (?=\()', code):
        end = closing(code, m.end(), '()') + 1
        yield m.end(), end, '(!%s)' % code[m.end():end], 'condition negated'
    for m in re.finditer(r'(?<=[;{})])(?:\n +|\s+else\n +)(?!(?:if|for|while|else|case|break|const|struct|do)\b)[\w*+(][^;{}]*;', code):
        start = m.end() - len(m.group().lstrip().removeprefix('else').lstrip())
        yield start, m.end(), ';', 'deleted'


number = 0
for name in sys.argv[1:]:
    text = open('lib/model/' + name).read()
    code = code_of(text)
    if name == 'projection.c':  # from the run on
        start = text.index('/* ---- a run ----')
        code = re.sub(r'[^\n]', ' ', code[:start]) + code[start:]
    heads = [(m.start(), m.group(1)) for m in re.finditer(r'(?m)^(?=\w)[^;\n]*?(\w+)\(', code)]
    seen = {}
    for start, end, new, change in sorted(changes(code)):
        first, last = text.rfind('\n', 0, start) + 1, text.find('\n', start)
        function = ([h[1] for h in heads if h[0] <= start] or ['-'])[-1]
        line = ' '.join(text[first:last].split())
        key = (name, function, line, change)
        seen[key] = seen.get(key, 0) + 1
        number += 1
        open('build/mutants/all/%d' % number, 'w').write(text[:start] + new + text[end:])
        print(number, *key[:3], change + (' (%d)' % seen[key] if seen[key] > 1 else ''), sep='\t')
END

# objects DIR FILE: what a file is compiled into, as DIR/*.o.
objects() {
    rm -f "$1"/*.o
    case $2 in
    *.c) sources=$2 ;;
    *) sources='step.c batch.c batch_kernel.c batch_run.c projection.c' ;;
    esac
    for source in $sources; do
        from=lib/model/$source
        [ -e "$build/one/model/$source" ] && from=$build/one/model/$source
        # shellcheck disable=SC2086 # words
        gcc $flags -I$build/one -Ilib -c -o "$1/${source%.c}.o" "$from" 2>/dev/null || return 1
    done
}

# judged OBJECT...: the first test that fails when these stand for those of the library.
judged() {
    for test in $tests; do
        # shellcheck disable=SC2086 # words
        gcc -fopenmp -o $build/one/test $build/obj/tests/test_$test.o "$@" $build/check.a \
            $build/libcohort.a $library -lm 2>/dev/null || { echo 'not linked' && return; }
        (ulimit -c 0 && ulimit -t 20 && exec $build/one/test) >/dev/null 2>&1 || { echo "killed by $test" && return; }
    done
    echo survives
}

# fate NUMBER FILE: what becomes of a mutant.
fate() {
    rm -f $build/one/model/*
    [ -d "$build/true/$2" ] || { mkdir -p "$build/true/$2" && objects "$build/true/$2" "$2" && cat "$build/true/$2"/*.o >"$build/true/$2/all"; }
    cp "$build/all/$1" "$build/one/model/$2"
    objects $build/one "$2" || { echo 'not C' && return; }
    cat $build/one/*.o | cmp -s - $build/true/"$2"/all && echo same && return
    judged $build/one/*.o
}

export CMOCKA_TEST_ABORT=1
objects $build/true step.h
[ "$(judged $build/true/*.o)" = survives ] || { echo 'The tests fail as it is.' && exit 2; }
while IFS='	' read -r number file rest; do
    printf '%s\t%s\t%s\n' "$(fate "$number" "$file")" "$file" "$rest"
done <$build/list >$build/fates
