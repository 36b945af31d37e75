# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: awk -f api.awk HEADER...     writes the interface as JSON (api.json; see interface.md)
#
# Headers are read as they are laid out here: a comment /** */ before each declaration, /**< */
# behind each member, lists such as COHORT_ERRORS(X), one statement a declaration.  Every object of
# a list stands on a line of its own, so that a change is a line of a diff.

function trim(s) {
    gsub(/[ \t\n]+/, " ", s)
    gsub(/^ | $/, "", s)
    return s
}

function quoted(s) {
    gsub(/\\/, "\\\\", s)
    gsub(/"/, "\\\"", s)
    gsub(/\n/, "\\n", s)
    return "\"" s "\""
}

# The first sentence of a comment.
function brief(comment) {
    gsub(/^\/\*\*<?|\*\/$/, "", comment)
    gsub(/\n *\*/, "\n", comment)
    sub(/\n *\n.*/, "", comment)
    comment = trim(comment)
    if (match(comment, /[.] /)) comment = substr(comment, 1, RSTART)
    return comment
}

# What follows the first sentence, with its lines.
function remainder(comment) {
    gsub(/^\/\*\*<? ?\n?|[ \n]*\*\/$/, "", comment)
    gsub(/\n *\* ?/, "\n", comment)
    if (!match(comment, /[.][ \n]|\n\n/)) return ""
    comment = substr(comment, RSTART + RLENGTH)
    sub(/^\n+/, "", comment)
    return comment
}

# What a comment says behind a word, up to the next such word.
function section(comment, word) {
    if (!match(comment, "\n *[*] " word ":")) return ""
    comment = substr(comment, RSTART + RLENGTH)
    if (match(comment, /\n *\*( [A-Z][a-z]+( and [a-z]+)?:|\n)/)) comment = substr(comment, 1, RSTART)
    gsub(/\n *\*/, " ", comment)
    return trim(comment)
}

# ---- numbers: names and whole numbers under + - *, as constants are written here ----

function factor(s) {
    s = trim(s)
    if (s in value) return value[s]
    if (s ~ /^-?[0-9.]+$/) return s + 0
    unknown = 1
    return 0
}

function product(s,    i, n, parts, result) {
    n = split(s, parts, / \* /)
    result = 1
    for (i = 1; i <= n; i++) result *= factor(parts[i])
    return result
}

function evaluate(s,    i, n, parts, result) {
    gsub(/[()]/, "", s)
    gsub(/ - /, " + -", s)
    unknown = 0
    n = split(s, parts, / \+ /)
    for (i = 1; i <= n; i++) result += product(parts[i])
    return result
}

# ---- declarations ----

# TYPE NAME, TYPE *NAME, TYPE NAME[N], TYPE (*NAME)(PARAMETERS): sets declared_type, declared_name.
function declare(s,    tail) {
    s = trim(s)
    tail = ""
    if (match(s, /\(\*[a-z_0-9]+\)/)) {
        declared_name = substr(s, RSTART + 2, RLENGTH - 3)
        declared_type = substr(s, 1, RSTART + 1) substr(s, RSTART + RLENGTH - 1)
        return
    }
    if (match(s, /\[/)) {
        tail = " " substr(s, RSTART)
        s = substr(s, 1, RSTART - 1)
    }
    match(s, /[A-Za-z_0-9]+$/)
    declared_name = substr(s, RSTART)
    declared_type = trim(substr(s, 1, RSTART - 1)) tail
}

# The brackets behind a name, as in `values[count]` or `single[first_age[groups] - 1]`; "" if none.
function shape(name, comment,    at, depth, mark, from) {
    gsub(/\n *[*] \[/, "[", comment)
    if (!match(comment, "[^a-z_]" name " ?\\[")) return ""
    from = at = RSTART + RLENGTH - 1
    do {
        mark = substr(comment, at++, 1)
        depth += mark == "[" ? 1 : mark == "]" ? -1 : 0
    } while (mark != "" && (depth > 0 || substr(comment, at, 1) == "["))
    return trim(substr(comment, from, at - from))
}

# What a comment says of a parameter: its shape; whether the function gives it as a result (`Returned:
# *value`, `Returned: the cells of *stock`), or takes it and frees it; whether it may be NULL.
function role(name, type, comment, first,    returned, sizes, cells) {
    sizes = shape(name, comment)
    returned = " " section(comment, "Returned") " "
    cells = returned ~ "the cells of [*]" name "[^a-z_]"
    gsub("of [*]" name, "", returned)
    return member("shape", sizes) \
        (type ~ /[*\]]$/ && type !~ /^const.*[^*][*\]]$/ && (name == "out" || returned ~ "[ (;]([*]" name "[^a-z_]|" name "\\[)") ? \
        ", \"result\": true" : "") (cells ? ", \"result\": \"cells\"" : "") \
        (comment ~ "takes the " name "[^a-z_]" ? ", \"taken\": true" : "") \
        (type ~ /\*$/ && !first && comment ~ "[^a-z_]" name "[^a-z_;.][^;.]*NULL" && \
        comment !~ name "[^;.]* not be NULL" ? ", \"null\": true" : "")
}

