/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/inputs.h"

#include "core/error.h"
#include "core/grid.h"
#include "core/range.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* As the list of quantities has them. */
enum {
    RATIO = BIRTHS_BY_RATIO,
    RATES = BIRTHS_BY_RATES,
    ALL = RATIO | RATES,
};

static const struct quantity quantities[] = {
#define COHORT_QUANTITY_ROW(constant, name, shape, component, births, lowest, highest, human,      \
                            power, usual)                                                          \
    {name, SHAPE_##shape, component, births, lowest, highest, human, power, usual},
    COHORT_QUANTITIES(COHORT_QUANTITY_ROW)
#undef COHORT_QUANTITY_ROW
};

const struct quantity *cohort_quantity_of(cohort_quantity quantity)
{
    return &quantities[quantity];
}

struct limits cohort_quantity_limits(cohort_quantity quantity, int width, bool human)
{
    const struct quantity *of = &quantities[quantity];
    const double times = of->power > 0 ? width : of->power < 0 ? 1.0 / width : 1.0;
    return (struct limits){of->lowest, human ? fmin(of->highest, of->human * times) : of->highest,
                           of->usual * times, false, NULL};
}

static bool is_quantity(cohort_quantity quantity)
{
    return (unsigned)quantity < COHORT_QUANTITY_COUNT;
}

static size_t array_size(const cohort_grid *grid, enum shape shape)
{
    size_t cells = cohort_grid_cells(grid), steps = (size_t)grid->steps;
    switch (shape) {
    case SHAPE_BASE:
        return cells;
    case SHAPE_CELL:
        return steps * cells;
    case SHAPE_WOMEN:
        return steps * (size_t)grid->ages;
    case SHAPE_INTERVAL:
        return steps;
    }
    return 0;
}

static bool is_read(cohort_quantity quantity, const struct convention *convention)
{
    return quantities[quantity].births & convention->births;
}

int cohort_inputs_new(const cohort_grid *grid, cohort_convention convention, cohort_inputs **out,
                      cohort_error *error)
{
    *out = NULL;
    const struct convention *meaning = cohort_convention_of(convention);
    if (!meaning)
        return cohort_convention_fail(convention, error);
    int code = cohort_grid_check(grid, error), women[2] = {0, -1};
    if (!code && meaning->births == BIRTHS_BY_RATIO)
        code = cohort_grid_groups(grid, 15, 49, &women[0], &women[1], error);
    if (code)
        return code;

    size_t offset[COHORT_QUANTITY_COUNT + 1] = {0};
    for (int q = 0; q < COHORT_QUANTITY_COUNT; q++)
        offset[q + 1] =
            offset[q] +
            (is_read((cohort_quantity)q, meaning) ? array_size(grid, quantities[q].shape) : 0);
    cohort_inputs *inputs = calloc(
        1, sizeof *inputs + (offset[COHORT_QUANTITY_COUNT] + (size_t)grid->steps) * sizeof(double));
    if (!inputs)
        return cohort_fail_memory(error);
    inputs->grid = *grid;
    inputs->convention = meaning;
    inputs->values = inputs->block;
    memcpy(inputs->women, women, sizeof women);
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
    int code = cohort_inputs_new(&inputs->grid, inputs->convention->constant, out, error);
    if (!code)
        cohort_inputs_assign(*out, inputs);
    return code;
}

/* What stands beside and behind the quantities, from an interval on; its last one goes on. */
static void take_rest(cohort_inputs *inputs, const cohort_inputs *from, int first)
{
    const double *girls = from->values + from->offset[COHORT_QUANTITY_COUNT];
    const int last = from->grid.steps - 1;
    inputs->limits = from->limits;
    inputs->cuts = from->cuts;
    for (int i = 0; i < inputs->grid.steps; i++)
        inputs->values[inputs->offset[COHORT_QUANTITY_COUNT] + (size_t)i] =
            girls[first + i < last ? first + i : last];
}

