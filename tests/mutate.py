# SPDX-License-Identifier: GPL-3.0-or-later
"""Usage: mutate.py FROM TO DROPPED FILE...

Writes each file with all mutants of its functions (FILE:FUNCTION: from this one on), but for those whose
numbers are dropped, and prints the mutants: number, file, function, line, change."""
import re
import sys

OPERATORS = '+ -,- +,* /,/ *,% *,+= -=,-= +=,< <=,<= <,> >=,>= >,== !=,!= ==,&& ||,|| &&,| &,|= &='
SWAPS = [(r'(?<=\s)%s(?=\s)' % re.escape(old), old, new)
         for old, new in (pair.split() for pair in OPERATORS.split(','))]
SWAPS += [(r'\+\+', '++', '--'), (r'--', '--', '++'), (r'!(?=[\w(])', '!', ''),
          (r'(?<=[(=,?:\s])-(?=[\w.(])', '-', ''), (r'\s\?(?=\s)', '?', ' && 0 ?'),
          (r'\s\?(?=\s)', '?', ' || 1 ?'), (r'\btrue\b', 'true', 'false'),
          (r'\bfalse\b', 'false', 'true'), (r'COHORT_FEMALE', 'FEMALE', 'COHORT_MALE'),
          (r'COHORT_MALE\b', 'MALE', 'COHORT_FEMALE')]
NUMBER = r'(?<![\w.])(?:\d+\.\d+|\d+)(?:e-?\d+)?(?![\w.])'
DECLARED = r'[^;()]*(double|int64_t|char|struct \w+|cohort_cut) '
STATEMENT = (r'(?<=[;{})])(?:\n +|\s+else\n +)'
             r'((?!(?:if|for|while|else|case|break|const|struct|do)\b|\(void\))[\w*+(][^;{}]*;)')
FUNCTION = r'(?ms)^(\w[^;{}#]*?)\b(\w+)\(([^;{}]*)\)\n\{\n.*?^\}\n'


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
                yield start, end, '(%s) %s' % (code[start:end], by), 'index ' + by
    for m in re.finditer(r'\b(?:if|while) (?=\()', code):
        end = closing(code, m.end(), '()')
        yield m.end(), end, '(!%s)' % code[m.end():end], 'condition negated'
    for m in re.finditer(STATEMENT, code):
        yield *m.span(1), ';', 'deleted'


def mutate(file, text, dropped, mutants):
    """The text with a function as it is, with its mutants, and with the choice in its place."""
    code, out, done, seen = code_of(text), ['extern int cohort_mutant;\n'], 0, {}
    file, _, first = file.partition(':')
    functions = list(re.finditer(FUNCTION, code))
    names = [function.group(2) for function in functions]
    for function in functions[names.index(first) if first else 0:]:
        result, name, parameters = function.groups()
        start, end, body = *function.span(), code.index('{', function.start())
        heading, versions = text[start:body], [(0, text[body:end])]
        for at, to, new, change in sorted(changes(code[body:end])):
            line = text[text.rfind('\n', 0, body + at) + 1:text.find('\n', body + at)]
            key = '\t'.join([file, name, ' '.join(line.split()), change])
            seen[key] = seen.get(key, 0) + 1
            mutants.append(key + (' (%d)' % seen[key] if seen[key] > 1 else ''))
            if len(mutants) not in dropped:
                versions.append((len(mutants), text[body:body + at] + new + text[body + to:end]))
        out.append(text[done:start])
        for n, version in versions:
            own = re.sub(r'\b%s\(' % name, '%s__%d(' % (name, n), heading)
            out.append('#line 1 "mutant-%d"\n%s%s%s' %
                       (n, 'static ' * ('static' not in result), own, version))
        given = [n for n in re.findall(r'(\w+)(?:\)\[\w*\])?\s*(?:,|$)', parameters) if n != 'void']
        give = '' if result.endswith('void ') else 'return '
        cases = ['case %d: %s%s__%d(%s); break;\n' % (n, give, name, n, ', '.join(given))
                 for n, version in versions]
        out.append('%s{ switch (cohort_mutant) {\n%s%s}}\n' %
                   (heading, ''.join(cases[1:]), cases[0].replace('case 0', 'default')))
        done = end
    return ''.join(out) + text[done:]


source, target, dropped, *files = sys.argv[1:]
dropped, all_mutants = {int(n) for n in dropped.split()}, []
for file in files:
    name = file.partition(':')[0]
    with open('%s/%s' % (source, name)) as given:
        text = mutate(file, given.read(), dropped, all_mutants)
    with open('%s/%s' % (target, name), 'w') as made:
        made.write(text)
for n, mutant in enumerate(all_mutants, 1):
    if n not in dropped:
        print(n, mutant, sep='\t')
