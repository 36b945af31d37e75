/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_LIFETABLE_H
#define COHORT_LIFETABLE_H

#include <cohort/error.h>
#include <cohort/export.h>
#include <cohort/grid.h>
#include <cohort/inputs.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file
 * Life tables from death rates or probabilities; survival between age groups.
 */

/**
 * A life table of one sex: age groups of any width, the last one open-ended. Its arrays are [ages]
 * and belong to the table; l_0 = 1.
 */
typedef struct cohort_lifetable {
    int ages;   /**< number of groups, the open one included, 2 to 1000 */
    int *age;   /**< [ages] first age of each group, from 0: 0, 1, 5, 10, ... or single years */
    double *mx; /**< [ages] death rate, deaths per person-year */
    double *qx; /**< [ages] probability of dying within the group; 1 in the last */
    double *ax; /**< [ages] years lived in the group by those who die in it (a mean) */
    double *lx; /**< [ages] survivors to the group's first age */
    double *dx; /**< [ages] deaths in the group */
    double *Lx; /**< [ages] person-years lived in the group */
    double *Tx; /**< [ages] person-years lived from the group's first age on */
    double *ex; /**< [ages] life expectancy at the group's first age, years */
    cohort_rate_limits limits; /**< how far mx may go; COHORT_HUMAN_RATES, 0 to 6, in a new table */
} cohort_lifetable;

/**
 * Allocate a life table, all columns zero.
 * Given: ages, the number of groups; first_age[ages], rising from 0 to at most 1000, or NULL for
 * single years.
 * Errors: COHORT_ERROR_ARGUMENT, COHORT_ERROR_MEMORY.
 * Ownership: the caller frees it with cohort_lifetable_free, which is also allowed after a failed
 * init.
 */
COHORT_API int cohort_lifetable_init(cohort_lifetable *table, int ages, const int *first_age,
                                     cohort_error *error);

/** Free the arrays of a life table. */
COHORT_API void cohort_lifetable_free(cohort_lifetable *table);

/**
 * Rules for ax, the years lived in a group by those who die in it.
 *   ANDREEV_KINGKADE  age 0: Andreev and Kingkade's formula of m_0 by sex;
 *                     ages 1-4: Coale and Demeny's
 *   COALE_DEMENY      ages 0 and 1-4: Coale and Demeny's formulas of m_0 by sex (model West)
 *   both              other groups, of n years: n/2. From age 15 on, groups of more than one year
 *                     have Greville's n/2 - n^2/12 (m - k) with k = log(m_x+n / m_x-n) / 2n from
 *                     the neighbouring groups, and from the tenth group on at least 0.97; n/2 where
 *                     a neighbour's rate is 0 or the result is outside 0 to n. The last closed
 *                     group has the k of the one before it (if that is from age 15 on), as in the
 *                     UN's code: the open age group's rate is not of n years.
 *                     The open age group: 1/m.
 * These are the UN's rules for abridged tables.
 * Reference: Andreev and Kingkade, Demographic Research 33 (2015), 363-390, table 3-2; Preston,
 * Heuveline and Guillot, Demography (2001), section 3.2 and table 3.3; United Nations, MortPak.
 */
typedef enum cohort_ax {
    COHORT_AX_ANDREEV_KINGKADE, /**< Andreev and Kingkade at age 0, Coale and Demeny at 1-4 */
    COHORT_AX_COALE_DEMENY      /**< Coale and Demeny at both */
} cohort_ax;

/**
 * Fill every column of a life table from its death rates mx: q = n m / (1 + (n - a) m), at most 1.
 * Given: table->mx, finite, 0 or more, above 0 in the open age group; the sex, COHORT_MALE or
 * COHORT_FEMALE; the rule for ax.
 * Errors: COHORT_ERROR_ARGUMENT (sex, rule), COHORT_ERROR_VALUE naming the age, and the unit that
 * the rates may be in; and, with every column filled, for a table that is closed too early: its
 * open age group would live on beyond age 100, and for more than 6 years (see
 * cohort_lifetable_extend).
 */
COHORT_API int cohort_lifetable_from_mx(cohort_lifetable *table, int sex, cohort_ax rule,
                                        cohort_error *error);

/** Models of mortality at old ages, by the force of mortality mu. */
typedef enum cohort_old_ages {
    COHORT_OLD_AGES_AS_GIVEN = 0, /**< none: the open age group's own rate */
    COHORT_KANNISTO = 1,          /**< mu / (1 - mu) = a exp(b age): it rises to 1 */
    COHORT_GOMPERTZ = 2 /**< mu = a exp(b age): higher from about 90 on than what is seen */
} cohort_old_ages;

