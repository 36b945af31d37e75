/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_TABLE_TABLE_H
#define COHORT_TABLE_TABLE_H

#include <cohort/lifetable.h>
#include <cohort/table.h>

#include "core/limits.h"
#include "table/rows.h"

#include <float.h>
#include <stdbool.h>

/* The variable of figures of which nothing says what they are. */
#define COHORT_POPULATION "population"

/* A file, or a sheet of it, whose rows a table has. Lines are numbered through: those of a place come
 * after so many of others. */
typedef struct cohort_table_place {
    const char *name; /* the rows' own, for messages */
    int before;
} cohort_table_place;

/* What an area is known by: its code, and its name if it has one. */
typedef struct cohort_known_area {
    const char *text;
    const cohort_row_area *area;
} cohort_known_area;

enum { COHORT_BY_CENSUS = 1, COHORT_BY_REGISTER = 2 };

struct cohort_table {
    char *name;
    cohort_table_place *places;
    int place_count, lines;          /* lines: the last number */
    bool wide;                       /* are its rows counted in order? */
    bool dated;                      /* were dates columns, of any rows? */
    bool yearly;                     /* is net migration that of a year, as it says? */
    unsigned counted_in, counted_by; /* bits of its populations: months of dates; COHORT_BY_... */
    cohort_rows rows;
    cohort_row_area *areas;
    int area_count;
    cohort_known_area *known; /* of areas, in order */
    int known_count;
    cohort_rate_limits limits;
    cohort_old_ages old_ages;
    int unit;           /* the largest that counts were given in, in persons; 0: there are none */
    double rounding;    /* of populations: 1, 3, 5, 10, in units also more; of joined the largest */
    const char *title;  /* the rows' own; NULL: none */
    const char **notes; /* the rows' own */
    int note_count;
};

/* The limits of a rate, of which the highest does not bind where any are taken. */
static inline struct limits cohort_table_limits(const cohort_table *table, struct limits limits)
{
    if (table->limits == COHORT_ANY_RATES)
        limits.highest = DBL_MAX;
    return limits;
}

/* Note what was guessed, or done with the figures; shown to whoever asks for the table's notes. One
 * that there is no memory for is told as a text of the rows. */
void cohort_table_add_note(cohort_table *table, const char *format, ...) COHORT_PRINTF(2, 3);

/* Append to a text, which is cut at its size. */
void cohort_append(char *text, size_t size, const char *format, ...) COHORT_PRINTF(3, 4);

/* The last member of a row that is compared, in the order of the sorted rows. */
typedef enum cohort_row_depth {
    COHORT_ROW_VARIABLE,
    COHORT_ROW_YEAR,
    COHORT_ROW_SEX,
    COHORT_ROW_AGE
} cohort_row_depth;

/* Sorted rows first .. end - 1. */
typedef struct cohort_row_range {
    int first, end;
} cohort_row_range;

/* Row `index` of those sorted by area, variable, year, sex and age. */
cohort_row cohort_table_sorted(const cohort_table *table, int index);

/* Are there rows of an area, by its code? */
bool cohort_table_has_area(const cohort_table *table, const char *area);

/* The sorted rows of an area and variable; possibly none. */
cohort_row_range cohort_table_rows(const cohort_table *table, const char *area,
                                   const char *variable);

/* The sorted rows that agree with the key; possibly none. */
cohort_row_range cohort_table_range(const cohort_table *table, const cohort_row *key,
                                    cohort_row_depth depth);

/* After the rows' end: find the areas, and the rounding. */
int cohort_table_index(cohort_table *table, cohort_error *error);

/* What all figures of a variable are multiples of: 10, 5 or 3, because a publisher rounds them so that
 * nobody is recognised; else 1, as where they are too few to tell that from chance. */
double cohort_table_rounding(const cohort_table *table, const char *variable);

/* Could all values of an area and variable be read? Errors: COHORT_ERROR_VALUE: what was wrong with
 * the first that could not. */
int cohort_table_gaps(const cohort_table *table, const char *area, const char *variable,
                      cohort_error *error);

/* The rows of an area and variable. Errors: COHORT_ERROR_MISSING: the area, or the variable;
 * those of cohort_table_gaps. */
int cohort_table_select(const cohort_table *table, const char *area, const char *variable,
                        cohort_row_range *range, cohort_error *error);

/* Is the row of all ages? */
static inline bool cohort_row_all_ages(const cohort_row *row)
{
    return row->age_from == 0 && row->age_to == COHORT_OPEN_END;
}

/* Of all ages, or of all those at which women have children: what a TFR is of. */
static inline bool cohort_row_is_whole(const cohort_row *row)
{
    enum { MOTHERS = 15, LAST_MOTHERS = 44 };
    return row->age_from <= MOTHERS && row->age_to >= LAST_MOTHERS;
}

/* A further place, whose lines come after so many. */
int cohort_table_add_place(cohort_table *table, const char *name, int before, cohort_error *error);

/* Where a row's number is: the place's name, and *line there; `FILE, line 3`, or `FILE, sheet "S", line
 * 3`, into the caller's buffer. Both for messages. */
enum { COHORT_AT_TEXT = 300 };
const char *cohort_table_where(const cohort_table *table, int number, int *line);
const char *cohort_table_at(const cohort_table *table, int number, char at[COHORT_AT_TEXT]);

/* Fail with where a row's number is, and what is wrong. */
int cohort_table_fail(const cohort_table *table, int number, int code, cohort_error *error,
                      const char *format, ...) COHORT_PRINTF(5, 6);

/* The file's name for messages. */
const char *cohort_table_name(const cohort_table *table);

/* `FILE: area "AREA", VARIABLE`, for messages; into the caller's buffer, which is returned. */
enum { COHORT_TABLE_WHAT = 320 };
const char *cohort_table_what(const cohort_table *table, const char *area, const char *variable,
                              char what[COHORT_TABLE_WHAT]);

/* What was done to make groups of a population's rows. */
typedef struct cohort_population_notes {
    int width;             /* of the groups */
    double most_differing; /* as a part of the total */
    bool summed;           /* narrower rows were summed */
    int totals;            /* rows that are sums, checked */
    int differing;         /* of them, those that differ by a little more than rounding */
    double rounding;       /* what all figures are multiples of */
} cohort_population_notes;

/* cohort_table_population, of the dates from first_year to last_year. notes may be NULL. */
int cohort_table_stock(const cohort_table *table, const char *area, const char *variable,
                       int first_year, int last_year, cohort_stock *stock,
                       cohort_population_notes *notes, cohort_error *error);

/*
 * A life table from the rows of one sex and year, of variable mx (any ages) or qx (single years),
 * completed by Andreev and Kingkade's rules; extended by the table's model of old ages where it is
 * closed too early or before the age `oldest`. Free *life also after a failure.
 * Errors: COHORT_ERROR_GRID naming the line; those of cohort_lifetable_from_mx and _from_qx.
 */
int cohort_table_lifetable(const cohort_table *table, cohort_row_range range, int sex, int oldest,
                           cohort_lifetable *life, cohort_error *error);

#endif
