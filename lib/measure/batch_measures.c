/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/error.h"
#include "core/level.h"
#include "measure/indicators.h"
#include "model/batch.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#define LANES COHORT_SIMD for (int l = 0; l < COHORT_BLOCK; l++)

/* A measure's place on the grid: the same for every lane. */
struct found {
    const cohort_measure *measure;
    struct band_groups of, per;
    struct moment at;
};

struct measuring {
    int count;
    struct found *found; /* [measure] */
    double *values;      /* [lane][measure] */
    size_t *nobody;      /* [block] the first value that is a percentage of nobody; NONE */
};

static const size_t NONE = SIZE_MAX;

/* Those of a band: sum[lane], added up in the order in which one population's are. */
static void add_up(int ages, const struct band_groups *groups, const double *rates,
                   const double *population, double sum[COHORT_BLOCK])
{
    LANES sum[l] = 0.0;
    for (int sex = groups->sex_first; sex <= groups->sex_last; sex++)
        for (int x = groups->first; x <= groups->last; x++) {
            const size_t cell = (size_t)(sex * ages + x);
            const double *persons = population + cell * COHORT_BLOCK;
            if (rates)
                LANES sum[l] += persons[l] * rates[cell];
            else
                LANES sum[l] += persons[l];
        }
}

/* A measure's sums at its date, and in between two dates towards those at the next. */
static void count(const struct found *found, int ages, bool later, const double *population,
                  double *of, double *per)
{
    const double part = found->at.part;
    double sum[COHORT_BLOCK];
    add_up(ages, &found->of, found->measure->rates, population, sum);
    LANES of[l] = later ? of[l] + part * (sum[l] - of[l]) : sum[l];
    if (!found->measure->is_percent)
        return;
    add_up(ages, &found->per, NULL, population, sum);
    LANES per[l] = later ? per[l] + part * (sum[l] - per[l]) : sum[l];
}

static void give(struct measuring *measuring, int m, int block, int lanes, const double *of,
                 const double *per)
{
    const bool is_percent = measuring->found[m].measure->is_percent;
    for (int l = 0; l < lanes; l++) {
        const size_t lane = (size_t)(block * COHORT_BLOCK + l);
        const size_t value = lane * (size_t)measuring->count + (size_t)m;
        if (is_percent && !(per[l] > 0.0) && value < measuring->nobody[block])
            measuring->nobody[block] = value;
        measuring->values[value] = is_percent ? cohort_share_percent(of[l], per[l]) : of[l];
    }
}

/* room: [measure][of, per][lane] */
static void visit_measures(const struct batch_visit *visit, const cohort_batch *batch, int block,
                           int date, const double *population, double *room)
{
    struct measuring *measuring = visit->context;
    const int lanes = cohort_batch_block_lanes(batch, block);
    for (int m = 0; m < measuring->count; m++, room += 2 * COHORT_BLOCK) {
        const struct found *found = &measuring->found[m];
        const int last = found->at.date + (found->at.part > 0.0);
        if (date < found->at.date || date > last)
            continue;
        count(found, batch->grid.ages, date > found->at.date, population, room,
              room + COHORT_BLOCK);
        if (date == last)
            give(measuring, m, block, lanes, room, room + COHORT_BLOCK);
    }
}

static int fail_nobody(const struct measuring *measuring, int blocks, cohort_error *error)
{
    for (int block = 0; block < blocks; block++) {
        const size_t value = measuring->nobody[block], all = (size_t)measuring->count;
        if (value != NONE)
            return cohort_fail(error, COHORT_ERROR_VALUE,
                               "lane %zu, measure %zu: a percentage of nobody, in %.10g",
                               value / all, value % all + 1,
                               measuring->found[value % all].measure->year);
    }
    return COHORT_OK;
}

static int measure(const cohort_batch *batch, int threads, const cohort_measure *measures,
                   struct measuring *measuring, cohort_error *error)
{
    for (int m = 0; m < measuring->count; m++) {
        const cohort_measure *given = &measures[m];
        struct found *found = &measuring->found[m];
        found->measure = given;
        int code =
            cohort_band_at(&batch->grid, given->band, given->year, &found->of, &found->at, error);
        if (!code && given->is_percent)
            code = cohort_band_groups(&batch->grid, given->per, &found->per, error);
        if (code)
            return cohort_fail_prefix(error, code, "measure %d: ", m + 1);
    }
    for (int block = 0; block < batch->blocks; block++)
        measuring->nobody[block] = NONE;
    const struct batch_visit visit = {visit_measures, measuring,
                                      (size_t)measuring->count * 2 * COHORT_BLOCK, NULL};
    int code = cohort_batch_visit(batch, threads, &visit, error);
    return code ? code : fail_nobody(measuring, batch->blocks, error);
}

int cohort_batch_measures(const cohort_batch *batch, int threads, int count,
                          const cohort_measure *measures, double *values, cohort_error *error)
{
    if (count < 1)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "%d measures: expected 1 or more", count);
    struct measuring measuring = {
        .count = count,
        .found = malloc((size_t)count * sizeof *measuring.found),
        .values = values,
        .nobody = malloc((size_t)batch->blocks * sizeof *measuring.nobody),
    };
    int code = measuring.found && measuring.nobody
                   ? measure(batch, threads, measures, &measuring, error)
                   : cohort_fail_memory(error);
    free(measuring.nobody);
    free(measuring.found);
    return code;
}
