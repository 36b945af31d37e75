/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_MODEL_BATCH_KERNEL_H
#define COHORT_MODEL_BATCH_KERNEL_H

#include "core/convention.h"
#include "core/level.h"

#include <cohort/batch.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The kernel of step.h on a block of lanes side by side: populations [sex][age][COHORT_BLOCK]. Each
 * lane goes through the same operations in the same order, and so comes to the same bits. Ages are
 * worked through from the oldest down, so that one population is enough, and stays in the nearest
 * cache.
 *
 * The rates of an interval lie one after another as they are read, so that a run streams them once.
 * In a place stand the COHORT_BLOCK lanes' numbers, or one that they share:
 *   [sex][age][width]  from the oldest down: S, with width 2 M, with width 3 m. Where rates are of
 *                      the age that is reached S + m stands for S, and there is no m
 *   [women]            asfr, of births by rates
 *   2                  the boys' share; the factor of the women's sum
 *   [sex][age][2]      S and m, for lanes that have to be settled (`apart`)
 */
struct batch_layout {
    const struct convention *convention;
    int ages, width, women_first, women_last; /* a range that may be empty */
    bool shared, apart;
    bool leaving;                      /* some of any lane: every interval has to be looked at */
    size_t asfr, share, settled, size; /* in places */
};

/* Numbers in a place. */
static inline size_t cohort_batch_lanes_of(const struct batch_layout *layout)
{
    return layout->shared ? 1 : COHORT_BLOCK;
}

/* The first place of a cell. */
static inline size_t cohort_batch_cell(const struct batch_layout *layout, size_t sex, size_t age)
{
    const size_t ages = (size_t)layout->ages;
    return (sex * ages + (ages - 1 - age)) * (size_t)layout->width;
}

static inline size_t cohort_batch_women(const struct batch_layout *layout)
{
    const int women = layout->women_last + 1 - layout->women_first;
    return women > 0 ? (size_t)women : 0;
}

struct batch_kernel {
    /* From the population at the beginning of an interval to the one at its end, which may be the same
     * memory. signs[lane] becomes negative if a cell is below zero, or who begins in it (or perhaps if
     * it is not a number: that stays, and is found at the end); NULL: nobody asks. */
    void (*step)(const struct batch_layout *layout, const double *rates, const double *opening,
                 double *closing, int64_t *signs);
    /* zero[lane] becomes not a number unless all cells are finite. */
    void (*end)(int ages, const double *population, double *zero);
};

/* The same on every level; the machine has to have it. */
const struct batch_kernel *cohort_batch_kernel(enum level level);

#endif
