/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cases of a back-test: which there are, what was known at their base date, their inputs. */
#ifndef COHORT_OUTLOOK_BACKTEST_CASE_H
#define COHORT_OUTLOOK_BACKTEST_CASE_H

#include <cohort/backtest.h>
#include <cohort/projection.h>

#include <stdbool.h>

/* Censuses that have been checked, and for each base date areas together. */
struct panel {
    const cohort_censuses *censuses;
    cohort_grid grid;
    const cohort_limits *peers;
    int classes;          /* of peers, and behind them all areas */
    cohort_stock *sums;   /* [dates][classes], of two dates: one interval before, and that date */
    cohort_inputs *frame; /* on the grid: knows the women's groups */
};

/* The outlook's peers are borrowed. Errors: those of cohort_backtest_inputs. Freed with
 * cohort_panel_free, also after an error. */
int cohort_panel_make(struct panel *panel, const cohort_censuses *censuses,
                      const cohort_outlook *outlook, cohort_error *error);
void cohort_panel_free(struct panel *panel);

/* An area and the number of its base date, and how many intervals are looked at. */
struct tested {
    int area, base, horizons;
    double persons, relative_growth; /* known at the base date */
};

/* The cases that were given, whole. Errors: COHORT_ERROR_ARGUMENT. */
int cohort_cases_take(const cohort_cases *given, cohort_cases *cases, cohort_error *error);
int cohort_limits_check(const cohort_limits *limits, const char *what, cohort_error *error);

/* The class of a value. */
int cohort_limits_class(const cohort_limits *limits, double value);

/* The next case, in order of base dates, then areas; begin with {.area = -1}. */
bool cohort_case_next(const struct panel *panel, const cohort_cases *cases, struct tested *tested);
int cohort_case_count(const struct panel *panel, const cohort_cases *cases);

/* Errors: COHORT_ERROR_MISSING for none. */
int cohort_case_fail_none(cohort_error *error);

/* Was the area counted at a horizon (1 or more)? */
bool cohort_case_counted(const struct panel *panel, const struct tested *tested, int horizon);

/* The area's cells so many intervals after the base date, [sex][age]. */
const double *cohort_case_cells(const struct panel *panel, const struct tested *tested,
                                int horizon);

/* The inputs of a case, for the caller to free. */
int cohort_case_make(const struct panel *panel, const struct tested *tested,
                     const cohort_outlook *outlook, cohort_inputs **out, cohort_error *error);

/* Inputs and projection, for the caller to free; both may be NULL after an error. */
int cohort_case_forecast(const struct panel *panel, const struct tested *tested,
                         const cohort_outlook *outlook, cohort_inputs **inputs,
                         cohort_projection **projection, cohort_error *error);

/* Added to numbers of persons under a logarithm, of which one may be 0. */
#define ADDED_PERSONS 0.5

#endif
