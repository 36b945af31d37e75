/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of the fixtures, and files that cannot be read. */
#ifndef TESTS_SUPPORT_TABLES_H
#define TESTS_SUPPORT_TABLES_H

#include <cohort/table.h>

#include <stddef.h>

/* A table of the fixtures, such as "japan.csv"; freed by the caller. */
cohort_table *fixture(const char *name);

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
