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
 * Inputs of a projection: the base population and the rates of every interval, in one block of
 * memory.
 *
 * Survival is indexed by the age group at the END of the interval. Index x is the passage from
 * group x - 1 into group x. Index 0 is the survival of the interval's births to the first group
 * (S_0 = L_0 / (n l_0)). The last index is for the two oldest groups together, on their way into
 * the open age group.
 */

/**
 * Conventions: when migrants come, and how births are calculated. There is no default.
 *
 * In the formulas n is the width, P_x(t) the persons in group x at the opening, P_x(t+n) at the
 * closing, A the open age group, and `share` is male_share for boys and 1 - male_share for girls;
 * sums are over the groups of women. S_x is the survival of the passage into group x. In ipss, m_x
 * (net_migration_ratio) and M_x (net_migrants) belong to that passage, too. In the UN's conventions
 * migrants stand at their age when they come: there M_x is net_migrants + net_migration_ratio *
 * P_x(t) of group x.
 *
 * X(constant, name)
 *   ipss      Projections by five-year steps of Japan's National Institute of Population and
 *             Social Security Research (2018 edition), with net migration rates and a child-woman
 *             ratio:
 *               P_x(t+n) = P_x-1(t) (S_x + m_x) + M_x,     x = 1 .. A-1
 *               P_A(t+n) = (P_A-1(t) + P_A(t)) (S_A + m_A) + M_A
 *               P_0(t+n) = cwr * (women 15-49 at t+n) * share + M_0
 *             Accounts: births = cwr children / S_0, deaths = opening (1 - S), net migration =
 *             opening m + M. They are inferred; IPSS publishes none.
 *   wpp-even  United Nations, World Population Prospects: migrants come evenly over the interval.
 *             Half of them are added at the opening, half at the closing:
 *               P'_x = P_x(t) + M_x / 2
 *               P_x(t+n) = P'_x-1 S_x + M_x / 2;   P_A(t+n) = (P'_A-1 + P'_A) S_A + M_A / 2
 *               births = sum of n asfr_x (P'_x + P_x(t+n)) / 2
 *               P_0(t+n) = births * share * S_0 + M_0 / 2
 *   wpp-end   The same with all migrants at the closing, after the births:
 *               Q_x = P_x-1(t) S_x;   Q_A = (P_A-1(t) + P_A(t)) S_A
 *               births = sum of n asfr_x (P_x(t) + Q_x) / 2
 *               P_x(t+n) = Q_x + M_x;   P_0(t+n) = births * share * S_0 + M_0
 *
 * Reference: for the UN's conventions, Preston, Heuveline and Guillot, Demography (2001), section
 * 6.3 and Box 6.2; the R packages ccmppWPP and bayesPop.
 */
#define COHORT_CONVENTIONS(X)                                                                      \
    X(COHORT_IPSS, "ipss")                                                                         \
    X(COHORT_WPP_EVEN, "wpp-even")                                                                 \
    X(COHORT_WPP_END, "wpp-end")

/** The conventions of the list #COHORT_CONVENTIONS. */
typedef enum cohort_convention {
#define COHORT_CONVENTION_CONSTANT(constant, name) constant,
    COHORT_CONVENTIONS(COHORT_CONVENTION_CONSTANT)
#undef COHORT_CONVENTION_CONSTANT
        COHORT_CONVENTION_COUNT /**< number of conventions */
} cohort_convention;

/** The name of a convention, such as "ipss"; NULL if there is no such convention. */
COHORT_API const char *cohort_convention_name(cohort_convention convention);

/**
 * The convention that has this name.
 * Returned: *convention.
 * Errors: COHORT_ERROR_ARGUMENT, which lists the names.
 */
COHORT_API int cohort_convention_parse(const char *name, cohort_convention *convention,
                                       cohort_error *error);

/** Components of change: values of `components` and `minus_components`: bits, to be combined
 * with |. */
