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
 * Published figures compared with a path (a projection): read them, and tell which of them the path
 * meets by construction.
 */

/** How a path comes to its number for a measure: X(constant, name). */
#define COHORT_KINDS(X)                                                                            \
    X(COHORT_INPUT, "input")         /* counted: an input */                                       \
    X(COHORT_IDENTITY, "identity")   /* repeats a published table by construction */               \
    X(COHORT_FITTED, "fitted")       /* met because the path was fitted to it */                   \
    X(COHORT_PREDICTED, "predicted") /* none of these: a result */

/** The kinds of the list #COHORT_KINDS. */
typedef enum cohort_kind {
#define COHORT_KIND_CONSTANT(constant, name) constant,
    COHORT_KINDS(COHORT_KIND_CONSTANT)
#undef COHORT_KIND_CONSTANT
        COHORT_KIND_COUNT /**< number of kinds */
} cohort_kind;

/** The name of a kind, such as "input"; NULL for an unknown one. */
COHORT_API const char *cohort_kind_name(cohort_kind kind);

/**
 * The rows of one variable of an area as figures to fit to: persons in the row's band at its year.
 * A total is left out if the same rows give the ages 0-14, 15-64 and 65+ of its year, which add up
 * to it.
 * Given: components, those of each figure (see cohort_figure); room for figures[most].
 * Returned: figures[*count], in the order of the table; *count, which may be 0.
 * Errors: COHORT_ERROR_ARGUMENT when there are more than `most`; figures[] may then be partly
 * written.
 */
COHORT_API int cohort_published_figures(const cohort_table *table, const char *area,
                                        const char *variable, unsigned components, int most,
                                        cohort_figure *figures, int *count, cohort_error *error);

/**
 * How a path comes to its number of persons in a band at a year.
 * Given: the path's population; identity_until, the last year for which the path repeats a
 * published table (a year before its first date: none); fitted[count], the figures it was fitted
 * to.
 * Returned: COHORT_INPUT at the first date; COHORT_FITTED for one of the fitted figures, and for a
 * total whose three ages are among them; otherwise COHORT_IDENTITY up to identity_until and
 * COHORT_PREDICTED after it.
 */
COHORT_API cohort_kind cohort_published_kind(const cohort_stock *population, int identity_until,
                                             int count, const cohort_figure *fitted,
                                             cohort_band band, double year);

#ifdef __cplusplus
}
#endif

#endif