void cohort_inputs_assign(cohort_inputs *inputs, const cohort_inputs *from)
{
    take_rest(inputs, from, 0);
    memmove(inputs->values, from->values, from->offset[COHORT_QUANTITY_COUNT] * sizeof(double));
}

void cohort_inputs_set_rate_limits(cohort_inputs *inputs, cohort_rate_limits limits)
{
    inputs->limits = limits == COHORT_ANY_RATES ? COHORT_ANY_RATES : COHORT_HUMAN_RATES;
}

void cohort_inputs_cut_emigration(cohort_inputs *inputs, int cut)
{
    inputs->cuts = cut != 0;
}

const cohort_grid *cohort_inputs_grid(const cohort_inputs *inputs)
{
    return &inputs->grid;
}

double cohort_inputs_births_share(const cohort_inputs *inputs, int interval)
{
    const double girls = inputs->values[inputs->offset[COHORT_QUANTITY_COUNT] + (size_t)interval];
    return girls > 0.0 ? girls : 1.0;
}

cohort_convention cohort_inputs_convention(const cohort_inputs *inputs)
{
    return inputs->convention->constant;
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

struct place cohort_quantity_place(const cohort_grid *grid, cohort_quantity quantity, size_t index)
{
    const size_t ages = (size_t)grid->ages;
    const int age = (int)(index % ages), row = (int)(index / ages);
    switch (quantities[quantity].shape) {
    case SHAPE_BASE:
        return (struct place){-1, row, age};
    case SHAPE_CELL:
        return (struct place){row / COHORT_SEXES, row % COHORT_SEXES, age};
    case SHAPE_WOMEN:
        return (struct place){row, COHORT_FEMALE, age};
    case SHAPE_INTERVAL:
        break;
    }
    return (struct place){(int)index, -1, -1};
}

/* Say where in its array a value stands, and what is wrong with it. */
static int fail_value(const cohort_grid *grid, cohort_quantity q, struct limits limits,
                      size_t index, double value, cohort_error *error)
{
    const struct quantity *quantity = &quantities[q];
    char expected[COHORT_LIMITS_TEXT] = "";
    cohort_beyond(limits, value, expected);
    const struct place place = cohort_quantity_place(grid, q, index);
    const int year = cohort_grid_year(grid, place.interval);
    char age[COHORT_AGE_TEXT] = "", when[64], who[64] = "";
    if (place.sex >= 0)
        snprintf(who, sizeof who, ", %s %s%s", cohort_sex_name(place.sex),
                 quantity->component == COHORT_MORTALITY ? "reaching " : "",
                 cohort_age_text(grid, place.age, age));
    if (place.interval < 0)
        snprintf(when, sizeof when, "%d", grid->start);
    else
        snprintf(when, sizeof when, "%d-%d", year, year + grid->width);
    return cohort_fail(error, COHORT_ERROR_VALUE,
                       "%s, %s%s: %.10g: expected a finite number from %s", quantity->name, when,
                       who, value, expected);
}

/* Births are nobody's survivors: a rate for them would be ignored, so it is refused. */
static int check_newborn_rates(const cohort_inputs *inputs, cohort_error *error)
{
    const cohort_grid *grid = &inputs->grid;
    for (int i = 0; i < grid->steps; i++)
        for (int sex = 0; sex < COHORT_SEXES; sex++) {
            size_t cell = cohort_cell(grid, i, sex, 0);
            double rate = cohort_inputs_view(inputs, COHORT_NET_MIGRATION_RATIO)[cell];
            if (rate != 0.0)
                return cohort_fail(error, COHORT_ERROR_VALUE,
                                   "net_migration_ratio, %d-%d, births, %s: %.10g: expected 0; "
                                   "give net_migrants instead",
                                   cohort_grid_year(grid, i), cohort_grid_year(grid, i + 1),
                                   cohort_sex_name(sex), rate);
        }
    return COHORT_OK;
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
    return COHORT_OK;
}

/* Their TFR. In eight sums, for one would wait for itself. */
static double tfr_of(const cohort_inputs *inputs, const struct survey *survey, const double *asfr,
                     double share)
{
    enum { SUMS = 8 };
    double sums[SUMS] = {0};
    int x = survey->women_first;
    for (; x + SUMS <= survey->women_last + 1; x += SUMS)
        for (int k = 0; k < SUMS; k++)
            sums[k] += asfr[x + k];
    for (; x <= survey->women_last; x++)
        sums[0] += asfr[x];
    return inputs->grid.width * cohort_sum(sums, SUMS) / share;
}

static int check_tfr(const cohort_inputs *inputs, const struct survey *survey, cohort_error *error)
{
    const cohort_grid *grid = &inputs->grid;
    const double *asfr = cohort_inputs_view(inputs, COHORT_ASFR);
    for (int i = 0; i < grid->steps; i++, asfr += grid->ages) {
        char expected[COHORT_LIMITS_TEXT];
        const double tfr = tfr_of(inputs, survey, asfr, cohort_inputs_births_share(inputs, i));
        if (cohort_beyond(COHORT_TFR_LIMITS, tfr, expected))
            return cohort_fail(
                error, COHORT_ERROR_VALUE, "asfr, %d-%d, their TFR: %.10g: expected %s",
                cohort_grid_year(grid, i), cohort_grid_year(grid, i + 1), tfr, expected);
    }
    return COHORT_OK;
}

/* The women of whom there are births in any interval, and whether asfr are what they can be. The highest
 * rates of each age together tell it mostly for all intervals. */
static int see_asfr(const cohort_inputs *inputs, struct survey *survey, cohort_error *error)
{
    const cohort_grid *grid = &inputs->grid;
    double highest[AGES_MAX], least = 1.0;
    memset(highest, 0, (size_t)grid->ages * sizeof *highest);
    cohort_highest(cohort_inputs_view(inputs, COHORT_ASFR), (size_t)grid->steps, (size_t)grid->ages,
                   highest);
    survey->women_first = 0;
    survey->women_last = grid->ages - 1;
    while (survey->women_first < grid->ages && highest[survey->women_first] == 0.0)
        survey->women_first++;
    while (survey->women_last >= 0 && highest[survey->women_last] == 0.0)
        survey->women_last--;
    if (survey->women_first == 0)
        return check_youngest_asfr(inputs, error);
    for (int i = 0; i < grid->steps; i++) {
        const double share = cohort_inputs_births_share(inputs, i);
        least = share < least ? share : least;
    }
    return inputs->limits != COHORT_HUMAN_RATES ||
                   tfr_of(inputs, survey, highest, least) <= COHORT_TFR_LIMITS.highest
               ? COHORT_OK
               : check_tfr(inputs, survey, error);
}

/* copy: as in cohort_inputs_see. */
static int check_quantity(const cohort_inputs *inputs, cohort_quantity q, cohort_inputs *copy,
                          struct seen *seen, cohort_error *error)
{
    const size_t at = inputs->offset[q], count = inputs->offset[q + 1] - at;
    const double *values = inputs->values + at;
    const bool human = inputs->limits == COHORT_HUMAN_RATES && q != COHORT_ASFR;
    const bool along = copy && seen->nonzero;
    const struct limits limits = cohort_quantity_limits(q, inputs->grid.width, human);
    const double lowest = limits.lowest > -DBL_MAX ? limits.lowest : -DBL_MAX;
    const double highest = limits.highest < DBL_MAX ? limits.highest : DBL_MAX;
    const struct seen now =
        cohort_see_copy(values, count, lowest, highest, along ? copy->values + at : NULL);
    if (now.outside) {
        size_t i = 0;
        while (values[i] >= lowest && values[i] <= highest)
            i++;
        return fail_value(&inputs->grid, q, limits, i, values[i], error);
    }
    if (copy && !along && now.nonzero)
        cohort_see_copy(values, count, lowest, highest, copy->values + at);
    *seen = now;
    return COHORT_OK;
}

/* Men as none; they would die as women do. */
static void remove_men(cohort_inputs *inputs)
{
    const cohort_grid *grid = &inputs->grid;
    const size_t size = (size_t)grid->ages * sizeof(double);
    memset(cohort_inputs_array(inputs, COHORT_BASE), 0, size);
    for (int i = 0; i < grid->steps; i++) {
        const size_t men = cohort_cell(grid, i, COHORT_MALE, 0);
        double *survival = cohort_inputs_array(inputs, COHORT_SURVIVAL);
        memcpy(survival + men, survival + cohort_cell(grid, i, COHORT_FEMALE, 0), size);
        memset(cohort_inputs_array(inputs, COHORT_NET_MIGRATION_RATIO) + men, 0, size);
        memset(cohort_inputs_array(inputs, COHORT_NET_MIGRANTS) + men, 0, size);
    }
}

int cohort_inputs_women_only(cohort_inputs *inputs, cohort_error *error)
{
    double *share = cohort_inputs_array(inputs, COHORT_MALE_SHARE);
    double *asfr = cohort_inputs_array(inputs, COHORT_ASFR);
    if (!asfr)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "only women: expected a convention with births by mothers' age, not %s",
                           cohort_convention_name(inputs->convention->constant));
    struct seen seen;
    int code = check_quantity(inputs, COHORT_MALE_SHARE, NULL, &seen, error);
    if (code)
        return code;
    for (int i = 0; i < inputs->grid.steps; i++, asfr += inputs->grid.ages) {
        const double girls = 1.0 - share[i], before = cohort_inputs_births_share(inputs, i);
        for (int x = 0; x < inputs->grid.ages; x++)
            asfr[x] *= girls;
        inputs->values[inputs->offset[COHORT_QUANTITY_COUNT] + (size_t)i] = girls * before;
        share[i] = 0.0;
    }
    remove_men(inputs);
    return cohort_succeed(error);
}

