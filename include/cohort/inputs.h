/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_INPUTS_H
#define COHORT_INPUTS_H

#include <cohort/error.h>
#include <cohort/export.h>
#include <cohort/grid.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file
 * Inputs of a projection: the base population and the rates of every interval, one flat block.
 *
 * Survival stands at the age in which the cohort is found at the END of the interval: index x
 * belongs to the passage from group x - 1 into group x, index 0 to the births of the interval, the
 * last index to the two oldest groups together, on their way into the open group. So survival[0] is
 * the survival of births to the first group (S_0 = L_0 / (n l_0)), and there is one array, not two.
 */

/**
 * When migrants come and how births are exposed: a named choice, never an accident. M_x below are
 * net_migrants + net_migration_ratio * P_x(t) of group x, in the conventions of the UN.
 *
 * X(constant, name)
 *   ipss      Five-year projections of Japan's National Institute of Population and Social Security
 *             Research (2018 edition), with net migration rates and child-woman ratios:
 *               P_x(t+n) = P_x-1(t) (S_x + m_x) + M_x,     x = 1 .. A-1
 *               P_A(t+n) = (P_A-1(t) + P_A(t)) (S_A + m_A) + M_A
 *               P_0(t+n) = cwr * (women 15-49 at t+n) * (male_share or its complement) + M_0
 *             Here m and M are by age at the interval's END. Accounts (inferred: IPSS publishes
 *             none): births = cwr children / S_0, deaths = opening (1 - S), net migration =
 *             opening m + M.
 *   wpp-even  United Nations, World Population Prospects: migrants come evenly over the interval.
 *             Half of them at its opening, half at its closing, in their age group M_x:
 *               P'_x = P_x(t) + M_x / 2
 *               P_x(t+n) = P'_x-1 S_x + M_x / 2;   P_A(t+n) = (P'_A-1 + P'_A) S_A + M_A / 2
 *               births = sum of n asfr_x (P'_x + P_x(t+n)) / 2 over women
 *               P_0(t+n) = births * (male_share or its complement) * S_0 + M_0 / 2
 *   wpp-end   The same with all migrants at the closing, after the births:
 *               Q_x = P_x-1(t) S_x;   births = sum of n asfr_x (P_x(t) + Q_x) / 2
 *               P_x(t+n) = Q_x + M_x;   P_0(t+n) = births * share * S_0 + M_0
 * Reference: for the UN's, Preston, Heuveline and Guillot, Demography (2001), section 6.3 and Box
 * 6.2; the R packages ccmppWPP and bayesPop.
 */
#define COHORT_CONVENTIONS(X)                                                                      \
    X(COHORT_IPSS, "ipss")                                                                         \
    X(COHORT_WPP_EVEN, "wpp-even")                                                                 \
    X(COHORT_WPP_END, "wpp-end")

/** The conventions of #COHORT_CONVENTIONS. */
typedef enum cohort_convention {
#define COHORT_CONVENTION_CONSTANT(constant, name) constant,
    COHORT_CONVENTIONS(COHORT_CONVENTION_CONSTANT)
#undef COHORT_CONVENTION_CONSTANT
        COHORT_CONVENTION_COUNT /**< how many there are */
} cohort_convention;

/** Name of a convention, as above; NULL for none. */
COHORT_API const char *cohort_convention_name(cohort_convention convention);

/** The convention of a name. Errors: COHORT_ERROR_ARGUMENT, with the names there are. */
COHORT_API int cohort_convention_parse(const char *name, cohort_convention *convention,
                                       cohort_error *error);

/** Components of change: bits, to be or-ed. */
enum {
    COHORT_BASE_POPULATION = 1, /**< persons at the first date */
    COHORT_MORTALITY = 2,       /**< survival */
    COHORT_MIGRATION = 4,       /**< net migration, rates and counts */
    COHORT_FERTILITY = 8,       /**< asfr or cwr, and the share of boys */
    COHORT_NO_COMPONENT = 0,    /**< none of them */
    COHORT_ALL_COMPONENTS = 15  /**< all of them */
};

