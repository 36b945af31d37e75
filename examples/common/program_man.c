/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A program's man page, in roff with the macros of man(7). */
#include "common/program_pages.h"

#include <cohort/version.h>

#include <ctype.h>
#include <string.h>

/* A character of several bytes as roff names it. Returned: its bytes. */
static size_t put_wide(FILE *stream, const char *text)
{
    const unsigned char first = (unsigned char)text[0];
    const size_t bytes = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    unsigned code = first & (0xFFu >> (bytes + 1));
    for (size_t i = 1; i < bytes; i++) {
        if (((unsigned char)text[i] & 0xC0) != 0x80)
            return i;
        code = code << 6 | ((unsigned char)text[i] & 0x3Fu);
    }
    fprintf(stream, "\\[u%04X]", code);
    return bytes;
}

/* Text that means itself; a line of it never begins a request. */
static void put_text(FILE *stream, const char *text, size_t bytes)
{
    bool begins = true;
    for (size_t i = 0; i < bytes;) {
        const char c = text[i];
        if ((unsigned char)c >= 0x80) {
            i += put_wide(stream, text + i);
            begins = false;
            continue;
        }
        if (begins && (c == '.' || c == '\''))
            fputs("\\&", stream);
        if (c == '\\')
            fputs("\\e", stream);
        else if (c == '-')
            fputs("\\-", stream);
        else
            fputc(c, stream);
        begins = c == '\n';
        i++;
    }
}

static void put(FILE *stream, const char *text)
{
    put_text(stream, text, strlen(text));
}

static void heading(FILE *stream, const char *title)
{
    fprintf(stream, ".SH \"");
    for (; *title; title++)
        fputc(toupper((unsigned char)*title), stream);
    fprintf(stream, "\"\n");
}

/* Paragraphs; those that begin with a blank line by line as they are. */
static void put_paragraphs(FILE *stream, const char *text)
{
    for (const char *next, *begin = text; *text; text = next) {
        const char *end = strstr(text, "\n\n");
        next = end ? end + 2 : text + strlen(text);
        const size_t bytes = (size_t)((end ? end : next) - text);
        if (*text == ' ')
            fputs(text == begin ? ".nf\n" : ".PP\n.nf\n", stream);
        else if (text != begin)
            fputs(".PP\n", stream);
        put_text(stream, text, bytes);
        fputs(*text == ' ' ? "\n.fi\n" : "\n", stream);
    }
}

static void put_option(FILE *stream, const struct option *o)
{
    fprintf(stream, ".TP\n\\f%c", is_operand(o) ? 'I' : 'B');
    put(stream, o->name);
    fputs("\\fR", stream);
    if (o->value) {
        fputs(" \\fI", stream);
        put(stream, o->value);
        fputs("\\fR", stream);
    }
    fputc('\n', stream);
    put(stream, o->help);
    fputc('\n', stream);
}

static void put_synopsis(FILE *stream, const struct program *program, const char *name)
{
    heading(stream, "Synopsis");
    for (int i = 0; program->synopsis[i]; i++) {
        fputs(i ? ".br\n\\fB" : "\\fB", stream);
        put(stream, name);
        fputs("\\fR ", stream);
        put(stream, program->synopsis[i]);
        fputc('\n', stream);
    }
}

static void put_operands(FILE *stream, const struct program *program)
{
    bool any = false;
    for (const struct option_set *set = program->sets; set->options; set++)
        for (const struct option *o = set->options; o->name; o++) {
            if (!is_operand(o))
                continue;
            if (!any)
                heading(stream, "Arguments");
            any = true;
            put_option(stream, o);
        }
}

static void put_sets(FILE *stream, const struct program *program, bool titled)
{
    for (const struct option_set *set = program->sets; set->options; set++) {
        if ((set->title != NULL) != titled)
            continue;
        if (titled) {
            fputs(".SS \"", stream);
            put(stream, set->title);
            fputs("\"\n", stream);
        }
        for (const struct option *o = set->options; o->name; o++)
            if (!is_operand(o))
                put_option(stream, o);
    }
}

static void put_options(FILE *stream, const struct program *program)
{
    heading(stream, "Options");
    put_sets(stream, program, false);
    for (const struct option *o = common_options; o->name; o++)
        put_option(stream, o);
    put_sets(stream, program, true);
}

static void put_examples(FILE *stream, const struct program *program, const char *name)
{
    if (!program->examples)
        return;
    heading(stream, "Examples");
    for (const struct example *e = program->examples; e->arguments; e++) {
        fputs(".TP\n\\fB", stream);
        put(stream, name);
        fputc(' ', stream);
        put(stream, e->arguments);
        fputs("\\fR\n", stream);
        put(stream, e->says);
        fputc('\n', stream);
    }
}

static void put_end(FILE *stream, const struct program *program)
{
    heading(stream, "Exit status");
    for (int status = EXIT_DONE; status_text(program, status); status++) {
        fprintf(stream, ".TP\n\\fB%d\\fR\n", status);
        put(stream, status_text(program, status));
        fputc('\n', stream);
    }
    heading(stream, "Environment");
    fputs(".TP\n\\fBCOHORT_FIXTURES\\fR\nthe folder of the tables that come with libcohort, if "
          "they are elsewhere.\n.TP\n\\fBNO_COLOR\\fR\nif set and not empty, no colours on a "
          "terminal.\n",
          stream);
    heading(stream, "See also");
    fputs(".BR libcohort (3)\n", stream);
}

void print_man(FILE *stream, const struct program *program)
{
    char name[INSTALLED_NAME];
    installed_name(program, name);
    fputs(".\\\" SPDX-License-Identifier: GPL-3.0-or-later\n.TH \"", stream);
    for (const char *at = name; *at; at++)
        fputc(toupper((unsigned char)*at), stream);
    fprintf(stream, "\" 1 \"\" \"libcohort %s\" \"libcohort\"\n", cohort_version());
    heading(stream, "Name");
    put(stream, name);
    fputs(" \\- ", stream);
    put(stream, program->summary);
    fputc('\n', stream);
    put_synopsis(stream, program, name);
    heading(stream, "Description");
    put_paragraphs(stream, program->description);
    put_operands(stream, program);
    put_options(stream, program);
    put_examples(stream, program, name);
    for (const struct section *s = program->sections; s && s->title; s++) {
        heading(stream, s->title);
        put_paragraphs(stream, s->text);
    }
    put_end(stream, program);
}