int cohort_inputs_see(const cohort_inputs *inputs, cohort_quantity first, cohort_inputs *copy,
                      struct survey *survey, cohort_error *error)
{
    int code = COHORT_OK;
    survey->women_first = inputs->women[0];
    survey->women_last = inputs->women[1];
    for (int q = (int)first; !code && q < COHORT_QUANTITY_COUNT; q++)
        code = check_quantity(inputs, (cohort_quantity)q, copy, &survey->of[q], error);
    if (!code && inputs->convention->by_arrival && survey->of[COHORT_NET_MIGRATION_RATIO].nonzero)
        code = check_newborn_rates(inputs, error);
    if (!code && first == COHORT_BASE && inputs->limits == COHORT_HUMAN_RATES &&
        survey->of[COHORT_NET_MIGRATION_RATIO].nonzero)
        code =
            cohort_check_net_rates(&inputs->grid, cohort_inputs_view(inputs, COHORT_BASE),
                                   cohort_inputs_view(inputs, COHORT_NET_MIGRATION_RATIO), error);
    if (!code && first == COHORT_BASE && inputs->limits == COHORT_HUMAN_RATES &&
        survey->of[COHORT_NET_MIGRANTS].nonzero && inputs->grid.steps > 0)
        code = cohort_check_net_counts(&inputs->grid, cohort_inputs_view(inputs, COHORT_BASE),
                                       cohort_inputs_view(inputs, COHORT_NET_MIGRANTS), error);
    if (!code && inputs->convention->births == BIRTHS_BY_RATES)
        code = see_asfr(inputs, survey, error);
    if (!code && copy)
        take_rest(copy, inputs, 0);
    return code ? code : cohort_succeed(error);
}

