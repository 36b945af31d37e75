/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A planning document's published figures compared with the paths that a projection gives. */
#ifndef DOCUMENT_H
#define DOCUMENT_H

#include "text/text.h"

enum { MOST_TARGETS = 40 };

/* A path: a run, and which of its figures were fitted to the document. */
struct path {
    const cohort_stock *population;
    int last_published; /* its last date that repeats a published table, or 0 */
    int target_count;
    cohort_figure targets[MOST_TARGETS];
};

/* A series of the document: the path that it describes, or the difference of two. */
struct series {
    const char *name;
    const struct path *path, *minus; /* minus may be NULL */
    bool is_share;                   /* percent of the three ages, as the document rounds them */
    bool is_a_year;                  /* the difference, divided by the years since the first date */
};

/* The mark of what kind of figure a path's persons in a band are at a year: i, =, f or p. */
const char *path_mark(const struct path *path, double year, cohort_band band);

/* The figure published for a series of an area, or NAN. */
double published_value(const cohort_table *document, const char *series, int year,
                       const char *band);

/* Persons a year by which one path gains on another, from their first date to a year. The document
 * has it as GAIN_PER_YEAR; that its years begin at the first date is inferred. */
#define GAIN_PER_YEAR "gain_per_year_about"
double gain_per_year(const cohort_stock *with, const cohort_stock *without, int year,
                     cohort_band band);

/* Rows series,year,measure,published,projected,difference,status: every row of the document whose
 * variable is `rows` (usually the series' own name), under the series' name. */
void write_series(FILE *stream, const cohort_table *document, const struct series *series,
                  const char *rows);

#endif
