/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two paths of one area: its baseline, and the same under a scenario. */
#ifndef COMPARISON_H
#define COMPARISON_H

#include "answers/nemuro_case.h"
#include "inputs/source.h"

struct comparison {
    char area[200], name[300];      /* its code; what to call it */
    struct text plan_name;          /* what the second path is */
    cohort_inputs *baseline, *plan; /* the plan is a copy of the baseline if there is no scenario */
    unsigned char
        *idle; /* by row of the scenario: has it nothing to change here? NULL: not asked */
    cohort_projection *without, *with;
    bool is_nemuro;
    struct nemuro nemuro; /* without files: the reference case, from the fixtures */
};

/* A source that is not open is closed again. Exits with a message where files cannot be read;
 * returned: COHORT_OK, or why there are no rates of the area; there is nothing to clear then. */
int comparison_make(struct comparison *c, struct source *source, cohort_error *problem);
void comparison_clear(struct comparison *c);

/* The option `--measure` of a program. */
#define MEASURE_OPTION(place)                                                                      \
    OPTION("--measure", "NAME", OWN, place,                                                        \
           "total, men, women, age_A_B, age_A_plus, women_A_B, men_A_B; two of them as X/Y for a " \
           "percentage, such as age_65_plus/total; without it: total",                             \
           .take = take_measure,                                                                   \
           .expected = "total, men, women_20_39, age_65_plus or the like, or two of them as X/Y")
bool take_measure(const char *text, void *to);

/* A measure by its name at the year of an option; the last date for COHORT_OPEN_END. Exits on an
 * error. */
cohort_measure measure_of(const struct comparison *c, const char *name, const char *option,
                          int year);

/* A year of an option that is not among those of a path: the problem. Returned: its code. */
int fail_year(cohort_error *problem, const char *option, int year, int first, int last);

/* The option `--from`, and what else is to be said of it. */
#define FROM_OPTION(place, ...)                                                                    \
    OPTION("--from", "YEAR", YEAR, place,                                                          \
           "the date from which things can change; what is before it stays" __VA_ARGS__)

/* Exits if no interval begins at the year of --from. */
void check_from(const struct comparison *c, int from);

/* Inputs projected, changed by an operation unless it is NULL; freed by the caller. */
cohort_projection *run_with(const cohort_inputs *inputs, const cohort_operation *operation);

/* Its value on a path. */
double measured(const cohort_projection *path, const cohort_measure *measure);

/* "20-29" or "60+"; "2025-2035". */
struct text ages_text(const cohort_part *part);
struct text years_text(int year_from, int year_to);
struct text period_text(const cohort_part *part);

#endif