/**
 * Quantities: X(constant, name, shape, component, births, lowest, highest).
 * Shapes: BASE [sex][age]; CELL [interval][sex][age]; WOMEN [interval][age]; INTERVAL [interval].
 * Births: the conventions that read it, by how they give births: ALL; RATIO, as children per woman
 * (ipss); RATES, by the woman's age (the UN's). Its array is empty for the others.
 *
 *   base_population      persons at the first date
 *   survival             share surviving the interval (Sx), by age at its end
 *   net_migration_ratio  net migrants of the interval per person at its opening (a table's
 *                        net_migration_rate is per person and year: the ratio over the width)
 *   net_migrants         net migrants of the interval, persons (a table's net_migration)
 *   male_share           males among births (srb / (1 + srb)); ipss: among the children of the
 *                        first group, at the interval's end
 *   cwr                  children of the first group per woman aged 15-49, at the interval's end
 *   tfr_per_cwr          children per woman (TFR) that a child-woman ratio of 1 means in the
 *                        reference area, at the interval's end; 0 = not known. Read by the
 *                        scenario operation `tfr` alone, never by the projection.
 *   asfr                 births per woman of the age group and year
 */
#define COHORT_QUANTITIES(X)                                                                       \
    X(COHORT_BASE, "base_population", BASE, COHORT_BASE_POPULATION, ALL, 0, HUGE_VAL)              \
    X(COHORT_SURVIVAL, "survival", CELL, COHORT_MORTALITY, ALL, 0, 1)                              \
    X(COHORT_NET_MIGRATION_RATIO, "net_migration_ratio", CELL, COHORT_MIGRATION, ALL, -1,          \
      HUGE_VAL)                                                                                    \
    X(COHORT_NET_MIGRANTS, "net_migrants", CELL, COHORT_MIGRATION, ALL, -HUGE_VAL, HUGE_VAL)       \
    X(COHORT_MALE_SHARE, "male_share", INTERVAL, COHORT_FERTILITY, ALL, 0, 1)                      \
    X(COHORT_CWR, "cwr", INTERVAL, COHORT_FERTILITY, RATIO, 0, HUGE_VAL)                           \
    X(COHORT_TFR_PER_CWR, "tfr_per_cwr", INTERVAL, COHORT_NO_COMPONENT, RATIO, 0, HUGE_VAL)        \
    X(COHORT_ASFR, "asfr", WOMEN, COHORT_FERTILITY, RATES, 0, HUGE_VAL)

/** The quantities of #COHORT_QUANTITIES. */
typedef enum cohort_quantity {
#define COHORT_QUANTITY_CONSTANT(constant, name, shape, component, births, lowest, highest)        \
    constant,
    COHORT_QUANTITIES(COHORT_QUANTITY_CONSTANT)
#undef COHORT_QUANTITY_CONSTANT
        COHORT_QUANTITY_COUNT /**< how many there are */
} cohort_quantity;

/** Opaque. A const handle may be shared among threads; one that is written belongs to one. */
typedef struct cohort_inputs cohort_inputs;

/**
 * New inputs, all zero.
 * Errors: COHORT_ERROR_GRID (ipss also: no whole groups 15-49 on the grid), COHORT_ERROR_ARGUMENT
 * (unknown convention), COHORT_ERROR_MEMORY; *out is then NULL.
 * Ownership: the caller frees *out with cohort_inputs_free, which takes NULL.
 */
COHORT_API int cohort_inputs_new(const cohort_grid *grid, cohort_convention convention,
                                 cohort_inputs **out, cohort_error *error);

/** A copy of inputs, the caller's. Errors: COHORT_ERROR_MEMORY; *out is then NULL. */
COHORT_API int cohort_inputs_copy(const cohort_inputs *inputs, cohort_inputs **out,
                                  cohort_error *error);

/** Free inputs; NULL is passed over. */
COHORT_API void cohort_inputs_free(cohort_inputs *inputs);

/** The grid, owned by the inputs. */
COHORT_API const cohort_grid *cohort_inputs_grid(const cohort_inputs *inputs);

