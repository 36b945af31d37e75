/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What options.c and help.c share. */
#ifndef PAGES_H
#define PAGES_H

#include "options/options.h"

void print_usage(FILE *stream, const struct command *command);
void print_help(FILE *stream, const struct command *command);

/* Options that every command has. */
extern const struct option common_options[];

static inline bool is_operand(const struct option *option)
{
    return option->name[0] != '-';
}

/* Words, ended by NULL, in a row. */
struct text words_text(const char *const *words, const char *between, const char *last);

#endif
