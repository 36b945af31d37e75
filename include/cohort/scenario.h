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
 * Scenarios: lists of operations that change inputs. They never run a projection.
 */

/**
 * The kinds of operations.
 *
 * Operations are applied from first to last, each to the result of those before. Two suppressions
 * of 20 and 50 % of the same cell leave 0.8 * 0.5 of it. Of two TFRs for one date, the later
 * operation counts. Migrants added before `zero_migration` are lost, those added after it stay.
 *
 * X(constant, name); each kind's name, what it does, and its value:
 *   tfr                     children per woman, 0 to 100. In ipss it becomes a child-woman ratio by
 *                           the reference area's proportion: cwr = value / tfr_per_cwr. In the
 *                           UN's conventions asfr are multiplied by value / their TFR. (A tfr in a
 *                           table belongs to the interval's first year; this one to the date at
 *                           the interval's end.)
 *   tfr_proportion          children per woman, 0 to 100: cwr or asfr are multiplied by value /
 *                           baseline_tfr, the TFR that the baseline is taken to have
 *   suppress_out_migration  the share of net OUT-migration that is taken away, 0 to 1. Rates and
 *                           counts are looked at separately; net in-migration stays
 *   scale_net_migration     net migration, in or out, is multiplied by it, 0 to 1e6
 *   zero_migration          all net migration becomes 0; its value is 0
 *   add_migrants            persons a year, -1e12 to 1e12 (negative: they leave), spread evenly
 *                           over the operation's sexes and years of age; the open age group counts
 *                           as one group's width. They come when the convention's migrants come. In
 *                           ipss that is the interval's end: they are not exposed to death before
 *                           it, but the women among them count for the cwr
 *
 * Ages in ipss are those at the interval's start, except for add_migrants, whose ages are those at
 * its end. An operation from age 0 on includes the births of the interval. The two oldest groups
 * share one rate, so an operation takes both or neither. In the UN's conventions ages are those at
 * which migrants come.
 *
 * Years: an operation on migration changes the intervals that lie within year_from .. year_to. An
 * operation on fertility belongs to the dates within year_from .. year_to, and changes the births
 * of the intervals that end there. Years outside the projection are ignored.
 *
 * A ramp is a straight line in time from value_from at year_from to value at year_to. A date has
 * its own value; an interval has the value at its middle. Outside its years an operation does
 * nothing: before a ramp and after it the rates are as without it. To keep its last value, add an
 * operation for the years after it. A ramp of fertility sets value_from for the births of the
 * interval that ends at year_from.
 */
#define COHORT_OPERATIONS(X)                                                                       \
    X(COHORT_SET_TFR, "tfr")                                                                       \
    X(COHORT_SET_TFR_PROPORTION, "tfr_proportion")                                                 \
    X(COHORT_SUPPRESS_OUT_MIGRATION, "suppress_out_migration")                                     \
    X(COHORT_SCALE_NET_MIGRATION, "scale_net_migration")                                           \
    X(COHORT_ZERO_MIGRATION, "zero_migration")                                                     \
    X(COHORT_ADD_MIGRANTS, "add_migrants")

/** The kinds of the list #COHORT_OPERATIONS. */
typedef enum cohort_operation_kind {
#define COHORT_OPERATION_CONSTANT(constant, name) constant,
    COHORT_OPERATIONS(COHORT_OPERATION_CONSTANT)
#undef COHORT_OPERATION_CONSTANT
        COHORT_OPERATION_COUNT /**< number of kinds */
} cohort_operation_kind;

/**
 * An operation of a scenario: begin with COHORT_OPERATION, as a value_from that is left 0 is a ramp
 * from 0. An operation on fertility has both sexes and all ages.
 */
typedef struct cohort_operation {
    cohort_operation_kind kind; /**< what it does */
    int sex;                    /**< COHORT_MALE, COHORT_FEMALE or COHORT_BOTH */
    int age_from;               /**< first age; the first of an age group */
    int age_to;                 /**< last age; the last of an age group, or COHORT_OPEN_END */
    int year_from;       /**< first year; a date, if it is within the grid, or COHORT_OPEN_START */
    int year_to;         /**< last year; a date, if it is within the grid, or COHORT_OPEN_END */
    double value;        /**< its value, see above; with a ramp that at year_to */
    double value_from;   /**< a ramp's value at year_from, both years being given; NAN = no ramp */
    double baseline_tfr; /**< of tfr_proportion, 0.01 to 100; NAN for other kinds */
    char note[200];      /**< any text in UTF-8, ends with NUL; kept in files */
} cohort_operation;

/** An operation on both sexes, all ages and all years, without a ramp; change what differs. */
#define COHORT_OPERATION(kind, value)                                                              \
    {                                                                                              \
        (kind), COHORT_BOTH, 0, COHORT_OPEN_END, COHORT_OPEN_START, COHORT_OPEN_END, (value),      \
            (double)NAN, (double)NAN, ""                                                           \
    }

/** Fill an operation as COHORT_OPERATION does. */
COHORT_API void cohort_operation_init(cohort_operation *operation, cohort_operation_kind kind,
                                      double value);

/** A scenario, opaque. */
typedef struct cohort_scenario cohort_scenario;

/**
 * A scenario without operations, which changes nothing.
 * Errors: COHORT_ERROR_MEMORY.
 * Ownership: freed with cohort_scenario_free.
 */