enum {
    COHORT_BASE_POPULATION = 1, /**< persons at the first date */
    COHORT_MORTALITY = 2,       /**< survival */
    COHORT_MIGRATION = 4,       /**< net migration, rates and counts */
    COHORT_FERTILITY = 8,       /**< asfr or cwr, and the share of boys */
    COHORT_NO_COMPONENT = 0,    /**< no component */
    COHORT_ALL_COMPONENTS = 15  /**< all components */
};

/**
 * Quantities: X(constant, name, shape, component, births, lowest, highest, human, power, usual).
 *
 * Shapes: BASE [sex][age]; CELL [interval][sex][age]; WOMEN [interval][age]; INTERVAL [interval].
 * Births: which conventions read the quantity. ALL: all of them. RATIO: those with a child-woman
 * ratio (ipss). RATES: those with birth rates by age (the UN's). In the other conventions the
 * quantity has no array. Lowest, highest: the range of each value; every value must be finite.
 * Human: the highest value that is accepted unless cohort_inputs_set_rate_limits allows any rates,
 * times the width to the power; for asfr it is that of an interval's TFR. Usual: values are seldom
 * below it, times the same; a message uses it to guess their unit.
 *
 *   base_population      persons at the first date
 *   survival             share surviving the interval (Sx), by age at its end
 *   net_migration_ratio  net migrants of the interval per person at its opening. In ipss it must
 *                        be 0 for births (index 0). A table's net_migration_rate is per person and
 *                        year: the ratio divided by the width
 *   net_migrants         net migrants of the interval, persons (a table's net_migration)
 *   male_share           males among births (srb / (1 + srb)); in ipss, among the children of the
 *                        first group at the interval's end
 *   cwr                  children of the first group per woman aged 15-49, at the interval's end
 *   tfr_per_cwr          the TFR (children per woman) of the reference area divided by its cwr, at
 *                        the interval's end; 0 = not known. Only the scenario operation `tfr` reads
 *                        it, never a projection
 *   asfr                 births per woman of the age group and year; 0 in the first group
 *
 * Sources of what is human: lib/doc/rates.md.
 */
#define COHORT_QUANTITIES(X)                                                                       \
    X(COHORT_BASE, "base_population", BASE, COHORT_BASE_POPULATION, ALL, 0, HUGE_VAL, HUGE_VAL, 0, \
      HUGE_VAL)                                                                                    \
    X(COHORT_SURVIVAL, "survival", CELL, COHORT_MORTALITY, ALL, 0, 1, 1, 0, 0.1)                   \
    X(COHORT_NET_MIGRATION_RATIO, "net_migration_ratio", CELL, COHORT_MIGRATION, ALL, -1,          \
      HUGE_VAL, 1, 1, 0.0005)                                                                      \
    X(COHORT_NET_MIGRANTS, "net_migrants", CELL, COHORT_MIGRATION, ALL, -HUGE_VAL, HUGE_VAL,       \
      HUGE_VAL, 0, HUGE_VAL)                                                                       \
    X(COHORT_MALE_SHARE, "male_share", INTERVAL, COHORT_FERTILITY, ALL, 0, 1, 1, 0, 0.4)           \
    X(COHORT_CWR, "cwr", INTERVAL, COHORT_FERTILITY, RATIO, 0, HUGE_VAL, 0.6, 1, 0.02)             \
    X(COHORT_TFR_PER_CWR, "tfr_per_cwr", INTERVAL, COHORT_NO_COMPONENT, RATIO, 0, HUGE_VAL, 350,   \
      -1, 20)                                                                                      \
    X(COHORT_ASFR, "asfr", WOMEN, COHORT_FERTILITY, RATES, 0, HUGE_VAL, 10.5, 0, 0.5)

/** The quantities of the list #COHORT_QUANTITIES. */
typedef enum cohort_quantity {
#define COHORT_QUANTITY_CONSTANT(constant, name, shape, component, births, lowest, highest, human, \
                                 power, usual)                                                     \
    constant,
    COHORT_QUANTITIES(COHORT_QUANTITY_CONSTANT)
