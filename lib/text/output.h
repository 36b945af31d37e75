/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TEXT_OUTPUT_H
#define COHORT_TEXT_OUTPUT_H

#include <cohort/output.h>

#include <stdbool.h>
#include <stdio.h>

struct cohort_output {
    /* a file */
    FILE *stream;        /* NULL: in memory */
    char *name;          /* for messages */
    char *target;        /* the temporary file's final name; NULL: written directly */
    char *temporary;     /* NULL: there is none */
    bool nameless;       /* the temporary file has no name yet */
    int problem;         /* an errno, of a write that failed; 0: none has */
    bool keeps_formulas; /* cells are written as they are */
    /* in memory */
    char *bytes;       /* `used` of them, with a NUL behind them */
    size_t used, room; /* room: with the NUL */
    bool is_cut_off;   /* out of memory: nothing more is written */
};

/* Write the first `size` bytes of a text as cohort_output_markup does. */
void cohort_markup_bytes(cohort_output *out, const char *text, size_t size);

#endif
