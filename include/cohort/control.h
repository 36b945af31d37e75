/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_CONTROL_H
#define COHORT_CONTROL_H

#include <cohort/error.h>
#include <cohort/export.h>
#include <cohort/figure.h>
#include <cohort/grid.h>
#include <cohort/projection.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file
 * Control totals: results of areas made to add up to given figures, with their events.
 *
 * Populations are raked (iterative proportional fitting): at each date the cells that a control
 * speaks of are multiplied by one factor, control after control, round after round, until all are
 * met: to 1e-9 of the control, or of one person if that is more, within 10000 rounds. Dates without
 * a control stay, and every date is raked by itself. Then events follow, so that accounts close in
 * every cell:
 *   first age group  births, deaths and net migration times closing' / closing
 *   other groups     deaths times r = opening' / opening, the cohort's; net migration times r, plus
 *                    the adjustment: closing' - r closing
 * The adjustment, what the control adds to or takes from a cohort within the interval, is counted
 * as net migration, and told apart besides. With nobody at the opening r is 1: all of the change is
 * adjustment.
 * A control is a figure: the persons of a band that an area, or all areas together, must have at a
 * date, 0 or more (0 empties its cells). It can be no percentage, no difference, and have no rates;
 * its components are not read.
 * What is consistent already stays bit for bit: a control is met, and multiplies nothing, if it is
 * the sum of its cells but for (24 + number of cells) DBL_EPSILON of it, which is what another
 * order of summation and 15 written digits do to a number.
 */

/** Opaque; as all handles: const may be shared among threads, mutable belongs to one. */
typedef struct cohort_controlled cohort_controlled;

/**
 * Given: projections that have run, on one grid (conventions may differ); the controls.
 * Returned: *out, with the adjusted results.
 * Errors: COHORT_ERROR_ARGUMENT (no areas or controls, an area's number, a sex, a control that is
 * not of persons); COHORT_ERROR_GRID (the projections' grids, ages, a year that is no date);
 * COHORT_ERROR_VALUE; COHORT_ERROR_SOLVE when controls contradict one another, are approached too
 * slowly, or nobody is there to be multiplied: by how much it is missed. The text begins with
 * "control N", from 1 on, where it is about one. COHORT_ERROR_ACCOUNT; COHORT_ERROR_MEMORY. *out is
 * then NULL.
 * Ownership: the projections stay the caller's, are copied, and need not outlive the call; freed
 * with cohort_controlled_free, which takes NULL.
 * Reference: Deming and Stephan, Annals of Mathematical Statistics 11 (1940).
 */
COHORT_API int cohort_controlled_new(int areas, const cohort_projection *const *projections,
                                     int count, const cohort_figure *controls,
                                     cohort_controlled **out, cohort_error *error);

/** Free adjusted results; NULL is passed over. */
COHORT_API void cohort_controlled_free(cohort_controlled *controlled);

/**
 * The population of an area, persons. As all results below: owned by the handle, NULL for no area;
 * flows as in projection.h.
 */
COHORT_API const cohort_stock *cohort_controlled_population(const cohort_controlled *controlled,
                                                            int area);

/** Births of an area. */
COHORT_API const cohort_flow *cohort_controlled_births(const cohort_controlled *controlled,
                                                       int area);

/** Deaths of an area. */
COHORT_API const cohort_flow *cohort_controlled_deaths(const cohort_controlled *controlled,
                                                       int area);

/** Net migration of an area, the adjustment included. */
COHORT_API const cohort_flow *cohort_controlled_net_migration(const cohort_controlled *controlled,
                                                              int area);

/** The part of the net migration that is no migration but the control's correction. */
COHORT_API const cohort_flow *cohort_controlled_adjustment(const cohort_controlled *controlled,
                                                           int area);

/** In place of persons, what each cell of the population was multiplied by: 1 where nothing was, or
 * where nobody is. */
COHORT_API const cohort_stock *cohort_controlled_factors(const cohort_controlled *controlled,
                                                         int area);

/** How it went: rounds over the controls, those of the date that took most (the last is a check,
 * when one control after the other is met at once). */
COHORT_API int cohort_controlled_rounds(const cohort_controlled *controlled);

/**
 * The multiplying alone, for one array.
 * Given: cells [sex][age] on the grid, 0 or more; controls, whose area and year are not read.
 * Returned: cells, multiplied.
 * Errors: as above; the cells are then as they were.
 */
COHORT_API int cohort_rake(const cohort_grid *grid, double *cells, int count,
                           const cohort_figure *controls, cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
