/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of the fixtures, and files that cannot be read. */
#ifndef TESTS_SUPPORT_TABLES_H
#define TESTS_SUPPORT_TABLES_H

#include <cohort/table.h>

#include <stddef.h>

/* A table of the fixtures, such as "japan.csv"; freed by the caller. */
cohort_table *fixture(const char *name);

/* Options to begin with: a table with gaps is read as far as it can be. */
cohort_table_options with_gaps(void);

/* A text as the table of a file with this name. Options NULL: those of cohort_table_read. */
int parse_table(const char *text, const char *name, const cohort_table_options *options,
                cohort_table **table, cohort_error *error);
cohort_table *parsed_table(const char *text, const char *name,
                           const cohort_table_options *options); /* which can be read */

/* How many notes hold a text. */
int notes_with(const cohort_table *table, const char *part);

/* The population of an area from a date on, in units of so many persons: of three ages by five years
 * men 1, 2, 3 and women 4, 5, 6, at each later date 10 more. `what` says of what. Returned: how many
 * dates there are. */
int check_small_town(const char *what, const cohort_table *table, const char *area, int start,
                     double unit);

/* A row of population, all of it. */
void assert_row(cohort_row row, const char *area, int year, int sex, int age_from, int age_to,
                double value, int line);

/* A town of IPSS's table: its published population, Japan's rates up to a year; what follows from
 * them. */
void read_town(const char *area, int last_year, cohort_stock *published, cohort_inputs **japan);
cohort_projection *project_town(const char *area, int last_year);

/* Failure with this code, and a message that holds this text; `name` says of what. */
void check_failure(const char *name, int code, int expected, const cohort_error *error,
                   const char *part);

/* Bytes that cannot be read: `part` of what is said about them. */
struct malformed {
    const char *name, *bytes;
    size_t size;
    int code;
    const char *part;
};
#define BYTES(text) (text), sizeof(text) - 1

/* All fail, with and without room for an error, and leave *out NULL. */
typedef int read_bytes_as(const char *bytes, size_t size, void **out, cohort_error *error);
void assert_malformed(size_t count, const struct malformed *files, read_bytes_as *read);

#endif
