# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: awk -v lang=ja -f page.awk PAGE.md     writes the page as HTML: headings, paragraphs, lists,
# tables, blocks of text, `code`, **bold** and links. (A link to another page is its text only.)

function inline(text, out, part) {
    gsub(/&/, "\\&amp;", text)
    gsub(/</, "\\&lt;", text)
    gsub(/>/, "\\&gt;", text)
    while (match(text, /`[^`]+`/)) {
        codes[++n] = "<code>" substr(text, RSTART + 1, RLENGTH - 2) "</code>"
        text = substr(text, 1, RSTART - 1) "\001" n "\001" substr(text, RSTART + RLENGTH)
    }
    while (match(text, /\[[^]]+\]\([^)]+\)/)) {
        part = substr(text, RSTART, RLENGTH)
        out = part
        sub(/^\[/, "", out)
        sub(/\]\(.*/, "", out)
        sub(/.*\]\(/, "", part)
        sub(/\)$/, "", part)
        if (part ~ /^https?:/ || part !~ /\.md/)
            out = "<a href=\"" part "\">" out "</a>"
        text = substr(text, 1, RSTART - 1) out substr(text, RSTART + RLENGTH)
    }
    while (match(text, /\*\*[^*]+\*\*/))
        text = substr(text, 1, RSTART - 1) "<strong>" substr(text, RSTART + 2, RLENGTH - 4) \
            "</strong>" substr(text, RSTART + RLENGTH)
    while (match(text, /\001[0-9]+\001/))
        text = substr(text, 1, RSTART - 1) codes[substr(text, RSTART + 1, RLENGTH - 2)] \
            substr(text, RSTART + RLENGTH)
    return text
}

# What has been gathered becomes an element; another list, or none, begins.
function finish(next_list) {
    if (text != "")
        print item ? "<li>" inline(text) "</li>" : quote ? "<blockquote>" inline(text) "</blockquote>" \
            : "<p>" inline(text) "</p>"
    text = ""
    item = quote = 0
    if (list != next_list) {
        if (list)
            print "</" list ">"
        if (next_list)
            print "<" next_list ">"
    }
    list = next_list
}

BEGIN {
    print "<!DOCTYPE html>\n<html lang=\"" lang "\"><meta charset=\"utf-8\">"
    print "<meta name=\"viewport\" content=\"width=device-width\">"
    print "<style>body { max-width: 46em; margin: 2em auto; padding: 0 1em; line-height: 1.7;" \
        " font-family: sans-serif } pre { overflow-x: auto; background: #f4f4f2; padding: .7em;" \
        " line-height: 1.4 } table { border-collapse: collapse } th, td { border: 1px solid #bbb;" \
        " padding: .2em .6em; text-align: left }</style>"
}
block && !/^    / { print "</pre>"; block = 0 }
!code && /^    / && text == "" {
    if (!block) { finish(""); print "<pre>" }
    block = 1
    gsub(/&/, "\\&amp;"); gsub(/</, "\\&lt;"); print substr($0, 5)
    next
}
/^```/ { if (!code) finish(""); print code ? "</pre>" : "<pre>"; code = !code; next }
code { gsub(/&/, "\\&amp;"); gsub(/</, "\\&lt;"); print; next }
/^#+ / {
    finish("")
    level = match($0, / /) - 1
    sub(/^#+ /, "")
    if (level == 1)
        print "<title>" $0 "</title>"
    print "<h" level ">" inline($0) "</h" level ">"
    next
}
/^\|/ {
    if (!table) { finish(""); print "<table>" }
    table++
    if (table == 2) next
    gsub(/^\| *| *\|$/, "")
    cells = split($0, cell, / *\| */)
    row = "<tr>"
    for (i = 1; i <= cells; i++)
        row = row (table == 1 ? "<th>" : "<td>") inline(cell[i])
    print row
    next
}
table { print "</table>"; table = 0 }
/^ *$/ { finish(""); next }
/^- / { finish("ul"); item = 1; text = substr($0, 3); next }
/^[0-9]+\. / { finish("ol"); item = 1; sub(/^[0-9]+\. /, ""); text = $0; next }
/^> / { quote = 1; sub(/^> /, "") }
{ sub(/^ +/, ""); text = text (text ~ /[ -~]$/ && /^[ -~]/ ? " " : "") $0 }
END { finish(""); if (block) print "</pre>"; if (table) print "</table>"; print "</html>" }
