/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_SCENARIO_H
#define COHORT_SCENARIO_H

#include <math.h>

#include <cohort/csv.h>
#include <cohort/error.h>
#include <cohort/export.h>
#include <cohort/grid.h>
#include <cohort/inputs.h>
#include <cohort/output.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file
 * Scenarios: lists of operations that turn inputs into inputs.
 */

/**
 * Scenarios: a list of operations that turn inputs into inputs. They never run a projection.
 *
 * Operations are applied from first to last, each to what those before it have left: two
 * suppressions of 20 and 50 % of the same cell leave 0.8 * 0.5 of it; of two TFRs for one date the
 * later counts; migrants added before `zero_migration` are lost, those added after it stay.
 *
 * X(constant, name, meaning of `value`)
 *   tfr                     children per woman (a table's tfr stands at the interval's first year,
 *                           this at the date that ends it). ipss: turned into a child-woman ratio
 *                           by the reference area's conversion, cwr = value / tfr_per_cwr; else
 *                           the age-specific rates times value / (their n * sum)
 *   tfr_proportion          children per woman, as a plain proportion of `baseline_tfr`, the TFR
 *                           that the baseline is held to stand for: cwr or asfr *= value /
 *                           baseline_tfr
 *   suppress_out_migration  0 .. 1: the share of net OUT-migration that is taken away; a rate or a
 *                           count of net in-migration stays (each is looked at by itself)
 *   scale_net_migration     0 or more: net migration is multiplied by it, in or out
 *   zero_migration          value 0: all net migration becomes nil
 *   add_migrants            persons a year, in all; spread evenly over the operation's sexes and
 *                           years of age (an open group counting as one group's width); negative
 *                           = persons leaving. They come when the convention has migrants come;
 *                           in ipss at the end of the interval: they neither die nor are exposed
 *                           before it, but women among them count for the cwr.
 *
 * Ages in ipss are ages at the interval's start, but for add_migrants, whose ages are those at its
 * end. An operation from age 0 on takes in the births of the interval; the two oldest groups share
 * one rate and go together. In the conventions of the UN ages are those of the migrants as they
 * come.
 * An operation on migration touches the intervals that lie within year_from .. year_to; one on
 * fertility touches the dates year_from .. year_to, each for the births of the interval that it
 * ends. Parts of the years outside the projection are passed over.
 *
 * A ramp is a straight line in time from value_from at year_from to value at year_to. A date takes
 * its own value; an interval takes the mean, which is the value at its middle. Outside its years
 * an operation does nothing: to go on at the end of a ramp, add a row that does.
 */
#define COHORT_OPERATIONS(X)                                                                       \
    X(COHORT_SET_TFR, "tfr")                                                                       \
    X(COHORT_SET_TFR_PROPORTION, "tfr_proportion")                                                 \
    X(COHORT_SUPPRESS_OUT_MIGRATION, "suppress_out_migration")                                     \
    X(COHORT_SCALE_NET_MIGRATION, "scale_net_migration")                                           \
    X(COHORT_ZERO_MIGRATION, "zero_migration")                                                     \
    X(COHORT_ADD_MIGRANTS, "add_migrants")

/** The kinds of #COHORT_OPERATIONS. */
typedef enum cohort_operation_kind {
#define COHORT_OPERATION_CONSTANT(constant, name) constant,
    COHORT_OPERATIONS(COHORT_OPERATION_CONSTANT)
#undef COHORT_OPERATION_CONSTANT
        COHORT_OPERATION_COUNT /**< how many there are */
} cohort_operation_kind;

/** One row of a scenario. */
typedef struct cohort_operation {
    cohort_operation_kind kind; /**< what it does */
    int sex;                    /**< COHORT_MALE, COHORT_FEMALE or COHORT_BOTH */
    int age_from;               /**< first age, a group's first */
    int age_to;                 /**< last age, a group's last; or COHORT_OPEN_END */
    int year_from;       /**< first year, a date of the grid if within it; or COHORT_OPEN_START */
    int year_to;         /**< last year, likewise; or COHORT_OPEN_END */
    double value;        /**< see above; at year_to if there is a ramp */
    double value_from;   /**< at year_from; NAN = no ramp. A ramp needs both years */
    double baseline_tfr; /**< tfr_proportion alone; NAN elsewhere */
    char note[200];      /**< anything, UTF-8; kept by write and read */
} cohort_operation;

/** An operation on both sexes, all ages and all years, without a ramp; set what differs. */
#define COHORT_OPERATION(kind, value)                                                              \
    {                                                                                              \
        (kind), COHORT_BOTH, 0, COHORT_OPEN_END, COHORT_OPEN_START, COHORT_OPEN_END, (value),      \
            (double)NAN, (double)NAN, ""                                                           \
    }

/** The same as a function. */
COHORT_API void cohort_operation_init(cohort_operation *operation, cohort_operation_kind kind,
                                      double value);

/** Opaque; as all handles: const may be shared among threads, mutable belongs to one. */
typedef struct cohort_scenario cohort_scenario;

