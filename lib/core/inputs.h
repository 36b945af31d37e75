/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COHORT_CORE_INPUTS_H
#define COHORT_CORE_INPUTS_H

#include <cohort/inputs.h>

#include "core/convention.h"
#include "core/limits.h"
#include "core/range.h"

/* One block: a small head, then every quantity's array, one behind the other. */
struct cohort_inputs {
    cohort_grid grid;
    const struct convention *convention;
    int women[2]; /* first and last group of 15-49, of births by a ratio */
    int limits;   /* a cohort_rate_limits, or LIMITS_OF_COUNTS */
    bool cuts;    /* emigration of more than are there is cut */
    size_t offset[COHORT_QUANTITY_COUNT + 1]; /* of a quantity in values; the last = their number */
    double *values; /* behind them, for each interval: the girls among births, if asfr are theirs */
    double block[]; /* the values, unless another's are here */
};

/* cohort_inputs_view of a quantity that there is, from a value on. */
static inline const double *cohort_inputs_at(const cohort_inputs *inputs, cohort_quantity quantity,
                                             size_t value)
{
    const size_t at = inputs->offset[quantity];
    return at < inputs->offset[quantity + 1] ? inputs->values + at + value : NULL;
}

/* What the list of quantities says of each. */
enum shape { SHAPE_BASE, SHAPE_CELL, SHAPE_WOMEN, SHAPE_INTERVAL };
struct quantity {
    const char *name;
    enum shape shape;
    unsigned component;
    unsigned births; /* the ways of giving births with which it is read */
    double lowest, highest;
    double human;
    int power; /* -1, 0 or 1: of the width, by which human and usual are multiplied */
    double usual;
};
const struct quantity *cohort_quantity_of(cohort_quantity quantity);

/* The range of a quantity's values in inputs of this width; unless `human` only what it can be. */
struct limits cohort_quantity_limits(cohort_quantity quantity, int width, bool human);

/* Where the value `index` of a quantity stands; -1 for what its shape does not have. */
struct place {
    int interval, sex, age;
};
struct place cohort_quantity_place(const cohort_grid *grid, cohort_quantity quantity, size_t index);

/* What inputs are like. */
struct survey {
    struct seen of[COHORT_QUANTITY_COUNT];
    int women_first, women_last; /* the groups whose births count, of any interval; may be none */
};

/* cohort_inputs_check from a quantity on (the first: COHORT_BASE), and what they are like. copy: other
 * inputs on the same grid and convention, which become their copy in the same pass, with 0 for -0; then
 * survey says at first what these were like, since what is zero in both need not be copied. An error
 * leaves a part of them copied. Or NULL. */
int cohort_inputs_see(const cohort_inputs *inputs, cohort_quantity first, cohort_inputs *copy,
                      struct survey *survey, cohort_error *error);

/* The share of the births that the asfr of an interval are of: 1, or with only women the girls'. */
double cohort_inputs_births_share(const cohort_inputs *inputs, int interval);

/* Copy all values and the limits; both on one grid and convention, which the caller has seen to. */
void cohort_inputs_assign(cohort_inputs *inputs, const cohort_inputs *from);

/* Errors: COHORT_ERROR_GRID unless both are on one grid and convention. */
int cohort_inputs_match(const cohort_inputs *a, const cohort_inputs *b, cohort_error *error);

#endif