int cohort_inputs_check(const cohort_inputs *inputs, cohort_error *error)
{
    struct survey survey = {0};
    return cohort_inputs_see(inputs, COHORT_BASE, NULL, &survey, error);
}

int cohort_inputs_match(const cohort_inputs *a, const cohort_inputs *b, cohort_error *error)
{
    if (!cohort_grid_equal(&a->grid, &b->grid) || a->convention != b->convention)
        return cohort_fail(error, COHORT_ERROR_GRID,
                           "the two inputs are not on one grid and convention: %d groups of %d "
                           "years from %d over %d intervals (%s), against %d of %d from %d over %d "
                           "(%s)",
                           a->grid.ages, a->grid.width, a->grid.start, a->grid.steps,
                           cohort_convention_name(a->convention->constant), b->grid.ages,
                           b->grid.width, b->grid.start, b->grid.steps,
                           cohort_convention_name(b->convention->constant));
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

/* Both blocks have the same order; quantities of intervals lose their first ones. */
static void take_later(cohort_inputs *inputs, const cohort_inputs *from)
{
    for (int q = 0; q < COHORT_QUANTITY_COUNT; q++) {
        size_t count = inputs->offset[q + 1] - inputs->offset[q];
        memcpy(inputs->values + inputs->offset[q], from->values + from->offset[q + 1] - count,
               count * sizeof(double));
    }
    take_rest(inputs, from, from->grid.steps - inputs->grid.steps);
}

int cohort_inputs_restart(const cohort_inputs *inputs, int year, const double *base_population,
                          cohort_inputs **out, cohort_error *error)
{
    cohort_grid grid = inputs->grid;
    const int date = cohort_grid_date(&grid, year);
    *out = NULL;
    if (date < 0)
        return cohort_fail(error, COHORT_ERROR_GRID,
                           "year %d: expected a date, every %d years from %d to %d", year,
                           grid.width, grid.start, cohort_grid_year(&grid, grid.steps));
    grid.start = year;
    grid.steps -= date;
    cohort_inputs *later;
    int code = cohort_inputs_new(&grid, inputs->convention->constant, &later, error);
    if (code)
        return code;
    take_later(later, inputs);
    memcpy(cohort_inputs_array(later, COHORT_BASE), base_population,
           cohort_grid_cells(&grid) * sizeof(double));
    code = cohort_inputs_check(later, error);
    if (code)
        cohort_inputs_free(later);
    else
        *out = later;
    return code;
}

int cohort_inputs_extend(const cohort_inputs *inputs, int year, cohort_inputs **out,
                         cohort_error *error)
{
    cohort_grid grid = inputs->grid;
    const int last = cohort_grid_year(&grid, grid.steps);
    *out = NULL;
    if (grid.steps == 0)
        return cohort_fail(error, COHORT_ERROR_GRID,
                           "to %d: there are rates until %d only, of no interval: expected a later "
                           "population and its rates, which are then held",
                           year, last);
    if (year < last || (year - last) % grid.width != 0)
        return cohort_fail(error, COHORT_ERROR_GRID,
                           "to %d: expected a date every %d years from %d on", year, grid.width,
                           last);
    grid.steps += (year - last) / grid.width;
    cohort_inputs *longer;
    const int code = cohort_inputs_new(&grid, inputs->convention->constant, &longer, error);
    if (code)
        return code;
    for (int q = 0; q < COHORT_QUANTITY_COUNT; q++) {
        const size_t count = inputs->offset[q + 1] - inputs->offset[q];
        const size_t all = longer->offset[q + 1] - longer->offset[q];
        const size_t interval =
            quantities[q].shape == SHAPE_BASE ? count : count / (size_t)inputs->grid.steps;
        double *to = longer->values + longer->offset[q];
        memcpy(to, inputs->values + inputs->offset[q], count * sizeof *to);
        for (size_t i = count; i < all; i++)
            to[i] = to[i - interval];
    }
    take_rest(longer, inputs, 0);
    *out = longer;
    return COHORT_OK;
}
