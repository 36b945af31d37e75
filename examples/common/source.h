/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a program takes an area's inputs from: files in tidy CSV and the options that go with
 * them. */
#ifndef SOURCE_H
#define SOURCE_H

#include <cohort/cohort.h>

#include <stdbool.h>

enum { MOST_FILES = 16 };

struct source {
    int files;
    const char *paths[MOST_FILES];
    const char *scenario, *area, *reference;
    cohort_convention convention;
    bool has_convention;
    int last_year; /* COHORT_OPEN_END: as far as the rates go */
    cohort_table *tables[MOST_FILES];
};

#define SOURCE_NONE                                                                                \
    {                                                                                              \
        .convention = COHORT_WPP_EVEN, .last_year = COHORT_OPEN_END                                \
    }

/* What may stand in a source's tables, ended by NULL: anything else is misspelt. The last are what
 * `project` writes besides. */
extern const char *const source_variables[];

/* The lines of a program's help that tell of these options. */
extern const char source_help[];

/* The value behind an option, or NULL when argv[*i] is not that option. */
const char *value_of(const char *option, int argc, char **argv, int *i);

/* Take an argument, and its value, if it is a source's. Returned: was it? An unknown option is not;
 * *problem tells what is wrong with one that is. */
bool source_argument(struct source *source, int argc, char **argv, int *i, const char **problem);

/* What is wrong with the options together, or NULL. */
const char *source_problem(struct source *source);

/* An unknown option, or one without its value, in words; valid until the next call. */
const char *unknown_option(const char *option);

/* Read the files; exits with a message on an error. */
void source_open(struct source *source);
void source_close(struct source *source);

/* The inputs of an area, freed by the caller. Exits with a message on an error. */
cohort_inputs *source_inputs(const struct source *source, const char *area);

/* The population of an area, freed by the caller. Exits with a message when there is none. */
void source_population(const struct source *source, const char *area, cohort_stock *population);

/* Has the file a population of this area? Is it the reference? */
bool source_has_population(const struct source *source, int file, const char *area);
bool source_is_reference(const struct source *source, const char *area);

/* The area: the one asked for, or the only one with a population but for the reference. Exits with a
 * message when there are several. */
const char *source_area(const struct source *source);

/* A whole number, such as a year. Returned: is the text one? */
bool parse_year(const char *text, int *year);

/* A finite decimal number. Returned: is the text one? */
bool parse_number(const char *text, double *value);

#endif
