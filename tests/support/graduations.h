/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All ways of graduation, and five-year groups for them. */
#ifndef TESTS_SUPPORT_GRADUATIONS_H
#define TESTS_SUPPORT_GRADUATIONS_H

#include <cohort/graduate.h>

enum {
    METHODS = 5,
    MOST = 200 /* groups or single years in a test */
};

static const cohort_graduation methods[METHODS] = {COHORT_SPRAGUE, COHORT_BEERS_ORDINARY,
                                                   COHORT_BEERS_MODIFIED, COHORT_MONOTONE_SPLINE,
                                                   COHORT_PENALISED_COMPOSITE_LINK};

static inline void five_year_ages(int groups, int first_age[])
{
    for (int g = 0; g <= groups; g++)
        first_age[g] = 5 * g;
}

#endif
