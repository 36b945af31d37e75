/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_SPREADS_H
#define COHORT_SPREADS_H

#include <cohort/backtest.h>
#include <cohort/csv.h>
#include <cohort/ensemble.h>
#include <cohort/error.h>
#include <cohort/export.h>
#include <cohort/inputs.h>
#include <cohort/output.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file
 * Spreads: how uncertain rates are by size of area, as past errors have shown, and how many
 * intervals made from them held the later count. An ensemble takes them in two lines:
 *
 *     cohort_spreads_read("fixtures/spreads.csv", &spreads, &error);
 *     cohort_spreads_apply(spreads, inputs, &options, &error);
 *
 * fixtures/spreads.csv has those of Japan's municipalities. lib/doc/uncertainty.md says how they
 * were estimated; examples/intervals.c uses them. Spreads are for the convention ipss in steps of
 * five years.
 *
 * The file is CSV: persons_from,persons_to,of,what,at,value. It has up to COHORT_CLASSES_MAX
 * classes by persons. The rows of a class stand together, and each class begins one person above
 * the end of the one before.
 *   of    fertility, mortality or migration
 *         what  sd, autocorrelation, age_correlation, neighbour_correlation: all required, as in
 *               cohort_uncertainty. For migration also profile: the sd is multiplied by it `at` an
 *               age (the first of the five-year group at the interval's end). It is 1 at an age
 *               without a row, and the last row's beyond the last
 *   of    total or women_20_39
 *         what  within_80, within_95: percent of cases whose count lay inside the interval, `at`
 *               this number of years after the base date
 */

/** Spreads by size of area, opaque. */
typedef struct cohort_spreads cohort_spreads;

/**
 * Read spreads from a file.
 * Given: path; "-" is standard input.
 * Errors: those of cohort_csv_read; COHORT_ERROR_MISSING (a column, a required number of a class,
 * or all rows), COHORT_ERROR_VALUE and COHORT_ERROR_DUPLICATE naming file, line, column, value and
 * what was expected.
 * Ownership: freed with cohort_spreads_free.
 */
COHORT_API int cohort_spreads_read(const char *path, cohort_spreads **out, cohort_error *error);

/**
 * Read spreads from CSV that cohort_csv_read or cohort_csv_parse has read.
 * Errors: those of cohort_spreads_read except COHORT_ERROR_READ.
 * Ownership: the function takes the csv and frees it, even on failure.
 */
COHORT_API int cohort_spreads_from_csv(cohort_csv *csv, cohort_spreads **out, cohort_error *error);

/**
 * Make spreads from a back-test whose classes are by persons only.
 * Given: a fitted model, in steps of five years; the options, horizons and rows of a
 * cohort_backtest_run with the model's classes, best of other cases than those of the fit. From the
 * rows comes the coverage of the total and of women of 20-39, if these are among the bands. The
 * largest class ends at model->most_persons.
 * Errors: COHORT_ERROR_ARGUMENT; COHORT_ERROR_MEMORY.
 * Ownership: freed with cohort_spreads_free.
 */
COHORT_API int cohort_spreads_from_backtest(const cohort_backtest_model *model,
                                            const cohort_backtest_options *options, int horizons,
                                            const cohort_backtest_row *rows, cohort_spreads **out,
                                            cohort_error *error);

/** Free spreads. */
COHORT_API void cohort_spreads_free(cohort_spreads *spreads);

/**
 * Write spreads as CSV, as cohort_spreads_read reads it, with four significant digits. Errors of
 * writing are reported by cohort_output_close and cohort_output_text.
 */
COHORT_API void cohort_spreads_write(const cohort_spreads *spreads, cohort_output *output);

/**
 * Make the rates of an ensemble as uncertain as those of areas of the same size: set fertility,
 * mortality, migration and migration_profile of its options, and nothing else.
 * Given: the inputs of the area without a scenario, of which only base population, grid and
 * convention are read. Use the result for scenarios too.
 * Errors: COHORT_ERROR_ARGUMENT for another convention, other steps, more than 40 age groups or a
 * size of area that the spreads do not cover.
 * Ownership: options->migration_profile points into the spreads, which must not be freed before
 * cohort_ensemble_new has been called.
 */
COHORT_API int cohort_spreads_apply(const cohort_spreads *spreads, const cohort_inputs *inputs,
                                    cohort_ensemble_options *options, cohort_error *error);

/**
 * The class of size that an area belongs to: persons at the base date, both ends included.
 * Errors: as in cohort_spreads_apply.
 */
COHORT_API int cohort_spreads_persons(const cohort_spreads *spreads, const cohort_inputs *inputs,
                                      double *from, double *to, cohort_error *error);

/**
 * The coverage that was measured: in how many percent of the cases, in areas of this size, the
 * count lay inside the interval of a figure.
 * Given: a figure: the total, or women of 20-39, at a date; level, 0.8 or 0.95.
 * Errors: as in cohort_spreads_apply; COHORT_ERROR_MISSING when it was not measured for this figure
 * this many years ahead.
 */
COHORT_API int cohort_spreads_coverage(const cohort_spreads *spreads, const cohort_inputs *inputs,
                                       const cohort_figure *figure, double level, double *percent,
                                       cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
