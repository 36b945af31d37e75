/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TEXT_OUTPUT_H
#define COHORT_TEXT_OUTPUT_H

#include <cohort/output.h>

#include <stdbool.h>
#include <stdio.h>

struct cohort_output {
    /* a file */
    FILE *stream;    /* NULL: in memory */
    char *name;      /* for messages */
    char *target;    /* what the temporary file is to become; NULL: written directly */
    char *temporary; /* NULL: there is none */
    bool nameless;   /* the temporary file has not got its name yet */
    /* in memory */
    char *bytes;       /* `used` of them, with a NUL behind them */
    size_t used, room; /* room: with the NUL */
    bool is_cut_off;   /* memory was out: nothing more is taken */
};

/* So many bytes of a text, as cohort_output_markup writes one. */
void cohort_markup_bytes(cohort_output *out, const char *text, size_t size);

#endif
