/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ensembles for tests: on the small grid, with figures of every kind. */
#ifndef TESTS_SUPPORT_ENSEMBLES_H
#define TESTS_SUPPORT_ENSEMBLES_H

#include <cohort/ensemble.h>

/* Figures: everybody at the last date; women 20-39 less half of those at the first; percent of 55
 * and over; everybody weighted, between two dates. */
enum { TEST_FIGURES = 4 };
extern const cohort_figure test_figures[TEST_FIGURES];

/* Options with these figures; chance alone, or uncertain rates as well. */
cohort_ensemble_options certain_rates(int trajectories);
cohort_ensemble_options uncertain_rates(int trajectories);

/* An ensemble that is known to be made; one that has been run. */
cohort_ensemble *ensemble_of(const cohort_inputs *inputs, const cohort_ensemble_options *options);
cohort_ensemble *run_ensemble(const cohort_inputs *inputs, const cohort_ensemble_options *options,
                              int threads);

/* What has been recorded, freed by the caller; take over that of another ensemble;
 * are two ensembles the same? */
unsigned char *saved(const cohort_ensemble *ensemble, size_t *size);
void merge(cohort_ensemble *ensemble, const cohort_ensemble *from);
void assert_same_ensemble(const cohort_ensemble *actual, const cohort_ensemble *expected);

#endif
