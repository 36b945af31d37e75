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
 * Spreads: how uncertain rates are, by size of area, as past errors have shown; and how many
 * intervals that were made of them held what was counted. An ensemble takes them in a line:
 *
 *     cohort_spreads_read("fixtures/spreads.csv", &spreads, &error);
 *     cohort_spreads_apply(spreads, inputs, &options, &error);
 *
 * fixtures/spreads.csv has those of Japan's municipalities; lib/doc/uncertainty.md says how they
 * were estimated, and examples/intervals.c uses them. They are estimates for the convention ipss in
 * steps of five years.
 *
 * The file is CSV: persons_from,persons_to,of,what,at,value. Rows of a class stand together, and
 * each class begins one person above the end of the one before.
 *   of    fertility, mortality or migration
 *         what  sd, autocorrelation, age_correlation, neighbour_correlation: all of them, as in
 *               cohort_uncertainty; of migration also profile, by which the sd is multiplied `at`
 *               an age (the first of the group of five years in which people are at the interval's
 *               end; without a row it is 1, beyond the last row as there)
 *   of    total or women_20_39
 *         what  within_80, within_95: percent of cases inside the interval, `at` so many years
 *               after the base date
 */

/** Opaque; a const handle may be shared among threads. */
typedef struct cohort_spreads cohort_spreads;

/**
 * Read a file. The path "-" is standard input.
 * Errors: those of cohort_csv_read; COHORT_ERROR_MISSING (a column, a number of a class, any row),
 * COHORT_ERROR_VALUE and COHORT_ERROR_DUPLICATE naming file, line, column, value and what was
 * expected; *out is then NULL.
 * Ownership: freed with cohort_spreads_free.
 */
COHORT_API int cohort_spreads_read(const char *path, cohort_spreads **out, cohort_error *error);

/**
 * The same from CSV that has been read, from a file (cohort_csv_read) or from memory
 * (cohort_csv_parse).
 * Errors: those of cohort_spreads_read but COHORT_ERROR_READ.
 * Ownership: the csv is taken, and freed whether it succeeds or not.
 */
COHORT_API int cohort_spreads_from_csv(cohort_csv *csv, cohort_spreads **out, cohort_error *error);

/**
 * Spreads of a back-test whose classes are by persons only.
 * Given: a fitted model; the options, horizons and rows of cohort_backtest_run (best of other cases
 * than those of the fit), whose classes are the model's: the coverage of the total and of women of
 * 20-39, if they are among its bands. The largest class ends with model->most_persons.
 * Errors: COHORT_ERROR_ARGUMENT; COHORT_ERROR_MEMORY; *out is then NULL.
 * Ownership: as above.
 */
COHORT_API int cohort_spreads_from_backtest(const cohort_backtest_model *model,
                                            const cohort_backtest_options *options, int horizons,
                                            const cohort_backtest_row *rows, cohort_spreads **out,
                                            cohort_error *error);

/** Free them; NULL is ignored. */
COHORT_API void cohort_spreads_free(cohort_spreads *spreads);

/**
 * Write the CSV, numbers in four digits. Whether all of it got there is for cohort_output_close and
 * cohort_output_text to say.
 */
COHORT_API void cohort_spreads_write(const cohort_spreads *spreads, cohort_output *output);

/**
 * Make an ensemble's rates as uncertain as those of areas of this size: sets fertility, mortality,
 * migration and migration_profile, and leaves the other options alone.
 * Given: the inputs of the area as it is, of which the base population, the grid and the convention
 * are read. Under a scenario, too, rates are as uncertain as without it.
 * Errors: COHORT_ERROR_ARGUMENT for what the spreads were not estimated for: another convention,
 * other steps, more than 40 age groups, an area of another size.
 * Ownership: options->migration_profile points into the spreads, which have to live until
 * cohort_ensemble_new has been called.
 */
COHORT_API int cohort_spreads_apply(const cohort_spreads *spreads, const cohort_inputs *inputs,
                                    cohort_ensemble_options *options, cohort_error *error);

/** The size of the areas that the spreads of an area are those of: persons at the base date, both
 * ends included. Errors: as above. */
COHORT_API int cohort_spreads_persons(const cohort_spreads *spreads, const cohort_inputs *inputs,
                                      double *from, double *to, cohort_error *error);

/**
 * The coverage measured: in how many percent of cases, in areas of this size, the count lay inside
 * the interval of a figure.
 * Given: a figure of the ensemble: the total, or women of 20-39, at a date; level, 0.8 or 0.95.
 * Errors: as above; COHORT_ERROR_MISSING: it was not measured of this figure (so many years ahead).
 */
COHORT_API int cohort_spreads_coverage(const cohort_spreads *spreads, const cohort_inputs *inputs,
                                       const cohort_figure *figure, double level, double *percent,
                                       cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
