/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_LIFETABLE_H
#define COHORT_LIFETABLE_H

#include <cohort/error.h>
#include <cohort/export.h>
#include <cohort/grid.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file
 * Life tables from death rates or probabilities; survival between age groups.
 */

/**
 * A life table of one sex: groups of any width, the last open-ended. Arrays [ages], owned by the
 * table; radix l_0 = 1.
 */
typedef struct cohort_lifetable {
    int ages;   /**< groups, the open one included; 2 or more */
    int *age;   /**< first age of each group, from 0 on: 0, 1, 5, 10, ... or single years */
    double *mx; /**< central death rate, per person-year */
    double *qx; /**< probability of dying within the group; 1 in the last */
    double *ax; /**< years lived in the group by those who die in it */
    double *lx; /**< survivors to the group's first age */
    double *dx; /**< deaths in the group */
    double *Lx; /**< person-years lived in the group */
    double *Tx; /**< person-years lived from the group's first age on */
    double *ex; /**< expectation of life at the group's first age, years */
} cohort_lifetable;

/**
 * Allocate. Given: the groups' first ages, rising from 0; NULL = single years.
 * Errors: COHORT_ERROR_ARGUMENT, COHORT_ERROR_MEMORY. Ownership: the caller frees with _free, which
 * takes NULL and a failed _init.
 */
COHORT_API int cohort_lifetable_init(cohort_lifetable *table, int ages, const int *first_age,
                                     cohort_error *error);

/** Free the arrays; NULL, and what a failed _init left, are passed over. */
COHORT_API void cohort_lifetable_free(cohort_lifetable *table);

/**
 * Years lived in a group by those who die in it (ax).
 *   ANDREEV_KINGKADE  age 0: Andreev and Kingkade's formula of m_0 by sex; 1-4: Coale and Demeny's
 *   COALE_DEMENY      ages 0 and 1-4: Coale and Demeny's formulas of m_0 by sex (model West)
 * Both: other single years 1/2; other groups of n years from age 15 on Greville's n/2 - n^2/12 (m -
 * k), k = log(m_x+n / m_x-n) / 2n from the neighbours, but not below 0.97 from the tenth row on;
 * else, and where that leaves the group, n/2. The open group: 1/m. These are the UN's rules for
 * abridged tables.
 * Reference: Andreev and Kingkade, Demographic Research 33 (2015), 363-390, table 3-2; Preston,
 * Heuveline and Guillot, Demography (2001), section 3.2 and table 3.3; United Nations, MortPak.
 */
typedef enum cohort_ax {
    COHORT_AX_ANDREEV_KINGKADE, /**< Andreev and Kingkade at age 0, Coale and Demeny at 1-4 */
    COHORT_AX_COALE_DEMENY      /**< Coale and Demeny at both */
} cohort_ax;

/**
 * Complete the table from death rates.
 * Given: table->mx, 0 or more, that of the open group above 0. q = n m / (1 + (n - a) m), and 1
 * where that passes 1.
 * Errors: COHORT_ERROR_ARGUMENT (sex, rule), COHORT_ERROR_VALUE naming the age.
 */
COHORT_API int cohort_lifetable_from_mx(cohort_lifetable *table, int sex, cohort_ax rule,
                                        cohort_error *error);

/**
 * Complete the table from probabilities of dying by single year.
 * Given: table->qx, 0 <= qx <= 1. The last is read as the probability of the first year of the
 * open group; its person-years are l / m with m = q / (1 - q / 2). ax = 1/2, and at age 0 the
 * rule's.
 * Errors: COHORT_ERROR_ARGUMENT (a group is not a single year; sex, rule), COHORT_ERROR_VALUE
 * naming the age; the other arrays are then untouched.
 */
COHORT_API int cohort_lifetable_from_qx(cohort_lifetable *table, int sex, cohort_ax rule,
                                        cohort_error *error);

/**
 * Years lived in the first year by those who die in it (a_0), from the death rate m_0 at age 0, per
 * person-year: Andreev and Kingkade's formula.
 */
COHORT_API double cohort_a0_andreev_kingkade(int sex, double m0);

/** The same by Coale and Demeny. */
COHORT_API double cohort_a0_coale_demeny(int sex, double m0);

/** Years lived at ages 1-4 by those who die there, by Coale and Demeny. */
COHORT_API double cohort_a1_coale_demeny(int sex, double m0);

/**
 * Survival between age groups of `width` years, by age at the end.
 * Returned: Sx[groups]: Sx[0] = L_0 / width, births into the first group; Sx[x] = L_x / L_x-1;
 * Sx[groups - 1] = T_x / T_x-1, the two oldest groups into the open one.
 * Errors: COHORT_ERROR_GRID when a group does not begin with one of the table's, COHORT_ERROR_VALUE
 * when nobody survives to a group.
 */
COHORT_API int cohort_lifetable_survival(const cohort_lifetable *table, int width, int groups,
                                         double *Sx, cohort_error *error);

/**
 * Brass's relational model: the table whose logits of l are alpha + beta times the standard's, with
 * the alpha that gives the life expectancy asked for (to 1e-9 years).
 * Given: a complete standard on the groups of `table`, another one; e0 years; beta above 0 (1 =
 * level alone).
 * Returned: the completed table (ax as in the standard, that of the open group too);
 * *alpha, when not NULL.
 * Errors: COHORT_ERROR_GRID, COHORT_ERROR_ARGUMENT, COHORT_ERROR_VALUE when no alpha gives this e0.
 * Reference: Preston, Heuveline and Guillot (2001), section 9.1.3.
 */
COHORT_API int cohort_lifetable_relational(const cohort_lifetable *standard, double e0, double beta,
                                           cohort_lifetable *table, double *alpha,
                                           cohort_error *error);

/**
 * Death rates after years of improvement by age: mx (1 - rate)^years.
 * Given: rate[ages], the yearly fall of each, below 1 (0.02 = 2 % a year). `out` may be `mx`.
 * Errors: COHORT_ERROR_VALUE naming the place in the array.
 */
COHORT_API int cohort_improve(int ages, const double *mx, const double *rate, double years,
                              double *out, cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