#undef COHORT_QUANTITY_CONSTANT
        COHORT_QUANTITY_COUNT /**< number of quantities */
} cohort_quantity;

/** The inputs of a projection, opaque. */
typedef struct cohort_inputs cohort_inputs;

/**
 * New inputs, every value zero.
 * Errors: COHORT_ERROR_GRID (in ipss also if the age groups have no limits at 15 and 50),
 * COHORT_ERROR_ARGUMENT (unknown convention), COHORT_ERROR_MEMORY.
 * Ownership: the caller frees *out with cohort_inputs_free.
 */
COHORT_API int cohort_inputs_new(const cohort_grid *grid, cohort_convention convention,
                                 cohort_inputs **out, cohort_error *error);

/**
 * Copy inputs.
 * Errors: COHORT_ERROR_MEMORY.
 * Ownership: the caller frees *out with cohort_inputs_free.
 */
COHORT_API int cohort_inputs_copy(const cohort_inputs *inputs, cohort_inputs **out,
                                  cohort_error *error);

/** Free inputs. */
COHORT_API void cohort_inputs_free(cohort_inputs *inputs);

/** The grid of inputs, owned by them. */
COHORT_API const cohort_grid *cohort_inputs_grid(const cohort_inputs *inputs);

/** The convention of inputs. */
COHORT_API cohort_convention cohort_inputs_convention(const cohort_inputs *inputs);

/**
 * The array of one quantity, in the shape given above, for reading and writing.
 * Returned: a pointer into the inputs, valid until they are freed; NULL for an unknown quantity and
 * for one that the convention does not read.
 */
COHORT_API double *cohort_inputs_array(cohort_inputs *inputs, cohort_quantity quantity);

/** The array of one quantity as cohort_inputs_array gives it, for reading only. */
COHORT_API const double *cohort_inputs_view(const cohort_inputs *inputs, cohort_quantity quantity);

/** How far rates may go: in inputs, life tables and tables. */
typedef enum cohort_rate_limits {
    COHORT_HUMAN_RATES = 0, /**< as far as has been seen among humans; what goes further is an
                                 error, which names the unit it may be in, such as per 1,000 */
    COHORT_ANY_RATES = 1    /**< no human limit: for tests and invented examples */
} cohort_rate_limits;

/**
 * Set how far the rates of inputs may go. New inputs have COHORT_HUMAN_RATES, with the limits of
 * the list #COHORT_QUANTITIES. Copies have the same. Inputs derived from counts (cohort_derive)
 * take the rates that small areas have, but a scenario's TFR has to be human there, too.
 */
COHORT_API void cohort_inputs_set_rate_limits(cohort_inputs *inputs, cohort_rate_limits limits);

/**
 * Leave only the women of inputs, as textbooks project them: there are no men, none come, and asfr
 * (which are of births of either sex before) are those of girls, male_share being 0. A TFR, as a
 * scenario has it, is still that of children of either sex.
 * Errors: COHORT_ERROR_ARGUMENT in ipss, whose children are those of both sexes;
 * COHORT_ERROR_VALUE for a male_share outside 0 to 1.
 */
COHORT_API int cohort_inputs_women_only(cohort_inputs *inputs, cohort_error *error);

/**
 * Set what happens where more people leave than are there. In new inputs (`cut` 0) it is an error
 * of the run that names them all. With `cut` 1 emigration is cut to those who are there: the cell
 * is empty, net migration is what could leave, and accounts close. In published data of whole
 * nations a handful too many leave their oldest groups; a larger cut is a fault in the inputs (see
 * cohort_projection_cuts). Copies have the same; in a batch the first inputs decide.
 */
COHORT_API void cohort_inputs_cut_emigration(cohort_inputs *inputs, int cut);

/** The name of a quantity, such as "survival"; NULL for an unknown one. */
COHORT_API const char *cohort_quantity_name(cohort_quantity quantity);