/** A scenario without operations: it changes nothing. Freed with _free, which takes NULL. */
COHORT_API int cohort_scenario_new(cohort_scenario **out, cohort_error *error);

/** Free a scenario; NULL is passed over. */
COHORT_API void cohort_scenario_free(cohort_scenario *scenario);

/**
 * Append a copy of an operation.
 * Errors: COHORT_ERROR_ARGUMENT, COHORT_ERROR_VALUE: what is out of its range, and the range.
 */
COHORT_API int cohort_scenario_add(cohort_scenario *scenario, const cohort_operation *operation,
                                   cohort_error *error);

/** How many operations there are. */
COHORT_API int cohort_scenario_count(const cohort_scenario *scenario);

/** Operation `index`, from 0 on, owned by the scenario; NULL beyond. */
COHORT_API const cohort_operation *cohort_scenario_operation(const cohort_scenario *scenario,
                                                             int index);

/** Change the value of one operation. Errors as cohort_scenario_add. */
COHORT_API int cohort_scenario_set_value(cohort_scenario *scenario, int index, double value,
                                         cohort_error *error);

/**
 * Apply to inputs.
 * Returned: *out, a changed copy; freed by the caller.
 * Errors, each naming the operation by its number and kind, and by file and line if it was read:
 * COHORT_ERROR_GRID when an age or year within the grid is none of its limits;
 * COHORT_ERROR_NO_EFFECT when no cell is within its ages and years, or, for the operations on
 * existing migration, when no cell within them has any (net out-migration, for a suppression);
 * COHORT_ERROR_MISSING when `tfr` finds no tfr_per_cwr or no asfr; COHORT_ERROR_VALUE when what
 * comes out is no longer in its range (a rate scaled below -1).
 */
COHORT_API int cohort_scenario_apply(const cohort_scenario *scenario, const cohort_inputs *inputs,
                                     cohort_inputs **out, cohort_error *error);

/** A member of a household. */
typedef struct cohort_member {
    int sex; /**< COHORT_MALE, COHORT_FEMALE or COHORT_BOTH */
    int age; /**< completed years when the household moves */
} cohort_member;

/**
 * Households that move in: one operation `add_migrants` a sex and age group that is met.
 * Given: the inputs that they are for; the members of one household; households a year (negative:
 * they leave), years as in an operation.
 * In the conventions of the UN members come at their age. In ipss migrants stand at the age at the
 * interval's end: members come evenly over the interval, birthdays are spread evenly, and so a
 * member is counted in two groups, by the share of the interval's arrivals who are in each at its
 * end. A member of COHORT_BOTH is half a man and half a woman.
 * Returned: the operations appended, by sex, then age; *first, the number of the first, unless
 * NULL.
 * Errors: COHORT_ERROR_ARGUMENT (no members; a sex; an age below 0; years that run backwards),
 * COHORT_ERROR_VALUE, COHORT_ERROR_MEMORY; the scenario is then as it was.
 */
COHORT_API int cohort_scenario_add_household(cohort_scenario *scenario, const cohort_inputs *inputs,
                                             int member_count, const cohort_member *members,
                                             double households, int year_from, int year_to,
                                             int *first, cohort_error *error);

/** Name of a kind of operation, as above; NULL for none. */
COHORT_API const char *cohort_operation_name(cohort_operation_kind kind);

/**
 * Read a scenario from CSV, to be edited in a spreadsheet. Columns, in any order:
 *   operation, sex, age_from, age_to, year_from, year_to, value_from, value, baseline_tfr, note
 * sex: male, female or both, or what else a table may have (empty = both). age_from empty = 0.
 * age_to, year_from, year_to empty = no end. value_from empty = no ramp. Columns but operation and
 * value may be left out. The path "-" is standard input.
 * Errors: COHORT_ERROR_READ; COHORT_ERROR_MISSING and _DUPLICATE (a column); COHORT_ERROR_FORMAT,
 * _VALUE, _ARGUMENT naming file, line, column, value and what was expected.
 * Ownership: freed with cohort_scenario_free.
 */
COHORT_API int cohort_scenario_read(const char *path, cohort_scenario **out, cohort_error *error);

/**
 * The same from CSV that has been read, from a file (cohort_csv_read) or from memory
 * (cohort_csv_parse).
 * Errors: those of cohort_scenario_read but COHORT_ERROR_READ.
 * Ownership: the csv is taken, and freed whether it succeeds or not.
 */
COHORT_API int cohort_scenario_from_csv(cohort_csv *csv, cohort_scenario **out,
                                        cohort_error *error);

/**
 * Write a scenario as such a CSV, to a file or to memory. Numbers have as many digits as they need
 * to be read back exactly.
 * Errors: COHORT_ERROR_VALUE, naming the operation, for a note that is not UTF-8; nothing is written
 * then. Whether all of it got there is for cohort_output_close and cohort_output_text to say.
 */
COHORT_API int cohort_scenario_write(const cohort_scenario *scenario, cohort_output *output,
                                     cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