/**
 * A life table with more old ages than another, or with an open age group that does not end too
 * early: from the other's open age on, rates are those of a model that is fitted to its closed
 * groups.
 * Given: table, of which age and mx are read; the model; fit_from, the age from which its closed
 * groups are fitted (80, say; lower where the open age group begins early); longer, initialised,
 * whose groups are those of the table (the open one then being closed, or open at the same age) and
 * any after them. A group's rate is its deaths divided by its person-years under the model. The fit
 * has the least squares of the logits (KANNISTO) or logarithms (GOMPERTZ) of rates; those of 0 do
 * not count.
 * Returned: the columns of *longer, completed as by cohort_lifetable_from_mx.
 * Errors: COHORT_ERROR_GRID (other groups), COHORT_ERROR_ARGUMENT (model), COHORT_ERROR_VALUE
 * (fewer than two groups to be fitted), COHORT_ERROR_SOLVE (rates that do not rise), those of
 * cohort_lifetable_from_mx.
 * Reference: Thatcher, Kannisto and Vaupel, The Force of Mortality at Ages 80 to 120 (1998).
 */
COHORT_API int cohort_lifetable_extend(const cohort_lifetable *table, cohort_old_ages model,
                                       int fit_from, int sex, cohort_ax rule,
                                       cohort_lifetable *longer, cohort_error *error);

/**
 * Fill every column of a life table from probabilities of dying, qx, by single year of age.
 * Given: table->qx, 0 to 1, above 0 in the open age group. There it is taken as the probability of
 * dying in the group's first year: with m = q / (1 - q / 2), the group's ax and ex are 1 / m.
 * Elsewhere ax = 1/2, at age 0 that of the rule.
 * Errors: COHORT_ERROR_ARGUMENT (groups that are not single years; sex, rule), COHORT_ERROR_VALUE
 * naming the age, or as in cohort_lifetable_from_mx.
 */
COHORT_API int cohort_lifetable_from_qx(cohort_lifetable *table, int sex, cohort_ax rule,
                                        cohort_error *error);

/**
 * Years lived in the first year of life by those who die in it (a_0), by Andreev and Kingkade's
 * formula.
 * Given: m0, the death rate at age 0 per person-year. Nothing is checked; any sex but COHORT_MALE
 * counts as female.
 */
COHORT_API double cohort_a0_andreev_kingkade(int sex, double m0);

/**
 * Years lived in the first year of life by those who die in it (a_0), by Coale and Demeny's
 * formula.
 * Given: as in cohort_a0_andreev_kingkade.
 */
COHORT_API double cohort_a0_coale_demeny(int sex, double m0);

/**
 * Years lived at ages 1-4 by those who die there, by Coale and Demeny's formula of m0.
 * Given: as in cohort_a0_andreev_kingkade.
 */
COHORT_API double cohort_a1_coale_demeny(int sex, double m0);

/**
 * Survival between age groups of `width` years, indexed by age at the end as in cohort_inputs.
 * Given: a complete table; width, 1 to 1000 years; groups, 3 to 1000, the open one included.
 * Returned: Sx[groups]: Sx[0] = L_0 / width (births into the first group); Sx[x] = L_x / L_x-1;
 * Sx[groups - 1] = T_x / T_x-1 (the two oldest groups into the open one).
 * Errors: COHORT_ERROR_GRID when the table has no group that begins where one of these groups does;
 * COHORT_ERROR_VALUE when nobody survives to a group.
 */
COHORT_API int cohort_lifetable_survival(const cohort_lifetable *table, int width, int groups,
                                         double *Sx, cohort_error *error);

/**
 * A life table with a given life expectancy by Brass's relational model: logit l = alpha + beta *
 * logit of the standard's l. alpha is found such that e_0 = e0, to 1e-9 years.
 * Given: a complete standard; e0, years; beta above 0 (1: only the level differs); a table with the
 * same age groups, not the standard itself.
 * Returned: the completed table, with the ax of the standard; *alpha, unless NULL.
 * Errors: COHORT_ERROR_GRID (other age groups), COHORT_ERROR_ARGUMENT (beta), COHORT_ERROR_VALUE
 * when no alpha from -20 to 20 gives this e0.
 * Reference: Preston, Heuveline and Guillot (2001), section 9.1.3.
 */
COHORT_API int cohort_lifetable_relational(const cohort_lifetable *standard, double e0, double beta,
                                           cohort_lifetable *table, double *alpha,
                                           cohort_error *error);

/**
 * Death rates after some years of improvement: mx (1 - rate)^years.
 * Given: mx[ages], 0 or more; rate[ages], the share by which each death rate falls in a year, below
 * 1 (0.02 = 2 % a year); years, any finite number.
 * Returned: out[ages], which may be `mx`.
 * Errors: COHORT_ERROR_VALUE naming the index.
 */
COHORT_API int cohort_improve(int ages, const double *mx, const double *rate, double years,
                              double *out, cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
