# SPDX-License-Identifier: GPL-3.0-or-later
# A header as Doxygen is to read it (FILTER_PATTERNS of Doxyfile), line for line:
#   - in a documentation comment, `Given:`, `Returned:` and their like begin a paragraph with a title,
#     what is set in by three blanks or more (formulas, lists of names) stays as it is set, and the
#     name of a function or type is a link, which has to lead somewhere;
#   - `int from, to; /**< years */` is said of both;
#   - a list such as COHORT_ERRORS(X) becomes the constants it makes, each with its text.
BEGIN {
    split("Given Returned Errors Ownership Reference", clauses)
}

function titled(line,    i) {
    for (i = 1; i in clauses; i++) {
        gsub("^ \\* " clauses[i] ":", " * @clause{" clauses[i] "}", line)
        gsub("^/\\*\\* " clauses[i] ":", "/** @clause{" clauses[i] "}", line)
        gsub("[.] " clauses[i] ":", ". @clause{" clauses[i] "}", line)
    }
    if (line !~ /@/ || line ~ /@clause/) gsub(/cohort_[a-z0-9_]+/, "#&", line)
    return line
}

# A line within a comment, printed when the next one is known: what is set in begins at the end of
# the line before it.  A block that begins with "- " is a list of Doxygen's.
function commented(line,    blank) {
    blank = line == " *" || line == " */"
    if (line ~ /^ \*   +- /) listed = 1
    else if (line !~ /^ \*   /) listed = 0
    if (line ~ /^ \*   / && !listed) {
        if (!set_in) held = held " @verbatim"
        set_in = 1
        sub(/^ \*/, "  ", line)
    } else if (set_in) {
        set_in = 0
        held = held " @endverbatim"
    }
    if (held != "") print held
    held = set_in || blank ? line : titled(line)
}

# TYPE A, B; /**< TEXT */
function each(line,    text, declared, type, names, count, i, out) {
    text = substr(line, index(line, "/**<"))
    declared = substr(line, 1, index(line, ";") - 1)
    count = split(declared, names, ", ")
    type = names[1]
    sub(/\*?[A-Za-z_0-9]+$/, "", type)
    names[1] = substr(names[1], length(type) + 1)
    for (i = 1; i <= count; i++) {
        out = out type names[i] "; " text " "
    }
    return out
}

/^\/\*\*/ { inside = 1; set_in = 0; listed = 0; held = "" }
inside {
    commented($0)
    if ($0 ~ /\*\/$/) {
        print held
        inside = 0
    }
    next
}

/^#define COHORT_[A-Z]+\(X\)/ {
    list = $2
    sub(/\(X\)/, "", list)
}
/^    X\(COHORT_/ {
    name = $1
    gsub(/X\(|,/, "", name)
    split($0, parts, "\"")
    constants[list] = constants[list] name " /**< \"" parts[2] "\", see #" list " */, "
}
/^#define COHORT_[A-Z]+_(CODE|CONSTANT)\(/ { skipping = 1 }
skipping {
    if ($0 !~ /\\$/) skipping = 0
    print ""
    next
}
/^#undef/ { print ""; next }
/^ +COHORT_[A-Z]+\(COHORT_/ {
    name = $1
    sub(/\(.*/, "", name)
    print constants[name]
    next
}
/^ +[^,(]*, [^(]*; +\/\*\*<.*\*\/$/ { print each($0); next }
{ print }