/** The convention. */
COHORT_API cohort_convention cohort_inputs_convention(const cohort_inputs *inputs);

/**
 * The array of one quantity, in the shape given above: to fill, or to read.
 * Returned: a pointer into the inputs, valid until they are freed; NULL for no quantity, and for
 * one that the convention does not read.
 */
COHORT_API double *cohort_inputs_array(cohort_inputs *inputs, cohort_quantity quantity);

/** The same, to read alone. */
COHORT_API const double *cohort_inputs_view(const cohort_inputs *inputs, cohort_quantity quantity);

/** Name of a quantity, as listed above; NULL for no quantity. */
COHORT_API const char *cohort_quantity_name(cohort_quantity quantity);

/**
 * Is every value finite and within its range? Run by whatever takes inputs.
 * Errors: COHORT_ERROR_VALUE naming quantity, interval, sex, age, the value and its range.
 */
COHORT_API int cohort_inputs_check(const cohort_inputs *inputs, cohort_error *error);

/**
 * Overwrite the quantities of `components` (bits) in `inputs` by those of `from`: what would the
 * baseline be with the other path's migration alone?
 * Errors: COHORT_ERROR_GRID when grids or conventions differ.
 */
COHORT_API int cohort_inputs_take(cohort_inputs *inputs, const cohort_inputs *from,
                                  unsigned components, cohort_error *error);

/**
 * A part of inputs: components, by sex, age and period. To say where a difference comes from, or
 * what a change of some rates would do.
 *
 * Ages are completed years at the interval's start, so that those of survival and of migration (in
 * ipss) meet the same persons; the part from age 0 on takes in the births of the interval; the two
 * oldest groups share their rates and go together. Of migration in the conventions of the UN they
 * are the migrants' as they come, of the base population those at the first date.
 * Years: whole intervals, and the base population if the first date is among them. Parts of the
 * years outside the projection are passed over.
 * Quantities without ages and sexes (cwr, male_share) belong to a part of all ages and both sexes;
 * asfr are women's: a part that divides fertility by age or sex takes them alone, male_share stays.
 */
typedef struct cohort_part {
    unsigned components; /**< bits */
    int sex;             /**< COHORT_MALE, COHORT_FEMALE or COHORT_BOTH */
    int age_from;        /**< first age, a group's first */
    int age_to;          /**< last age, a group's last; or COHORT_OPEN_END */
    int year_from;       /**< first year, a date of the grid if within it; or COHORT_OPEN_START */
    int year_to;         /**< last year, likewise; or COHORT_OPEN_END */
} cohort_part;

/** Components as a whole: both sexes, all ages and years; set what differs. */
#define COHORT_PART(components)                                                                    \
    {                                                                                              \
        (components), COHORT_BOTH, 0, COHORT_OPEN_END, COHORT_OPEN_START, COHORT_OPEN_END          \
    }

/** The same as a function. */
COHORT_API void cohort_part_init(cohort_part *part, unsigned components);

/**
 * The same as cohort_inputs_take for a part.
 * Errors: COHORT_ERROR_GRID (also ages or years that are no ends of groups and intervals);
 * COHORT_ERROR_ARGUMENT for ranges that run backwards, unknown or no components, unknown sexes,
 * and ages or sexes of fertility in ipss, which has none; COHORT_ERROR_NO_EFFECT for a part
 * without a cell.
 */
COHORT_API int cohort_inputs_take_part(cohort_inputs *inputs, const cohort_inputs *from,
                                       const cohort_part *part, cohort_error *error);

/**
 * The same rates from a later date on, with another population to begin with.
 * Given: year, a date of the grid (at the last no interval is left); base_population [sex][age].
 * Returned: *out, on the grid from that date on; freed with cohort_inputs_free.
 * Errors: COHORT_ERROR_GRID, COHORT_ERROR_VALUE (the population, or a rate from that date on),
 * COHORT_ERROR_MEMORY; *out is then NULL.
 */
COHORT_API int cohort_inputs_restart(const cohort_inputs *inputs, int year,
                                     const double *base_population, cohort_inputs **out,
                                     cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
