/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cases of a back-test: their list, what was known at the base date, and their inputs. */
#ifndef COHORT_OUTLOOK_BACKTEST_CASE_H
#define COHORT_OUTLOOK_BACKTEST_CASE_H

#include <cohort/projection.h>

#include "outlook/backtest_model.h"

#include <stdbool.h>

/* Censuses that have been checked, and for each base date areas together. */
struct panel {
    const cohort_censuses *censuses;
    const cohort_outlook *outlook;
    cohort_cases cases; /* those that are asked for */
    cohort_grid grid;
    int classes;           /* of peers, and behind them all areas */
    double *sums;          /* [base date][class][two dates][sex][age], see `together` */
    cohort_stock together; /* their stock: areas at one date before a base date, then at it */
    cohort_inputs *frame;  /* on the grid: knows the women's groups */
};

/* The outlook is borrowed. Given: cases, or NULL. Errors: those of cohort_backtest_inputs. Freed
 * with cohort_panel_free, also after an error. */
int cohort_panel_make(struct panel *panel, const cohort_censuses *censuses,
                      const cohort_outlook *outlook, const cohort_cases *cases,
                      cohort_error *error);
void cohort_panel_free(struct panel *panel);

/* An area and the number of its base date, and how many intervals are looked at. */
struct tested {
    int area, base, horizons;
    double persons, relative_growth; /* known at the base date */
};

/* Errors: COHORT_ERROR_MISSING for none. */
int cohort_case_fail_none(cohort_error *error);
int cohort_case_count(const struct panel *panel);

/* Was the area counted at this horizon (1 or more)? */
bool cohort_case_counted(const struct panel *panel, const struct tested *tested, int horizon);

/* The cells of an area at a date, [sex][age]. */
const double *cohort_panel_cells(const struct panel *panel, int area, int date);

/* A case, and what is expected of it. */
struct forecast {
    const struct panel *panel;
    struct tested tested;
    const cohort_inputs *inputs;
    const cohort_stock *population;
};
typedef int case_visitor(void *context, const struct forecast *forecast, cohort_error *error);

/* Forecast and visit every case, by base date, then by area, until one fails. The error then begins
 * with its area and base date. */
int cohort_cases_visit(const struct panel *panel, case_visitor *visit, void *context,
                       cohort_error *error);

/* Added to numbers of persons before taking logarithms, since some are 0. */
#define ADDED_PERSONS 0.5

#endif