function parameters(s, comment,    i, n, parts, out) {
    s = trim(s)
    if (s == "void") return "[]"
    n = split(s, parts, /,/)
    for (i = 1; i <= n; i++) {
        declare(parts[i])
        if (declared_name == "...") { # as many more as a format asks for
            declared_type = "..."
            declared_name = ""
        }
        out = out (i > 1 ? ", " : "") "{\"name\": " quoted(declared_name) ", \"type\": " \
            quoted(declared_type) role(declared_name, declared_type, comment, i == 1) "}"
    }
    return "[" out "]"
}

function member(name, text) {
    return text == "" ? "" : ", \"" name "\": " quoted(text)
}

function about(name, comment) {
    return "{\"name\": " quoted(name) ", \"header\": " quoted(header) ", \"brief\": " quoted(brief(comment)) \
        member("doc", remainder(comment))
}

function add(list, object) {
    objects[list, ++count[list]] = object
}

# RETURNS NAME(PARAMETERS)
function add_function(list, s, comment,    open) {
    sub(/\)[ \n]*COHORT_PRINTF\([^)]*\)/, ")", s)
    open = index(s, "(")
    declare(substr(s, 1, open - 1))
    sub(/^COHORT_API(_INLINE)? /, "", declared_type)
    s = substr(s, open + 1)
    sub(/\) *$/, "", s)
    name = declared_name
    type = declared_type
    add(list, about(name, comment) member("shape", type ~ /double \*$/ ? shape("", brief(comment)) : "") \
        ", \"returns\": " quoted(type) ", \"parameters\": " parameters(s, comment) "}")
}

