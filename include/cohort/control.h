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
 * Control totals: the results of areas adjusted so that they add up to given figures, with their
 * events.
 *
 * Populations are raked (iterative proportional fitting). At each date the cells of a control are
 * multiplied by one factor, control after control, round after round, until all are met: to 1e-9 of
 * the control, or of one person if that is more, within 10000 rounds. Every date is raked
 * separately; a date without a control stays as it is. Then events follow, so that accounts close
 * in every cell:
 *   first age group  births, deaths and net migration times closing' / closing
 *   other groups     deaths times r = opening' / opening of the cohort; net migration times r, plus
 *                    the adjustment, closing' - r closing
 * where ' marks the adjusted population. The adjustment is what the control adds to or takes from a
 * cohort within the interval. It is counted as net migration, and also given separately. With
 * nobody at the opening r is 1: all of the change is adjustment.
 *
 * A control is a figure: the persons, 0 or more, in a band that an area, or all areas together,
 * should have at a date. (0 empties its cells.) It cannot be a percentage or a difference or have
 * rates; its components are not read. A control is taken as met, and multiplies nothing, if its
 * cells add up to it within (24 + number of cells) DBL_EPSILON of it. That is what another order
 * of addition and numbers written with 15 digits may change, so what is consistent already stays
 * bit for bit.
 */

/** Adjusted results of areas, opaque. */
typedef struct cohort_controlled cohort_controlled;

/**
 * Adjust the results of areas to control totals.
 * Given: projections[areas], 1 or more that have run, on one grid (their conventions may differ);
 * controls[count], 1 or more.
 * Returned: *out, with the adjusted results.
 * Errors: COHORT_ERROR_ARGUMENT (no areas or controls, an area's number, a sex, a control that is
 * not of persons); COHORT_ERROR_GRID (the projections' grids; ages; a year that is not a date);
 * COHORT_ERROR_VALUE; COHORT_ERROR_SOLVE when controls contradict one another, are approached too
 * slowly, or have nobody to multiply, with the miss; COHORT_ERROR_ACCOUNT; COHORT_ERROR_MEMORY. An
 * error of one control begins with "control N", from 1 on.
 * Ownership: the projections stay the caller's and are copied; *out is freed with
 * cohort_controlled_free.
 * Reference: Deming and Stephan, Annals of Mathematical Statistics 11 (1940).
 */
COHORT_API int cohort_controlled_new(int areas, const cohort_projection *const *projections,
                                     int count, const cohort_figure *controls,
                                     cohort_controlled **out, cohort_error *error);

/** Free adjusted results. */
COHORT_API void cohort_controlled_free(cohort_controlled *controlled);

/**
 * The adjusted population of an area, by its number from 0 on, persons. This and the results below
 * are owned by the handle; they are NULL if there is no such area. Flows are as in projection.h.
 */
COHORT_API const cohort_stock *cohort_controlled_population(const cohort_controlled *controlled,
                                                            int area);

/** The adjusted births of an area. */
COHORT_API const cohort_flow *cohort_controlled_births(const cohort_controlled *controlled,
                                                       int area);

/** The adjusted deaths of an area. */
COHORT_API const cohort_flow *cohort_controlled_deaths(const cohort_controlled *controlled,
                                                       int area);

/** The adjusted net migration of an area, the adjustment included. */
COHORT_API const cohort_flow *cohort_controlled_net_migration(const cohort_controlled *controlled,
                                                              int area);

/** The part of an area's net migration that is not migration but the adjustment. */
COHORT_API const cohort_flow *cohort_controlled_adjustment(const cohort_controlled *controlled,
                                                           int area);

/**
 * The factor by which each cell of an area's population was multiplied, in the cells of a stock: 1
 * where nothing changed or nobody is.
 */
COHORT_API const cohort_stock *cohort_controlled_factors(const cohort_controlled *controlled,
                                                         int area);

/**
 * The rounds over the controls that were needed, the most of any date. The last round only checks,
 * when a single control or several independent ones are met at once.
 */
COHORT_API int cohort_controlled_rounds(const cohort_controlled *controlled);

/**
 * Rake one array, without events.
 * Given: cells [sex][age] on the grid, 0 or more; controls[count], one or more, whose area and
 * year are not read.
 * Returned: the cells.
 * Errors: as in cohort_controlled_new.
 */
COHORT_API int cohort_rake(const cohort_grid *grid, double *cells, int count,
                           const cohort_figure *controls, cohort_error *error);

#ifdef __cplusplus
}
#endif

#endif
