/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/inputs.h"

#include "core/error.h"
#include "core/grid.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef enum shape { BASE, CELL, WOMEN, INTERVAL } shape;

/* Sets of conventions, a bit each. */
enum {
    IPSS = 1 << COHORT_IPSS,
    WPP = 1 << COHORT_WPP_EVEN | 1 << COHORT_WPP_END,
    ALL = IPSS | WPP,
};

/* What the list of quantities says of each. */
static const struct quantity {
    const char *name;
    shape shape;
    unsigned component;
    unsigned conventions;
    double lowest, highest;
} quantities[] = {
#define COHORT_QUANTITY_ROW(constant, name, shape, component, conventions, lowest, highest)        \
    {name, shape, component, conventions, lowest, highest},
    COHORT_QUANTITIES(COHORT_QUANTITY_ROW)
#undef COHORT_QUANTITY_ROW
};

static bool is_quantity(cohort_quantity quantity)
{
    return (unsigned)quantity < COHORT_QUANTITY_COUNT;
}

static const char *const convention_names[] = {
#define COHORT_CONVENTION_NAME(constant, name) name,
    COHORT_CONVENTIONS(COHORT_CONVENTION_NAME)
#undef COHORT_CONVENTION_NAME
};

const char *cohort_convention_name(cohort_convention convention)
{
    return (unsigned)convention < COHORT_CONVENTION_COUNT ? convention_names[convention] : NULL;
}

int cohort_convention_parse(const char *name, cohort_convention *convention, cohort_error *error)
{
    for (int i = 0; i < COHORT_CONVENTION_COUNT; i++)
        if (strcmp(name, convention_names[i]) == 0) {
            *convention = (cohort_convention)i;
            return cohort_succeed(error);
        }
    return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                       "convention \"%.40s\": expected ipss, wpp-even or wpp-end", name);
}

static size_t array_size(const cohort_grid *grid, shape form)
{
    size_t cells = cohort_grid_cells(grid), steps = (size_t)grid->steps;
    switch (form) {
    case BASE:
        return cells;
    case CELL:
        return steps * cells;
    case WOMEN:
        return steps * (size_t)grid->ages;
    case INTERVAL:
        return steps;
    }
    return 0;
}

static bool is_read(cohort_quantity quantity, cohort_convention convention)
{
    return quantities[quantity].conventions & 1U << convention;
}

int cohort_inputs_new(const cohort_grid *grid, cohort_convention convention, cohort_inputs **out,
                      cohort_error *error)
{
    *out = NULL;
    if ((unsigned)convention >= COHORT_CONVENTION_COUNT)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "convention %d: expected COHORT_IPSS, COHORT_WPP_EVEN or "
                           "COHORT_WPP_END",
                           (int)convention);
    int code = cohort_grid_check(grid, error), first = 0, last = -1;
    if (!code && convention == COHORT_IPSS)
        code = cohort_grid_groups(grid, 15, 49, &first, &last, error);
    if (code)
        return code;

    size_t offset[COHORT_QUANTITY_COUNT + 1] = {0};
    for (int q = 0; q < COHORT_QUANTITY_COUNT; q++)
        offset[q + 1] =
            offset[q] +
            (is_read((cohort_quantity)q, convention) ? array_size(grid, quantities[q].shape) : 0);
    cohort_inputs *inputs =
        calloc(1, sizeof *inputs + offset[COHORT_QUANTITY_COUNT] * sizeof(double));
    if (!inputs)
        return cohort_fail_memory(error);
    inputs->grid = *grid;
    inputs->convention = convention;
    inputs->women_first = first;
    inputs->women_last = last;
    memcpy(inputs->offset, offset, sizeof offset);
    *out = inputs;
    return cohort_succeed(error);
}

void cohort_inputs_free(cohort_inputs *inputs)
{
    free(inputs);
}

int cohort_inputs_copy(const cohort_inputs *inputs, cohort_inputs **out, cohort_error *error)
{
    int code = cohort_inputs_new(&inputs->grid, inputs->convention, out, error);
    if (!code)
        cohort_inputs_assign(*out, inputs);
    return code;
}

void cohort_inputs_assign(cohort_inputs *inputs, const cohort_inputs *from)
{
    memmove(inputs->values, from->values, from->offset[COHORT_QUANTITY_COUNT] * sizeof(double));
}

const cohort_grid *cohort_inputs_grid(const cohort_inputs *inputs)
{
    return &inputs->grid;
}

cohort_convention cohort_inputs_convention(const cohort_inputs *inputs)
{
    return inputs->convention;
}

double *cohort_inputs_array(cohort_inputs *inputs, cohort_quantity quantity)
{
    return is_quantity(quantity) && is_read(quantity, inputs->convention)
               ? inputs->values + inputs->offset[quantity]
               : NULL;
}

const double *cohort_inputs_view(const cohort_inputs *inputs, cohort_quantity quantity)
{
    return is_quantity(quantity) && is_read(quantity, inputs->convention)
               ? inputs->values + inputs->offset[quantity]
               : NULL;
}

