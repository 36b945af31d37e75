/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TABLE_ROWS_H
#define COHORT_TABLE_ROWS_H

#include <cohort/error.h>
#include <cohort/table.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Rows, 20 bytes each: a key, a value and a line. The key is one number, in the order of area,
 * variable, year, sex, first and last age: texts are compared once a pair of area and variable, and
 * sorting needs no comparisons.
 */

/* The years that rows may have. */
enum { COHORT_TABLE_FIRST_YEAR = -9999, COHORT_TABLE_LAST_YEAR = 9999 };

/* How many bits are below each member of a key. Last ages are as they are but for one more: none is
 * 0, and open and unknown are the highest. */
enum {
    COHORT_KEY_FIRST_AGE = 10,
    COHORT_KEY_SEX = 20,
    COHORT_KEY_YEAR = 22,
    COHORT_KEY_PAIR = 37,
    COHORT_KEY_UNKNOWN = (1 << COHORT_KEY_FIRST_AGE) - 1,
    COHORT_KEY_OPEN = COHORT_KEY_UNKNOWN - 1
};

/* A cell whose value could not be read. Its texts are the rows' own; text NULL: there is none. */
typedef struct cohort_unread {
    const char *column, *text;
    int line;
} cohort_unread;

/* An area with a variable. Its texts are the rows' own. */
typedef struct cohort_row_pair {
    const char *area, *variable, *name;
    int first;           /* row */
    int number;          /* before pairs are put in order */
    int rows;            /* that were kept; without any it is as if it were not there */
    cohort_unread gap;   /* the first */
    cohort_unread empty; /* before it: an empty cell of a date that the area may not have */
} cohort_row_pair;

/* An area, and its first row. */
typedef struct cohort_row_area {
    const char *area, *name;
    int first;
} cohort_row_area;

typedef struct cohort_rows {
    uint64_t *keys;
    double *values;
    int *lines;
    int count;
    bool unknown; /* are there any of unknown ages? */
    size_t room;
    bool ordered;     /* have they been put in order? */
    uint32_t *sorted; /* numbers of the rows in order; NULL: they are in order as they are */
    cohort_row_pair *pairs;
    int pair_count, pair_room;
    int *slots; /* pairs by their hash; -1: none */
    size_t slot_count;
    char **texts; /* blocks of text */
    size_t text_blocks, text_used;
    bool failed; /* was there no memory for a text? */
} cohort_rows;

/* Rows begin as {0}. */
void cohort_rows_free(cohort_rows *rows);

/* A copy of a text that is freed with the rows. Where there is no memory for it, it is "", and
 * cohort_rows_end fails. */
const char *cohort_rows_text(cohort_rows *rows, const char *text);

/* The number of a pair, a new one at its first row; -1: out of memory. */
int cohort_rows_pair(cohort_rows *rows, const char *area, const char *variable, const char *name,
                     cohort_error *error);

/* The next row. Given: its members but for the texts; the pair. Errors: COHORT_ERROR_MEMORY. */
int cohort_rows_add(cohort_rows *rows, int pair, const cohort_row *row, cohort_error *error);

/* As before rows were put in order, so that more of them may be added. */
void cohort_rows_reopen(cohort_rows *rows);

/* Every row of both sexes becomes one of men, `share` of its value, and one of
 * women. */
int cohort_rows_split(cohort_rows *rows, double share, cohort_error *error);

/* The earlier of two cells that could not be read, into the first. */
void cohort_unread_earlier(cohort_unread *unread, const cohort_unread *other);

/* Put the pairs in order, once there are no more of them; those whose texts have been rewritten to be
 * the same become one. Errors: COHORT_ERROR_MEMORY. */
int cohort_rows_order_pairs(cohort_rows *rows, cohort_error *error);

/* Rows that are marked go: then there is no order of them. */
void cohort_rows_mark(cohort_rows *rows, int index);
void cohort_rows_drop(cohort_rows *rows);

/* The number of a row's pair. */
static inline int cohort_rows_number(const cohort_rows *rows, int index)
{
    return (int)(rows->keys[index] >> COHORT_KEY_PAIR);
}

/* A number for the pair and the year of a row. */
static inline uint64_t cohort_rows_year(const cohort_rows *rows, int index)
{
    return rows->keys[index] >> COHORT_KEY_YEAR;
}

/* When all rows are there, and the pairs in order: put them in order. */
int cohort_rows_sort(cohort_rows *rows, cohort_error *error);

/* The row at a place of the order. */
static inline int cohort_rows_at(const cohort_rows *rows, int place)
{
    return rows->sorted ? (int)rows->sorted[place] : place;
}

/* The same, and *again, a row that agrees with the row *before in all but value and line, or -1. */
int cohort_rows_end(cohort_rows *rows, int *again, int *before, cohort_error *error);

/* After the end: rows that agree in value, too, are kept once. Returned: did any go? */
bool cohort_rows_unite(cohort_rows *rows);

/* After the end: each area once, in the order of their first rows; allocated. */
int cohort_rows_areas(const cohort_rows *rows, cohort_row_area **areas, int *count,
                      cohort_error *error);

/* A member of a key: its bits above `from` and below `to`. */
static inline int cohort_key_member(uint64_t key, int from, int to)
{
    return (int)(key >> from & (((uint64_t)1 << (to - from)) - 1));
}

/* A row by its number. */
static inline cohort_row cohort_rows_get(const cohort_rows *rows, int index)
{
    const uint64_t key = rows->keys[index];
    const cohort_row_pair *pair = &rows->pairs[key >> COHORT_KEY_PAIR];
    const int end = cohort_key_member(key, 0, COHORT_KEY_FIRST_AGE);
    return (cohort_row){.area = pair->area,
                        .variable = pair->variable,
                        .year = cohort_key_member(key, COHORT_KEY_YEAR, COHORT_KEY_PAIR) +
                                COHORT_TABLE_FIRST_YEAR,
                        .sex = cohort_key_member(key, COHORT_KEY_SEX, COHORT_KEY_YEAR),
                        .age_from = cohort_key_member(key, COHORT_KEY_FIRST_AGE, COHORT_KEY_SEX),
                        .age_to = end == COHORT_KEY_UNKNOWN ? COHORT_AGE_UNKNOWN
                                  : end == COHORT_KEY_OPEN  ? COHORT_OPEN_END
                                                            : end - 1,
                        .value = rows->values[index],
                        .line = rows->lines[index]};
}

/* After the end: the first row in order that is not before, or with `after` the first that is
 * behind, those that agree with a row of this pair in the given members: `depth` of year, sex
 * and ages. */
int cohort_rows_bound(const cohort_rows *rows, int pair, const cohort_row *row, int depth,
                      bool after);

#endif
