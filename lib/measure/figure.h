/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_MEASURE_FIGURE_H
#define COHORT_MEASURE_FIGURE_H

#include <cohort/figure.h>

/*
 * Derivatives of a measure with respect to every cell of a population, added to
 * seeds[date][sex][age].
 * Returned also: *value, the measure. Errors: those of cohort_measure_value; nothing is added then.
 */
int cohort_measure_seed(const cohort_stock *stock, const cohort_measure *measure, double *seeds,
                        double *value, cohort_error *error);

/* Can it be asked of populations on this grid? Its value and runs are not checked.
 * Errors: COHORT_ERROR_ARGUMENT, _GRID, _VALUE, as cohort_measure_value gives them. */
int cohort_figure_check(const cohort_grid *grid, const cohort_figure *figure, cohort_error *error);

/* COHORT_ERROR_ARGUMENT unless it is persons in a band: no percentage, rates or difference. */
int cohort_figure_check_persons(const cohort_figure *figure, cohort_error *error);

/* The figure in one run; the runs it names are ignored. Errors: those of cohort_measure_value. */
int cohort_figure_value(const cohort_stock *stock, const cohort_figure *figure, double *value,
                        cohort_error *error);

#endif
