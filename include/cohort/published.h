/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_PUBLISHED_H
#define COHORT_PUBLISHED_H

#include <cohort/error.h>
#include <cohort/export.h>
#include <cohort/figure.h>
#include <cohort/grid.h>
#include <cohort/table.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @file
 * Published figures held against a path: reading them, and saying what kind of figure comes out.
 */

/** What kind of figure a path has for a measure: X(constant, name). */
#define COHORT_KINDS(X)                                                                            \
    X(COHORT_INPUT, "input")         /* counted, and put in as it is */                            \
    X(COHORT_IDENTITY, "identity")   /* repeats a published table, by construction */              \
    X(COHORT_FITTED, "fitted")       /* met, because the path was fitted to it */                  \
    X(COHORT_PREDICTED, "predicted") /* neither: it comes out */

/** The kinds of #COHORT_KINDS. */
typedef enum cohort_kind {
#define COHORT_KIND_CONSTANT(constant, name) constant,
    COHORT_KINDS(COHORT_KIND_CONSTANT)
#undef COHORT_KIND_CONSTANT
        COHORT_KIND_COUNT /**< how many there are */
} cohort_kind;

/** The name of a kind, as above; NULL for none. */
COHORT_API const char *cohort_kind_name(cohort_kind kind);

/**
 * The rows of one variable of an area as figures to fit to: persons in the row's band at its year.
 * A total is left out where the same rows give the three ages 0-14, 15-64 and 65+ of its year: they
 * add up to it.
 * Given: components, of which run (as in cohort_figure); most, the room in figures.
 * Returned: figures[*count], in the order of the table; *count may be 0.
 * Errors: COHORT_ERROR_ARGUMENT when there are more than `most`; nothing is returned then.
 */
COHORT_API int cohort_published_figures(const cohort_table *table, const char *area,
                                        const char *variable, unsigned components, int most,
                                        cohort_figure *figures, int *count, cohort_error *error);

/**
 * What kind of figure a path has for the persons in a band at a year.
 * Given: the population of the path; the last year to which it repeats a published table (or an
 * earlier one than its first date: none); the figures that it was fitted to.
 * Returned: COHORT_INPUT at the first date; COHORT_FITTED for one of these figures, and for a total
 * whose three ages are among them; else COHORT_IDENTITY up to identity_until, COHORT_PREDICTED
 * after it.
 */
COHORT_API cohort_kind cohort_published_kind(const cohort_stock *population, int identity_until,
                                             int count, const cohort_figure *fitted,
                                             cohort_band band, double year);

#ifdef __cplusplus
}
#endif

#endif