/**
 * Check that every value is finite and in its range, and human. Every function that takes inputs to
 * use their rates checks them itself.
 * Errors: COHORT_ERROR_VALUE naming quantity, interval, sex, age, the value, its range, and the
 * unit that it may be in.
 */
COHORT_API int cohort_inputs_check(const cohort_inputs *inputs, cohort_error *error);

/**
 * Overwrite the quantities of some components by those of other inputs: such as the baseline with
 * only the migration of another path.
 * Given: components, bits; from, on the same grid and convention.
 * Errors: COHORT_ERROR_GRID when grids or conventions differ.
 */
COHORT_API int cohort_inputs_take(cohort_inputs *inputs, const cohort_inputs *from,
                                  unsigned components, cohort_error *error);

/**
 * A part of inputs: some components, by sex, age and period. With it one asks where a difference
 * comes from, or what a change of some rates would do.
 *
 * Ages are completed years at the interval's start, so that a part's survival and, in ipss, its
 * migration belong to the same persons. A part from age 0 on includes the births of the interval.
 * The two oldest groups share their rates, so a part takes both or neither. Ages of migration in
 * the UN's conventions are those at which migrants come; ages of the base population are those at
 * the first date.
 *
 * Years: every interval that lies within them, and the base population if the first date does.
 * Years outside the projection are ignored.
 *
 * cwr and male_share have no age: they belong to a part only if it has all ages and both sexes.
 * asfr are by women's age: a part of some ages, or of women, takes the asfr without male_share.
 */
typedef struct cohort_part {
    unsigned components; /**< COHORT_BASE_POPULATION and so on, bits */
    int sex;             /**< COHORT_MALE, COHORT_FEMALE or COHORT_BOTH */
    int age_from;        /**< first age; the first of an age group */
    int age_to;          /**< last age; the last of an age group, or COHORT_OPEN_END */
    int year_from;       /**< first year; a date, if it is within the grid, or COHORT_OPEN_START */
    int year_to;         /**< last year; a date, if it is within the grid, or COHORT_OPEN_END */
} cohort_part;

/** A part with both sexes, all ages and all years; change what differs. */
#define COHORT_PART(components)                                                                    \
    {                                                                                              \
        (components), COHORT_BOTH, 0, COHORT_OPEN_END, COHORT_OPEN_START, COHORT_OPEN_END          \
    }

/** Fill a part as COHORT_PART does. */
COHORT_API void cohort_part_init(cohort_part *part, unsigned components);

/**
 * Overwrite a part of inputs by that of other inputs.
 * Errors: COHORT_ERROR_GRID (grids or conventions differ; ages that are not limits of age groups;
 * years that are not dates); COHORT_ERROR_ARGUMENT (no or unknown components, an unknown sex, a
 * range whose end is before its beginning, fertility by age or sex in ipss); COHORT_ERROR_NO_EFFECT
 * (a part without a cell).
 */
COHORT_API int cohort_inputs_take_part(cohort_inputs *inputs, const cohort_inputs *from,
                                       const cohort_part *part, cohort_error *error);

/**
 * Inputs with the same rates from a later date on and another base population.
 * Given: year, a date of the grid (from the last one, no interval is left); base_population
 * [sex][age], persons.
 * Errors: COHORT_ERROR_GRID (the year), COHORT_ERROR_VALUE (the population, or a rate from that
 * date on), COHORT_ERROR_MEMORY.
 * Ownership: the caller frees *out with cohort_inputs_free.
 */
COHORT_API int cohort_inputs_restart(const cohort_inputs *inputs, int year,
                                     const double *base_population, cohort_inputs **out,
                                     cohort_error *error);

/**
 * Inputs that go on to a later date with the rates of their last interval.
 * Given: year, a whole number of intervals after the last date, or it.
 * Errors: COHORT_ERROR_GRID (the year, or no interval to go on with), COHORT_ERROR_MEMORY.
 * Ownership: the caller frees *out with cohort_inputs_free.
 */
COHORT_API int cohort_inputs_extend(const cohort_inputs *inputs, int year, cohort_inputs **out,
                                    cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
