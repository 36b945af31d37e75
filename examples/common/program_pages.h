/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What program.c and the pages made from a program's tables share. */
#ifndef PROGRAM_PAGES_H
#define PROGRAM_PAGES_H

#include "common/program.h"

#include <stdio.h>

/* `name`: what the user calls the program. */
void print_usage(FILE *stream, const struct program *program, const char *name);
void print_help(FILE *stream, const struct program *program, const char *name);
void print_version(FILE *stream, const struct program *program);
void print_man(FILE *stream, const struct program *program);
void print_completion(FILE *stream, const struct program *program);

/* The name under which a program is installed: "cohort-ensemble-mpi". */
enum { INSTALLED_NAME = 80 };
const char *installed_name(const struct program *program, char name[INSTALLED_NAME]);

/* Options that every program has. */
extern const struct option common_options[];

/* The exit statuses of a program: what status means, or NULL. */
const char *status_text(const struct program *program, int status);

static inline bool is_operand(const struct option *option)
{
    return option->name[0] != '-';
}

/* What a value of an option has to be, in words; into the caller's buffer, which is returned. */
enum { EXPECTED_TEXT = 300 };
const char *option_expected(const struct option *option, char text[EXPECTED_TEXT]);

#endif
