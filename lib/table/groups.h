/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TABLE_GROUPS_H
#define COHORT_TABLE_GROUPS_H

#include "table/table.h"

/*
 * The rows of one year and sex as pieces of the range of ages, from which groups are put together:
 * a group is a piece, or the sum of smaller ones that make it up (0 and 1-4; single ages; 85-89 and
 * 90+). Pieces that are sums of groups (bands, totals) are checked and not used.
 */
typedef struct cohort_piece {
    int from, to; /* inclusive; COHORT_OPEN_END */
    int line;
    double value;
} cohort_piece;

enum { COHORT_PIECES_MAX = 512 };

typedef struct cohort_pieces {
    int count;
    cohort_piece piece[COHORT_PIECES_MAX]; /* in order of from, then to */
    double unknown;                        /* persons of unknown age; 0: none */
    bool any;                              /* rows of groups, not only totals? */
} cohort_pieces;

/* Take the rows of a range, which are of one year and sex. A row with only a first age goes to the
 * next one: starts[age] are those of all rows. Errors: COHORT_ERROR_DUPLICATE: two rows of the same
 * ages; COHORT_ERROR_GRID: too many of them. */
int cohort_pieces_take(const cohort_table *table, cohort_row_range range, const bool *starts,
                       cohort_pieces *pieces, cohort_error *error);

/* Pieces that make up a range of ages. */
typedef struct cohort_pieces_total {
    int parts; /* 0: none make it up */
    int line;  /* of the first */
    double sum;
} cohort_pieces_total;

/* The value of ages from .. to: of a piece, or of a chain of smaller ones; of these only. */
cohort_pieces_total cohort_pieces_sum(const cohort_pieces *pieces, int from, int to);
cohort_pieces_total cohort_pieces_chain(const cohort_pieces *pieces, int from, int to);

/* The first age of the highest open group with groups of this width below it; -1: there is none. */
int cohort_pieces_open(const cohort_pieces *pieces, int width);

/* Fail where one group has the last age that the next begins with: 0-5, 5-10. */
int cohort_pieces_overlap(const cohort_pieces *pieces, const char *what, cohort_error *error);

#endif
