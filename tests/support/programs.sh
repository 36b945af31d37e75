#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: sh tests/support/programs.sh PAGE FOLDER
#
# Writes the C of a page's fences to FOLDER/1.c, FOLDER/2.c ... and prints their names.  What has no
# main is a list of statements: it becomes the body of one, with `error` and `must` before it.

awk -v folder="$2" '
    function finish_program() {
        if (file == "")
            return
        if (text !~ /int main\(/)
            text = "#include <cohort/cohort.h>\n#include <stdio.h>\n#include <stdlib.h>\n" \
                "static cohort_error error;\n" \
                "static void must(int code)\n{\n" \
                "    if (code) {\n        fprintf(stderr, \"%s\\n\", error.text);\n" \
                "        exit(1);\n    }\n}\n" \
                "int main(void)\n{\n" text "return fclose(stdout) != 0;\n}\n"
        printf "%s", text >file
        close(file)
        file = text = ""
    }
    /^```c$/ { file = folder "/" ++n ".c"; print file; next }
    /^```$/ { finish_program() }
    file != "" { text = text $0 "\n" }' "$1"
