/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A program's completion in bash. */
#include "common/program_pages.h"

static bool takes_file(const struct option *o)
{
    return o->kind == OPTION_INPUT || o->kind == OPTION_OUTPUT || o->kind == OPTION_INPUTS;
}

static void put_names(FILE *stream, const struct option *options)
{
    for (const struct option *o = options; o->name; o++)
        if (!is_operand(o))
            fprintf(stream, " %s", o->name);
}

static void put_words(FILE *stream, const struct option *o)
{
    for (int i = 0; o->kind == OPTION_CHOICE && o->words[i]; i++)
        fprintf(stream, "%s%s", i ? " " : "", o->words[i]);
}

/* The words of an operand that is one of some. */
static void put_operands(FILE *stream, const struct option *options)
{
    for (const struct option *o = options; o->name; o++)
        if (is_operand(o))
            put_words(stream, o);
}

/* What follows an option that has a value: files, one of some words, or nothing to be known. */
static void put_values(FILE *stream, const struct option *o)
{
    if (is_operand(o) || o->kind == OPTION_FLAG)
        return;
    fprintf(stream, "    %s)", o->name);
    if (takes_file(o)) {
        fputs(" files=1 ;;\n", stream);
        return;
    }
    fputs(" words='", stream);
    put_words(stream, o);
    fputs("' ;;\n", stream);
}

/* The words of a line stand apart at `=`, too. */
static const char head[] = "()\n"
                           "{\n"
                           "    local word=${COMP_WORDS[COMP_CWORD]} "
                           "before=${COMP_WORDS[COMP_CWORD - 1]} files='' words=''\n"
                           "    [[ $before == = ]] && before=${COMP_WORDS[COMP_CWORD - 2]}\n"
                           "    [[ $word == = ]] && word=\n"
                           "    case $before in\n";

static const char tail[] = "'\n"
                           "        fi ;;\n"
                           "    esac\n"
                           "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\"\n"
                           "        [[ $files ]] && compgen -f -- \"$word\")\n"
                           "}\n";

void print_completion(FILE *stream, const struct program *program)
{
    char name[INSTALLED_NAME];
    installed_name(program, name);
    fprintf(stream, "# SPDX-License-Identifier: GPL-3.0-or-later\n_cohort_%s%s", program->name,
            head);
    for (const struct option_set *set = program->sets; set->options; set++)
        for (const struct option *o = set->options; o->name; o++)
            put_values(stream, o);
    fputs("    *)\n        files=1 words='", stream);
    for (const struct option_set *set = program->sets; set->options; set++)
        put_operands(stream, set->options);
    fputs("'\n        if [[ $word == -* ]]; then\n            files='' words='", stream);
    for (const struct option_set *set = program->sets; set->options; set++)
        put_names(stream, set->options);
    put_names(stream, common_options);
    fprintf(stream, "%scomplete -o filenames -F _cohort_%s %s\n", tail, program->name, name);
}