const char *cohort_quantity_name(cohort_quantity quantity)
{
    return is_quantity(quantity) ? quantities[quantity].name : NULL;
}

/* Say where in its array a value stands, and what is wrong with it. */
static int fail_value(const cohort_grid *grid, const struct quantity *quantity, size_t index,
                      double value, cohort_error *error)
{
    size_t ages = (size_t)grid->ages, rows = 1; /* of ages, in an interval */
    char age[COHORT_AGE_TEXT] = "", when[64], who[64] = "";
    if (quantity->shape == WOMEN || quantity->shape == INTERVAL)
        ages = quantity->shape == WOMEN ? ages : 1;
    else
        rows = COHORT_SEXES;
    int interval = (int)(index / (rows * ages)), x = (int)(index % ages);
    int sex = quantity->shape == WOMEN ? COHORT_FEMALE : (int)(index / ages % rows);
    int year = cohort_grid_year(grid, interval);
    if (quantity->shape != INTERVAL)
        snprintf(who, sizeof who, ", %s %s%s", cohort_sex_name(sex),
                 quantity->component == COHORT_MORTALITY ? "reaching " : "",
                 cohort_age_text(grid, x, age));
    if (quantity->shape == BASE)
        snprintf(when, sizeof when, "%d", grid->start);
    else
        snprintf(when, sizeof when, "%d-%d", year, year + grid->width);
    return cohort_fail(error, COHORT_ERROR_VALUE,
                       "%s, %s%s: %.10g: expected a finite number from %g to %g", quantity->name,
                       when, who, value, quantity->lowest, quantity->highest);
}

/* Births are nobody's survivors: a rate for them would be passed over, so it is refused. */
static int check_newborn_rates(const cohort_inputs *inputs, cohort_error *error)
{
    const cohort_grid *grid = &inputs->grid;
    for (int i = 0; i < grid->steps; i++)
        for (int sex = 0; sex < COHORT_SEXES; sex++) {
            size_t cell = cohort_cell(grid, i, sex, 0);
            double rate = cohort_inputs_view(inputs, COHORT_NET_MIGRATION_RATE)[cell];
            if (rate != 0.0)
                return cohort_fail(error, COHORT_ERROR_VALUE,
                                   "net_migration_rate, %d-%d, births, %s: %.10g: expected 0; "
                                   "give net_migrants instead",
                                   cohort_grid_year(grid, i), cohort_grid_year(grid, i + 1),
                                   cohort_sex_name(sex), rate);
        }
    return cohort_succeed(error);
}

/* Births of the first group's women would bear on themselves. */
static int check_youngest_asfr(const cohort_inputs *inputs, cohort_error *error)
{
    const cohort_grid *grid = &inputs->grid;
    const double *asfr = cohort_inputs_view(inputs, COHORT_ASFR);
    for (int i = 0; i < grid->steps; i++, asfr += grid->ages)
        if (*asfr != 0.0)
            return cohort_fail(error, COHORT_ERROR_VALUE,
                               "asfr, %d-%d, women 0-%d: %.10g: expected 0 in the first age group",
                               cohort_grid_year(grid, i), cohort_grid_year(grid, i + 1),
                               grid->width - 1, *asfr);
    return cohort_succeed(error);
}

int cohort_inputs_check(const cohort_inputs *inputs, cohort_error *error)
{
    for (int q = 0; q < COHORT_QUANTITY_COUNT; q++) {
        const double *values = inputs->values + inputs->offset[q];
        size_t count = inputs->offset[q + 1] - inputs->offset[q];
        for (size_t i = 0; i < count; i++)
            if (!isfinite(values[i]) || values[i] < quantities[q].lowest ||
                values[i] > quantities[q].highest)
                return fail_value(&inputs->grid, &quantities[q], i, values[i], error);
    }
    return inputs->convention == COHORT_IPSS ? check_newborn_rates(inputs, error)
                                             : check_youngest_asfr(inputs, error);
}

int cohort_inputs_match(const cohort_inputs *a, const cohort_inputs *b, cohort_error *error)
{
    if (!cohort_grid_equal(&a->grid, &b->grid) || a->convention != b->convention)
        return cohort_fail(error, COHORT_ERROR_GRID,
                           "the two inputs are not on one grid and convention: %d groups of %d "
                           "years from %d over %d intervals, against %d of %d from %d over %d",
                           a->grid.ages, a->grid.width, a->grid.start, a->grid.steps, b->grid.ages,
                           b->grid.width, b->grid.start, b->grid.steps);
    return cohort_succeed(error);
}

int cohort_inputs_take(cohort_inputs *inputs, const cohort_inputs *from, unsigned components,
                       cohort_error *error)
{
    int code = cohort_inputs_match(inputs, from, error);
    if (code)
        return code;
    for (int q = 0; q < COHORT_QUANTITY_COUNT; q++)
        if (quantities[q].component & components)
            memmove(inputs->values + inputs->offset[q], from->values + from->offset[q],
                    (inputs->offset[q + 1] - inputs->offset[q]) * sizeof(double));
    return code;
}
