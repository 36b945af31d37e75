/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_MODEL_BATCH_KERNEL_H
#define COHORT_MODEL_BATCH_KERNEL_H

#include "core/level.h"

#include <cohort/batch.h>

#include <stdbool.h>
#include <stddef.h>

/*
 * The kernel of step.h on a block of lanes side by side: populations [sex][age][COHORT_BLOCK]. Each
 * lane goes through the same operations in the same order, and so comes to the same bits. Ages are
 * worked through from the oldest down, so that one population is enough, and stays in the nearest
 * cache.
 *
 * The coefficients of an interval lie one after another as they are read, so that a run streams
 * them once. In a place stand the COHORT_BLOCK lanes' numbers, or one that they share:
 *   [women]            bearing_opening, if has_bearing
 *   [sex][age][width]  from the oldest down: passage (of age 0: children); with width 2 arrivals;
 *                      with width 3 stay, but for the open group half of its net migration rate,
 *                      which is for `early` alone
 *   [sex]              stay_open
 *   1, [women]         bearing_migrants, bearing_closing, if has_bearing; else women count 1 each
 *                      at the closing
 *   [sex][early]       half of the net migrants, of ages of which some leave at the opening
 *                      (of a convention with early migrants): to see whether they are there
 */
struct batch_layout {
    int ages, width, women_first, women_last, early_first, early_last; /* ranges may be empty */
    bool shared, has_bearing;
    size_t cells, stay_open, bearing, early, size; /* in places */
};

/* How many places ahead of those that are worked on coefficients are fetched: so many lie behind the
 * last ones, unused. */
enum { COHORT_BATCH_AHEAD = 32 };

/* Numbers in a place. */
static inline size_t cohort_batch_lanes_of(const struct batch_layout *layout)
{
    return layout->shared ? 1 : COHORT_BLOCK;
}

/* The first place of a cell. */
static inline size_t cohort_batch_cell(const struct batch_layout *layout, size_t sex, size_t age)
{
    const size_t ages = (size_t)layout->ages;
    return layout->cells + (sex * ages + (ages - 1 - age)) * (size_t)layout->width;
}

/* The place of those who leave at the opening. */
static inline size_t cohort_batch_early(const struct batch_layout *layout, int sex, int age)
{
    const int ages = layout->early_last + 1 - layout->early_first;
    return layout->early + (size_t)(sex * ages + age - layout->early_first);
}

static inline size_t cohort_batch_women(const struct batch_layout *layout)
{
    return (size_t)(layout->women_last + 1 - layout->women_first);
}

struct batch_kernel {
    /* From the population at the beginning of an interval to the one at its end; `borne` is room
     * for [women][COHORT_BLOCK]. */
    void (*step)(const struct batch_layout *layout, const double *coefficients, double *population,
                 double *borne);
    /* Bring lowest[lane] down to the lowest cell; or the lowest with the migrants of the opening.
     * What is not a number is ignored: it stays, and is found at the end. */
    void (*lower)(int ages, const double *population, double *lowest);
    void (*lower_early)(const struct batch_layout *layout, const double *coefficients,
                        const double *population, double *lowest);
    /* zero[lane] becomes not a number unless all cells are finite. */
    void (*end)(int ages, const double *population, double *zero);
};

/* The same on every level; the machine has to have it. */
const struct batch_kernel *cohort_batch_kernel(enum level level);

#endif
