/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TABLE_READER_H
#define COHORT_TABLE_READER_H

#include "table/layout.h"

/* The variable of figures of which nothing says what they are. */
#define COHORT_POPULATION "population"

/* What was done with the rows and cells of a file, for notes. */
typedef struct cohort_reader_counts {
    int sheets, empty_sheets;
    int asides;      /* rows that are none: titles between, notes below */
    int aside_line;  /* the first */
    int others;      /* rows of other kinds than the whole (selectors) */
    int zero_dashes; /* cells */
    int withheld;    /* cells */
    int scaled;      /* figures in thousands */
    bool japanese;   /* are areas named in Japanese? */
    bool headed;     /* do headings say what quantities the figures are? */
    bool from_file;
    bool no_age, no_sex; /* does nothing say of which ages or sex? */
    double most[2];      /* the largest asfr and srb */
    char shape[200];     /* what the table was read as */
    bool guessed;        /* is the shape none of the plain ones? */
    bool titled_area;
    unsigned sexes; /* bits of those that there are */
} cohort_reader_counts;

/* Read all sheets, or that of the options, into the table's rows. `counts` begins empty. */
int cohort_reader_read(cohort_sheets *sheets, const cohort_table_options *options,
                       cohort_table *table, cohort_reader_counts *counts, cohort_error *error);

/* May the variable stand in the table? Returned: NULL, or what was expected, for messages: the caller's
 * buffer. */
enum { COHORT_READER_EXPECTED = 200 };
const char *cohort_reader_refuses(const char *const *variables, const char *variable,
                                  char expected[COHORT_READER_EXPECTED]);

#endif
