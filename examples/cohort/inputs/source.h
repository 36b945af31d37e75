/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a program takes an area's inputs from: files in tidy CSV, and options. */
#ifndef SOURCE_H
#define SOURCE_H

#include "inputs/counted.h"
#include "inputs/fixtures.h"
#include "inputs/nation.h"
#include "inputs/tables.h"
#include "options/options.h"

enum { MOST_FILES = 16 };

struct source {
    int files;
    const char *paths[MOST_FILES];
    int given; /* files, and their names, before those of one series became one table; 0: not read */
    const char *names[MOST_FILES];
    const char *scenario, *reference;
    const char *area;        /* what is asked for by --area; NULL: nothing */
    const char **areas;      /* the codes of that, in its order, once it is open */
    int area_count;          /* 0: all areas */
    const char *nation_file; /* what stands in, if it is asked for */
    int convention;      /* a cohort_convention; before source_problem -1 unless it was asked for */
    bool any_convention; /* it was not asked for */
    bool any_rates;      /* also beyond what is human */
    bool cut_emigration; /* to those who are there */
    bool skips_idle_rows; /* rows of a scenario that find nothing to change are no error */
    int old_ages;         /* a model's place in its list; -1: Kannisto's, where one is needed */
    struct counted counted;
    bool no_migration, split_open;
    struct table_options reading;
    int last_year; /* COHORT_OPEN_END: as far as the rates go */
    bool is_open;
    cohort_table *tables[MOST_FILES];
    cohort_scenario *operations; /* the scenario's; NULL: none */
    cohort_table *nation;        /* what stands in for the reference, if the tables have no rates */
    cohort_table *national;      /* that, or the table that has the reference */
};

#define SOURCE_NONE                                                                                \
    {                                                                                              \
        .convention = -1, .old_ages = -1, .last_year = COHORT_OPEN_END                             \
    }

/* What may stand in a source's tables, ended by NULL: anything else is misspelt. The last are what
 * `project` writes besides. */
extern const char *const source_variables[];

/* The options, for a command's sets. */
#define SOURCE_SET(request, source)                                                                \
    {"Inputs", source_options, offsetof(request, source)}, TABLE_SET(request, source.reading)
extern const struct option source_options[];

/* The same but for --scenario. */
extern const struct option source_area_options[];

/* `--reference`, and what else is to be said of it. */
#define REFERENCE_OPTION(place, ...)                                                               \
    OPTION("--reference", "CODE", TEXT, place,                                                     \
           "derive the rates from the areas' populations, with the life tables, child-woman "      \
           "ratios and TFR of this area of the files, as of any country's nation" __VA_ARGS__)

/* What is wrong with the options together, or NULL. */
const char *source_problem(struct source *source);

/* Read the files: those of one series become one table. Exits with a message on an error. */
void source_read(struct source *source);

/* The reference by its code, with its rates in one table. */
void source_find_reference(struct source *source);

/* Are the areas Japan's, going by the reference? */
bool source_is_japanese(const struct source *source);

/* Read the files, unless they are open, and the scenario. Tables that have nothing but populations
 * at several dates get a nation's rates: those of Japan in the fixtures. Exits with a message on an
 * error. */
void source_open(struct source *source);

/* Of an open source: this area, as if --area had asked for it. Exits if there is none. */
void source_choose(struct source *source, const char *code);
void source_close(struct source *source);

/* An area's inputs, freed by the caller: COHORT_OK, or why there are none; *out is then NULL. */
int source_inputs(const struct source *source, const char *area, cohort_inputs **out,
                  cohort_error *problem);

/* Let a scenario (NULL: none) take its effect on inputs: COHORT_OK, or why it cannot. */
int change_inputs(const cohort_scenario *scenario, cohort_inputs **inputs, cohort_error *problem);

/* The same of one row. */
int change_by_row(const cohort_operation *row, cohort_inputs **inputs, cohort_error *problem);

/* The same, row by row where a row finds nothing to change: idle[row]. An area without net
 * out-migration at the ages of a suppression, say, is no reason to leave it out. */
int change_where_possible(const cohort_scenario *scenario, cohort_inputs **inputs,
                          unsigned char *idle, cohort_error *problem);

/* An area under the scenario, projected; freed by the caller. Exits with a message on an error. */
cohort_projection *source_project(const struct source *source, const char *area);

/* The same from its inputs, which are freed. */
cohort_projection *source_run(const struct source *source, const char *area, cohort_inputs *inputs);

/* Let life tables go on by a model: its place in the list, -1: none. */
void source_set_old_ages(const struct source *source, int place);

/* The inputs that follow from an area's populations with the reference's rates, from the last count
 * on, freed by the caller: COHORT_OK, or why there are none. Of counts they are forecast; of a
 * published projection derived, its last ratios held beyond it. The population may be cut to these
 * dates, its oldest ages summed. */
int source_derive(const struct source *source, cohort_stock *published, cohort_inputs **out,
                  cohort_error *problem);

/* What an open source borrows rates from, and how. */
struct lender source_lender(const struct source *source);

/* The municipalities of Nemuro subprefecture, from the fixtures, to VISION. */
struct source source_around_nemuro(struct fixture files[2]);

/* An area's population, freed by the caller, and its table: COHORT_OK, or why there is none. */
int source_find_population(const struct source *source, const char *area, cohort_stock *population,
                           const cohort_table **table, cohort_error *problem);

/* The same; exits with a message when there is none. */
void source_population(const struct source *source, const char *area, cohort_stock *population);

/* The first file with a population of this area; -1: none. */
int source_file(const struct source *source, const char *area);

/* An area's name in the files, "" where they have none. */
const char *source_area_name(const struct source *source, const char *area);

/* Those of --area, otherwise the areas with a population but for the reference; the list is freed
 * by the caller. Returned: how many. Exits with a message when there are none, or one is in two
 * files. */
int source_areas(const struct source *source, const char ***areas);

/* The only one of them. Exits with a message when there are several. */
const char *source_area(const struct source *source);

#endif
