/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "options/pages.h"

enum { WIDTH = 80, COLUMN = 22 /* of an option's help */ };

const struct option common_options[] = {
    {.name = "--help", .help = "print this and end; -h is the same"},
    {.name = NULL},
};

/* What an exit status means, or NULL. */
static const char *status_text(const struct command *command, int status)
{
    switch (status) {
    case EXIT_DONE:
        return "all went well";
    case EXIT_WRONG:
        return "a file, a value in it or the output is wrong: standard error says which, and no "
               "file "
               "is left half-written";
    case EXIT_USAGE:
        return "the command line is wrong";
    case EXIT_PARTLY:
        return command->partly;
    default:
        return NULL;
    }
}

/* ---- text in lines ---- */

/* The words from `text` to `end`, the cursor being at `column`, further lines indented. */
static void wrap(FILE *stream, const char *text, const char *end, int column, int indent)
{
    bool first = true;
    for (;;) {
        text += strspn(text, " \n");
        if (text >= end || !*text)
            break;
        const size_t bytes = strcspn(text, " \n");
        const int wide = columns_of(text, bytes);
        if (!first && column + 1 + wide > WIDTH) {
            fprintf(stream, "\n%*s", indent, "");
            column = indent;
            first = true;
        }
        fprintf(stream, "%s%.*s", first ? "" : " ", (int)bytes, text);
        column += wide + !first;
        first = false;
        text += bytes;
    }
    fputc('\n', stream);
}

/* Paragraphs, a blank line between them. */
static void print_paragraphs(FILE *stream, const char *text, int indent)
{
    for (const char *next; *text; text = next) {
        const char *end = strstr(text, "\n\n");
        next = end ? end + 2 : text + strlen(text);
        end = end ? end : next;
        if (*text == ' ') {
            fprintf(stream, "%.*s\n", (int)(end - text), text);
        } else {
            fprintf(stream, "%*s", indent, "");
            wrap(stream, text, end, indent, indent);
        }
        if (*next)
            fputc('\n', stream);
    }
}

/* ---- pages ---- */

void print_usage(FILE *stream, const struct command *command)
{
    for (int i = 0; command->synopsis[i]; i++)
        fprintf(stream, "%s cohort %s %s\n", i ? "      " : "usage:", command->name,
                command->synopsis[i]);
}

static void print_option(FILE *stream, const struct option *o)
{
    const struct text value = o->kind == OPTION_CHOICE ? words_text(o->words, "|", "|")
                                                       : text_of("%s", o->value ? o->value : "");
    int used = fprintf(stream, "  %s%s%s", o->name, *value.s ? " " : "", value.s);
    if (used > COLUMN - 2) {
        fputc('\n', stream);
        used = 0;
    }
    fprintf(stream, "%*s", COLUMN - used, "");
    wrap(stream, o->help, o->help + strlen(o->help), COLUMN, COLUMN);
}

/* The operands, or the options, of a set, under a heading unless it is there already. */
static void print_set(FILE *stream, const struct option *o, bool operands, const char *heading,
                      bool *has_heading)
{
    for (; o->name; o++) {
        if (is_operand(o) != operands)
            continue;
        if (!*has_heading)
            fprintf(stream, "\n%s:\n", heading);
        *has_heading = true;
        print_option(stream, o);
    }
}

static void print_options(FILE *stream, const struct command *command)
{
    bool arguments = false, options = false;
    for (const struct option_set *set = command->sets; set->options; set++)
        print_set(stream, set->options, true, "Arguments", &arguments);
    for (const struct option_set *set = command->sets; set->options; set++)
        if (!set->title)
            print_set(stream, set->options, false, "Options", &options);
    print_set(stream, common_options, false, "Options", &options);
    for (const struct option_set *set = command->sets; set->options; set++)
        if (set->title)
            print_set(stream, set->options, false, set->title, &(bool){false});
}

static void print_examples(FILE *stream, const struct command *command)
{
    if (!command->examples)
        return;
    fprintf(stream, "\nExamples:\n");
    for (const struct example *e = command->examples; e->arguments; e++) {
        fprintf(stream, "  cohort %s %s\n      ", command->name, e->arguments);
        wrap(stream, e->says, e->says + strlen(e->says), 6, 6);
    }
}

static void print_statuses(FILE *stream, const struct command *command)
{
    fprintf(stream, "\nExit status:\n");
    for (int status = EXIT_DONE; status_text(command, status); status++) {
        const char *text = status_text(command, status);
        fprintf(stream, "  %d  ", status);
        wrap(stream, text, text + strlen(text), 5, 5);
    }
}

void print_help(FILE *stream, const struct command *command)
{
    fprintf(stream, "cohort %s: %s\n\n", command->name, command->summary);
    print_usage(stream, command);
    fputc('\n', stream);
    print_paragraphs(stream, command->description, 0);
    print_options(stream, command);
    print_examples(stream, command);
    print_statuses(stream, command);
}
