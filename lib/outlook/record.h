/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_OUTLOOK_RECORD_H
#define COHORT_OUTLOOK_RECORD_H

#include <cohort/error.h>

#include "outlook/chance.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A set of numbers as ascending ranges with gaps between them, so that each set has one form. */
struct range {
    int first, last;
};
struct ranges {
    int count, room;
    int members; /* numbers in the set */
    struct range *at;
};

void cohort_ranges_free(struct ranges *ranges);

/* Make room for this many more ranges. Returned: false when out of memory. */
bool cohort_ranges_reserve(struct ranges *ranges, int more);

/* Add a range, none of which is in the set; there must be room for one. */
void cohort_ranges_add(struct ranges *ranges, struct range range);

/* The first stretch of numbers within a range that are not in the set; false if there is none. */
bool cohort_ranges_gap(const struct ranges *ranges, struct range within, struct range *gap);

/* The lowest number of both sets, or -1. */
int cohort_ranges_common(const struct ranges *a, const struct ranges *b);

/*
 * What trajectories leave behind: values, of which cells (persons) come first, then figures of
 * either sign. Those of a kind are kept one by one if there is room for all, else counted in
 * classes: figures are few, so they are kept long after cells are counted.
 *
 * A class is the set of numbers that one of 2^bits steps between two powers of 2 is nearest to;
 * below 1 steps are 2^-bits. So whole numbers up to 2^(bits + 1) have a class each.
 */
#define MOST_FIGURE 1099511627776.0 /* 2^40 */

static inline uint64_t cohort_bits_of(double number)
{
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    return bits;
}

static inline double cohort_number_of_bits(uint64_t bits)
{
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

/* A sum of multiples of 2^-22 in 128 bits: whatever the order, the same. */
struct total {
    int64_t high;
    uint64_t low;
};

/* The values of a kind. */
struct store {
    size_t values;
    bool is_figures;      /* of either sign, with totals beside the counts */
    int bits;             /* KEPT, or of the classes */
    double *kept;         /* [value][trajectory], NaN = not yet */
    uint32_t *counts;     /* [value][class] */
    struct total *totals; /* [value] */
};
enum { KEPT = -1 };

enum { CELLS, FIGURES, STORES };
struct record {
    int trajectories;
    struct ranges done;
    struct store store[STORES];
};

/* Errors: COHORT_ERROR_VALUE when not even classes of one bit fit, COHORT_ERROR_MEMORY. Freed with
 * _free, also after a failure. */
int cohort_record_make(struct record *record, size_t cells, size_t figures, int trajectories,
                       size_t most_bytes, cohort_error *error);
void cohort_record_free(struct record *record);

static inline size_t cohort_record_values(const struct record *record)
{
    return record->store[CELLS].values + record->store[FIGURES].values;
}

/* Classes of each value, and the counts of one. */
size_t cohort_store_classes(const struct store *store);
uint32_t *cohort_store_counts(const struct store *store, size_t value);

void cohort_add_total(struct total *total, struct total term);

/* Take over values from .. to - 1 of trajectories first .. first + count - 1 (of
 * values[trajectory][value]), which the caller then adds to `done`. */
void cohort_record_take(struct record *record, int first, int count, const double *values,
                        size_t from, size_t to);

/* Given: one trajectory at least; a value by its number among those of its kind. */
double cohort_record_quantile(const struct record *record, int kind, size_t value, double p);
double cohort_record_mean(const struct record *record, size_t figure);
double cohort_record_below(const struct record *record, int kind, size_t value, double limit);

/* The largest error of quantiles of a kind, relative. */
double cohort_record_error(const struct record *record, int kind);

#endif
