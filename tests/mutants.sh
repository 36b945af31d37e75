#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: mutants.sh [FILE...]
#
# Do the tests see it if the kernel is wrong in one place?  Each operator, constant, index, condition
# and statement of the files (all of $files, if none is named) is changed by itself, compiled, and linked
# with each of $tests until one fails; if none does, once more with sanitizers.  What compiles to the same
# code is the same program.  A mutant that survives has to be listed in tests/mutants.txt with its reason.
# In build/mutants: `fates`, and `survivors` of the last run; AGAIN=1: only these.  About half an hour of
# one core; python3.  Ends with "N passed, N failed".

cd "$(dirname "$0")/.." || exit 2
. tests/support/verdict.sh
build=build/mutants
files='step.h step.c batch_kernel.h batch_kernel.c batch_run.c projection.c'
tests='edges properties conventions projection women_only batch_errors oracle batch'
flags='-std=c11 -O1 -w -ffp-contract=off -fopenmp -DCOHORT_STATIC -DCOHORT_ONE_COPY -Iinclude'
sanitizers='-fsanitize=address,undefined -fno-sanitize-recover=all'
library=$(pkg-config --libs cmocka gsl)
[ $# -gt 0 ] && files=$*

# shellcheck disable=SC2046,SC2086 # words
make -s NO_INSTALL=1 BUILD=$build CPPFLAGS=-DCOHORT_ONE_COPY CFLAGS=-O1 $(printf "$build/tests/test_%s " $tests) ||
    exit 2

rm -rf $build/all $build/one $build/true && mkdir -p $build/all $build/one/model $build/true && touch $build/survivors

# The mutants, one a line: file, function, the line, the change, and where it stands.
python3 - $files >$build/all.list <<'END'
import re, sys

NUMBER = r'(?<![\w.])(?:\d+\.\d+|\d+)(?:e-?\d+)?(?![\w.])'
DECLARED = r'[^;()]*(double|int64_t|char|struct \w+|cohort_cut) '
NOT_DELETED = r'(?:if|for|while|else|case|break|const|struct|do)\b'
OPERATORS = '+ -,- +,* /,/ *,% *,+= -=,-= +=,< <=,<= <,> >=,>= >,== !=,!= ==,&& ||,|| &&,| &,|= &='
SWAPS = [(r'(?<=\s)%s(?=\s)' % re.escape(old), old, new)
         for old, new in (pair.split() for pair in OPERATORS.split(','))]
SWAPS += [(r'\+\+', '++', '--'), (r'--', '--', '++'), (r'!(?=[\w(])', '!', ''),
          (r'(?<=[(=,?:\s])-(?=[\w.(])', '-', ''), (r'\s\?(?=\s)', '?', ' && 0 ?'),
          (r'\s\?(?=\s)', '?', ' || 1 ?'), (r'\btrue\b', 'true', 'false'),
          (r'\bfalse\b', 'false', 'true'), (r'COHORT_FEMALE', 'FEMALE', 'COHORT_MALE'),
          (r'COHORT_MALE\b', 'MALE', 'COHORT_FEMALE')]


def code_of(text):  # comments, strings and what the preprocessor reads, as spaces
    for pattern in r'(?s)/\*.*?\*/|"(?:\\.|[^"\\])*"', r'(?m)^#(?:.*\\\n)*.*':
        text = re.sub(pattern, lambda m: re.sub(r'[^\n]', ' ', m.group()), text)
    return text


def closing(code, at, pair):  # behind the bracket that closes the one at a place
    depth = 0
    for i in range(at, len(code)):
        depth += (code[i] == pair[0]) - (code[i] == pair[1])
        if depth == 0:
            return i + 1


def constants(old):
    if '.' in old or 'e' in old:
        return ['0.0', '2 * ' + old] if float(old) else ['1.0']
    return [str(int(old) + 1)] + [str(int(old) - 1)] * (old != '0')


def changes(code):  # (from, to, what is written instead, its name)
    for pattern, name, new in SWAPS:
        for m in re.finditer(pattern, code):
            yield *m.span(), new, '%s to %s' % (name, new.strip())
    for m in re.finditer(NUMBER, code):
        for new in constants(m.group()):
            yield *m.span(), new, '%s to %s' % (m.group(), new)
    for m in re.finditer(r'\w\[(?=[^\]])', code):
        start, end = m.end(), closing(code, m.end() - 1, '[]') - 1
        if not re.match(DECLARED, code[code.rfind('\n', 0, start) + 1:]):
            for by in '+ 1', '- 1':
                yield start, end, '(%s) %s' % (code[start:end], by), '[%s] %s' % (code[start:end], by)
    for m in re.finditer(r'\b(?:if|while) (?=\()', code):
        end = closing(code, m.end(), '()')
        yield m.end(), end, '(!%s)' % code[m.end():end], 'condition negated'
    for m in re.finditer(r'(?<=[;{})])(?:\n +|\s+else\n +)((?!%s)[\w*+(][^;{}]*;)' % NOT_DELETED, code):
        yield *m.span(1), ';', 'deleted'


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
awk -F'\t' -v again="${AGAIN:-0}" 'NR == FNR { old[$0]; next }
    { key = $0; sub(/^[^\t]*\t/, "", key) }
    again != 1 || key in old' $build/survivors $build/all.list >$build/list

# objects DIR FILE FLAGS...: what a file, or all that include it, is compiled into: DIR/*.o.
objects() {
    to=$1
    case $2 in
    *.c) sources=$2 ;;
    *) sources='step.c batch.c batch_kernel.c batch_run.c projection.c' ;;
    esac
    shift 2
    rm -f "$to"/*.o
    for source in $sources; do
        from=$build/one/model/$source
        [ -e "$from" ] || from=lib/model/$source
        # shellcheck disable=SC2086 # words
        gcc $flags "$@" -I$build/one -Ilib -c -o "$to/${source%.c}.o" "$from" 2>/dev/null || return 1
    done
}

# failing DIR FLAGS...: the first test that fails when these objects stand for those of the library.
failing() {
    objects=$1/*.o
    shift
    for test in $tests; do
        # shellcheck disable=SC2086 # words
        gcc -fopenmp "$@" -o $build/one/test $build/obj/tests/test_$test.o $objects $build/check.a \
            $build/libcohort.a $library -lm 2>/dev/null || return 1
        (ulimit -c 0 && ulimit -t 60 && exec $build/one/test) >/dev/null 2>&1 || { echo "$test" && return 0; }
    done
}

# fate NUMBER FILE: what becomes of a mutant.
fate() {
    rm -f $build/one/model/*
    cp "$build/all/$1" "$build/one/model/$2"
    objects $build/one "$2" || { echo 'not C' && return; }
    cat $build/one/*.o | cmp -s - "$build/true/$2" && echo same && return
    by=$(failing $build/one) || { echo 'not linked' && return; }
    if [ -z "$by" ]; then
        objects $build/one "$2" $sanitizers
        by=$(failing $build/one $sanitizers)
    fi
    echo "${by:+killed by $by}"
}

export CMOCKA_TEST_ABORT=1
objects $build/one step.h
[ -z "$(failing $build/one)" ] || { echo 'The tests fail as it is.' && exit 2; }
for file in $files; do
    objects $build/one "$file"
    cat $build/one/*.o >"$build/true/$file"
done
while IFS='	' read -r number file rest; do
    by=$(fate "$number" "$file")
    printf '%s\t%s\t%s\n' "${by:-survives}" "$file" "$rest"
done <$build/list >$build/fates

sed -n 's/^survives	//p' $build/fates | sort >$build/survivors
sort tests/mutants.txt >"$work/listed"
comm -23 $build/survivors "$work/listed" >"$work/new"
cut -f 1 $build/fates | sort | uniq -c
echo "listed, but killed or gone: $(cut -f 2- $build/list | sort | comm -12 - "$work/listed" | comm -23 - $build/survivors)"
while IFS= read -r mutant; do verdict survives "$mutant"; done <"$work/new"
passed=$(($(grep -vc '^not' $build/fates) - failed))
finish
