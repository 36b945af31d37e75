/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_LIFETABLE_H
#define COHORT_LIFETABLE_H

#include <cohort/error.h>
#include <cohort/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A life table of one sex by age groups of one width, the last open-ended.
 * Arrays [ages], the caller's; radix l_0 = 1.
 */
typedef struct cohort_lifetable {
    int ages;   /* groups, the open one included; 2 or more */
    int width;  /* years in a group */
    double *mx; /* central death rate, per person-year */
    double *qx; /* probability of dying within the group; 1 in the last */
    double *ax; /* years lived in the group by those who die in it */
    double *lx; /* survivors to the group's first age */
    double *Lx; /* person-years lived in the group */
    double *Tx; /* person-years lived from the group's first age on */
    double *ex; /* expectation of life at the group's first age, years */
} cohort_lifetable;

/* Allocate the arrays in one block; free with _free, which takes NULL and a failed _init. */
COHORT_API int cohort_lifetable_init(cohort_lifetable *table, int ages, int width,
                                     cohort_error *error);
COHORT_API void cohort_lifetable_free(cohort_lifetable *table);

/*
 * Complete the table from probabilities of dying by single year (width 1).
 * Given: table->qx, 0 <= qx <= 1. The last is read as the probability of the first year of the
 * open group; its person-years are l / m with m = q / (1 - q / 2), and it becomes 1.
 * ax = 1/2 but for age 0, where it is Andreev and Kingkade's for the sex.
 * Errors: COHORT_ERROR_ARGUMENT (width is not 1), COHORT_ERROR_VALUE naming the age; the other
 * arrays are then untouched.
 * Reference: Preston, Heuveline and Guillot, Demography (2001), chapter 3; Andreev and Kingkade,
 * Demographic Research 33 (2015), 363-390, table 3-2.
 */
COHORT_API int cohort_lifetable_from_qx(cohort_lifetable *table, int sex, cohort_error *error);

/*
 * Andreev and Kingkade's a_0, years, from the death rate m_0 at age 0 (per person-year).
 */
COHORT_API double cohort_a0_andreev_kingkade(int sex, double m0);

/*
 * Survival between age groups of `width` years (a multiple of the table's), by age at the end.
 * Returned: Sx[groups]: Sx[0] = L_0 / width, births into the first group; Sx[x] = L_x / L_x-1;
 * Sx[groups - 1] = T_x / T_x-1, the two oldest groups into the open one.
 * Errors: COHORT_ERROR_GRID when the groups do not fit the table, COHORT_ERROR_VALUE when nobody
 * survives to a group.
 */
COHORT_API int cohort_lifetable_survival(const cohort_lifetable *table, int width, int groups,
                                         double *Sx, cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