function add_struct(name, body, comment,    out, before, text, parts, n, i, base) {
    while (match(body, /[^ \t\n]/)) {
        body = substr(body, RSTART)
        if (body ~ /^\/\*\*/) {
            before = take_comment(body)
            body = rest
            continue
        }
        text = trim(substr(body, 1, index(body, ";") - 1))
        body = substr(body, index(body, ";") + 1)
        if (match(body, /^[ \t\n]*\/\*\*</)) {
            before = take_comment(substr(body, RLENGTH - 3))
            body = rest
        }
        n = text ~ /\(/ ? 1 : split(text, parts, /, */)
        if (n == 1) parts[1] = text
        for (i = 1; i <= n; i++) {
            if (i == 1) {
                declare(parts[1])
                base = declared_type
                sub(/ *[*[].*/, "", base)
            } else declare(base " " parts[i])
            out = out (out == "" ? "" : ", ") "{\"name\": " quoted(declared_name) ", \"type\": " \
                quoted(declared_type) ", \"brief\": " quoted(brief(before)) member("doc", remainder(before)) \
                member("shape", shape("", " " brief(before))) \
                (declared_type ~ /[*]/ && before comment ~ /NULL/ ? ", \"null\": true" : "") "}"
        }
        before = ""
    }
    add("structs", about(name, comment) ", \"fields\": [" out "]}")
}

# NAME, NAME = VALUE, or LIST(HOW): every name of the list, with its value if the list has one
function add_enum(name, body, comment,    n, i, parts, out, entry, j, list, pair) {
    gsub(/\/\*\*<([^*]|\*[^\/])*\*\//, "", body)
    gsub(/\)[ \n]+COHORT/, "), COHORT", body)
    n = split(body, parts, /,/)
    enum_next = 0
    for (i = 1; i <= n; i++) {
        entry = trim(parts[i])
        list = entry
        sub(/\(.*/, "", list)
        if (list in listed)
            for (j = 1; j <= listed[list]; j++)
                out = out enumerator(list_name[list, j], list_value[list, j], list_text[list, j], list_shape[list, j])
        else if (entry != "") {
            split(entry, pair, / = /)
            out = out enumerator(pair[1], entry ~ / = / ? pair[2] : "", "", "")
        }
    }
    sub(/^, /, "", out)
    add("enums", about(name, comment) of(brief(comment)) ", \"values\": [" out "]}")
}

# The parameters and members that an enum without a name is for: "values of `a`", "of `a` and `b`".
function of(comment) {
    if (!match(comment, /values of `[a-z_]+`( and `[a-z_]+`)?/)) return ""
    comment = substr(comment, RSTART + 10, RLENGTH - 10)
    gsub(/`/, "\"", comment)
    sub(/ and /, ", ", comment)
    return ", \"of\": [" comment "]"
}

function enumerator(name, expression, text, sizes) {
    if (expression != "") enum_next = evaluate(expression)
    value[name] = enum_next
    return ", {\"name\": " quoted(name) ", \"value\": " enum_next++ member("text", text) member("shape", sizes) "}"
}

# ---- a header ----

# The comment at the beginning; sets `rest`.
function take_comment(s,    end) {
    end = index(s, "*/") + 1
    rest = substr(s, end + 1)
    return substr(s, 1, end)
}

# The statement at the beginning, without its semicolon; sets `rest`.
function take_statement(s,    at, depth, mark) {
    at = 1
    while (match(substr(s, at), /\/\*|[{};]/)) {
        at += RSTART - 1
        mark = substr(s, at, 1)
        if (mark == "/") {
            at += index(substr(s, at), "*/") + 1
            continue
        }
        if (mark == "{") depth++
        if (mark == "}") depth--
        if (mark == ";" && depth == 0) break
        at++
    }
    rest = substr(s, at + 1)
    return substr(s, 1, at - 1)
}

function classify(s, comment,    name, body) {
    name = s
    sub(/.*[ }]/, "", name)
    body = s
    sub(/^[^{]*\{/, "", body)
    sub(/\}[^}]*$/, "", body)
    if (s ~ /^enum/) add_enum("", body, comment)
    else if (s ~ /^typedef enum/) add_enum(name, body, comment)
    else if (s ~ /^typedef struct [a-z_]+ \{/) add_struct(name, body, comment)
    else if (s ~ /^typedef struct/) add("handles", about(name, comment) "}")
    else if (s ~ /^typedef/) add_function("callbacks", substr(s, 9), comment)
    else add_function("functions", s, comment)
}

function finish(    comment, statement) {
    while (match(source, /[^ \t\n]/)) {
        source = substr(source, RSTART)
        if (source ~ /^\/\*/) {
            comment = take_comment(source)
            source = rest
            if (comment ~ /^\/\*\*/ && comment !~ /@file/) said = comment
            continue
        }
        statement = take_statement(source)
        source = rest
        classify(statement, said)
        said = ""
    }
}

FNR == 1 {
    finish()
    header = FILENAME
    sub(/^.*include\//, "", header)
    source = said = ""
    skipping = 0
}

# What is for C++ or for compilers only.
/^#ifdef __cplusplus|^#ifndef COHORT_NO_INLINE/ { skipping = 1 }
skipping {
    if (/^#endif/) skipping = 0
    next
}

# Lists, constants, other macros.
/^#define COHORT_[A-Z_]+\(X\)/ {
    list = $2
    sub(/\(X\)/, "", list)
    in_list = 1
}
in_list && /X\(COHORT_/ {
    entry = $0
    sub(/.*X\(/, "", entry)
    split(entry, parts, /, */)
    list_name[list, ++listed[list]] = parts[1]
    list_value[list, listed[list]] = parts[2] ~ /^-?[0-9]+$/ ? parts[2] : ""
    list_text[list, listed[list]] = match(entry, /"[^"]*"/) ? substr(entry, RSTART + 1, RLENGTH - 2) : ""
    list_shape[list, listed[list]] = parts[3] ~ /^[A-Z]+$/ ? shape(parts[3], source) : ""
}
/^#define COHORT_[A-Z_0-9]+ / && !/_H$/ {
    name = $2
    text = $0
    while (text ~ /\\$/) {
        sub(/ *\\$/, " ", text)
        getline more
        text = text trim(more)
    }
    sub(/^#define [A-Z_0-9]+ +/, "", text)
    number = evaluate(text)
    if (!unknown) {
        value[name] = number
        add("constants", about(name, source_comment()) ", \"value\": " sprintf("%.10g", number) "}")
    }
    next
}
/^#/ || in_list || in_macro {
    continued = /\\$/
    if (!continued) in_list = 0
    in_macro = continued
    next
}
{ source = source $0 "\n" }

# The last comment so far, which is said of a macro.
function source_comment(    at, last) {
    last = source
    while (at = index(substr(last, 2), "/**")) last = substr(last, at + 1)
    return take_comment(last)
}

END {
    finish()
    printf "{\"version\": \"%d.%d.%d\"", value["COHORT_VERSION_MAJOR"], \
        value["COHORT_VERSION_MINOR"], value["COHORT_VERSION_PATCH"]
    n = split("functions structs handles callbacks enums constants", lists, " ")
    for (i = 1; i <= n; i++) {
        printf ",\n\"%s\": [", lists[i]
        for (j = 1; j <= count[lists[i]]; j++) printf "%s\n  %s", (j > 1 ? "," : ""), objects[lists[i], j]
        printf "\n]"
    }
    print "\n}"
}