COHORT_API int cohort_scenario_new(cohort_scenario **out, cohort_error *error);

/** Free a scenario. */
COHORT_API void cohort_scenario_free(cohort_scenario *scenario);

/**
 * Append a copy of an operation.
 * Errors: COHORT_ERROR_ARGUMENT and COHORT_ERROR_VALUE, naming what is out of its range, and the
 * range; COHORT_ERROR_MEMORY.
 */
COHORT_API int cohort_scenario_add(cohort_scenario *scenario, const cohort_operation *operation,
                                   cohort_error *error);

/** The number of operations. */
COHORT_API int cohort_scenario_count(const cohort_scenario *scenario);

/**
 * An operation by its number, from 0 on.
 * Returned: it belongs to the scenario and is valid until the scenario changes; NULL if there is no
 * such operation.
 */
COHORT_API const cohort_operation *cohort_scenario_operation(const cohort_scenario *scenario,
                                                             int index);

/**
 * Change the value of an operation.
 * Errors: as in cohort_scenario_add; COHORT_ERROR_ARGUMENT (no such operation).
 */
COHORT_API int cohort_scenario_set_value(cohort_scenario *scenario, int index, double value,
                                         cohort_error *error);

/**
 * Apply a scenario to inputs.
 * Returned: *out, a changed copy.
 * Errors: those of cohort_inputs_check for the inputs. Those below name the operation by its number
 * (from 1 on) and kind, and by file and line if it was read: COHORT_ERROR_GRID when an age, or a
 * year within the grid, is not a limit of an age group or interval; COHORT_ERROR_NO_EFFECT when no
 * cell lies within its ages and years, or, for the operations on existing migration, when none of
 * these cells has migration to change (net out-migration, for a suppression); COHORT_ERROR_MISSING
 * when `tfr` needs tfr_per_cwr or asfr and they are 0. COHORT_ERROR_VALUE when a result is out of
 * its quantity's range (a rate scaled below -1), or a TFR is not human
 * (cohort_inputs_set_rate_limits).
 * Ownership: *out is freed with cohort_inputs_free.
 */
COHORT_API int cohort_scenario_apply(const cohort_scenario *scenario, const cohort_inputs *inputs,
                                     cohort_inputs **out, cohort_error *error);

/** A member of a household. */
typedef struct cohort_member {
    int sex; /**< COHORT_MALE, COHORT_FEMALE or COHORT_BOTH */
    int age; /**< completed years when the household moves, 0 or more */
} cohort_member;

/**
 * Append the operations for households that move in: one `add_migrants` for each sex and age group
 * that has a member.
 *
 * In the UN's conventions members come at their age. In ipss migrants stand at the age at the
 * interval's end: members come evenly over the interval and birthdays are spread evenly, so each
 * member is divided between the groups that he or she can be in at the end. A member of COHORT_BOTH
 * is half a man and half a woman.
 * Given: the inputs that the scenario is for; members[member_count] of one household, 1
 * or more; households a year (negative: they leave); years as in an operation.
 * Returned: the operations, by sex, then age; *first, the number of the first of them, unless NULL.
 * Errors: COHORT_ERROR_ARGUMENT (no members; an unknown sex; an age below 0; a last year before the
 * first), COHORT_ERROR_VALUE, COHORT_ERROR_MEMORY; the scenario is then as it was.
 */
COHORT_API int cohort_scenario_add_household(cohort_scenario *scenario, const cohort_inputs *inputs,
                                             int member_count, const cohort_member *members,
                                             double households, int year_from, int year_to,
                                             int *first, cohort_error *error);

/** The name of a kind of operation, such as "tfr"; NULL for an unknown one. */
COHORT_API const char *cohort_operation_name(cohort_operation_kind kind);

/**
 * Read a scenario from a CSV file, which can be edited in a spreadsheet. Columns, in any order:
 *   operation, sex, age_from, age_to, year_from, year_to, value_from, value, baseline_tfr, note
 * Only operation and value are required. sex: male, female or both, or another word that a table
 * may have; empty = both. age_from empty = 0; age_to, year_from and year_to empty = no end;
 * value_from empty = no ramp.
 * Given: path; "-" is standard input.
 * Errors: COHORT_ERROR_READ; COHORT_ERROR_MISSING and COHORT_ERROR_DUPLICATE (a column);
 * COHORT_ERROR_FORMAT, COHORT_ERROR_VALUE and COHORT_ERROR_ARGUMENT naming file, line, column,
 * value and what was expected.
 * Ownership: freed with cohort_scenario_free.
 */
COHORT_API int cohort_scenario_read(const char *path, cohort_scenario **out, cohort_error *error);

/**
 * Read a scenario from CSV that cohort_csv_read or cohort_csv_parse has read.
 * Errors: those of cohort_scenario_read except COHORT_ERROR_READ.
 * Ownership: the function takes the csv and frees it, even on failure.
 */
COHORT_API int cohort_scenario_from_csv(cohort_csv *csv, cohort_scenario **out,
                                        cohort_error *error);

/**
 * Write a scenario as CSV, as cohort_scenario_read reads it, with as many digits as are needed to
 * read the same numbers back.
 * Errors: COHORT_ERROR_VALUE, naming the operation, for a note that is not UTF-8; nothing is
 * written then. Errors of writing are reported by cohort_output_close and cohort_output_text.
 */
COHORT_API int cohort_scenario_write(const cohort_scenario *scenario, cohort_output *output,
                                     cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
