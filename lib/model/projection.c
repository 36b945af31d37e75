/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/projection.h"

#include "core/error.h"
#include "core/grid.h"
#include "core/inputs.h"
#include "core/range.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Take over checked inputs. */
static void assign(cohort_projection *projection, const cohort_inputs *inputs)
{
    cohort_inputs_assign(projection->inputs, inputs);
    cohort_steps_prepare(&projection->steps, projection->inputs);
    memcpy(cohort_stock_cells(&projection->population), cohort_inputs_view(inputs, COHORT_BASE),
           cohort_grid_cells(&inputs->grid) * sizeof(double));
}

int cohort_projection_make(const cohort_inputs *inputs, cohort_projection **out,
                           cohort_error *error)
{
    *out = NULL;
    cohort_projection *p = calloc(1, sizeof *p);
    if (!p)
        return cohort_fail_memory(error);
    const cohort_grid *grid = &inputs->grid;
    int code = cohort_inputs_copy(inputs, &p->inputs, error);
    if (!code)
        code = cohort_steps_init(&p->steps, grid, error);
    if (!code)
        code = cohort_stock_init(&p->population, grid, error);
    if (!code)
        code = cohort_flow_init(&p->births, grid, error);
    if (!code)
        code = cohort_flow_init(&p->deaths, grid, error);
    if (!code)
        code = cohort_flow_init(&p->net_migration, grid, error);
    if (!code)
        code = cohort_inputs_check(inputs, error);
    if (code) {
        cohort_projection_free(p);
        return code;
    }
    assign(p, inputs);
    *out = p;
    return code;
}

int cohort_projection_new(const cohort_inputs *inputs, cohort_projection **out, cohort_error *error)
{
    int code = cohort_projection_make(inputs, out, error);
    if (!code)
        code = cohort_projection_run(*out, error);
    if (code) {
        cohort_projection_free(*out);
        *out = NULL;
    }
    return code;
}

void cohort_projection_free(cohort_projection *projection)
{
    if (!projection)
        return;
    cohort_inputs_free(projection->inputs);
    cohort_steps_free(&projection->steps);
    cohort_stock_free(&projection->population);
    cohort_flow_free(&projection->births);
    cohort_flow_free(&projection->deaths);
    cohort_flow_free(&projection->net_migration);
    free(projection);
}

int cohort_projection_update(cohort_projection *projection, const cohort_inputs *inputs,
                             cohort_error *error)
{
    int code = cohort_inputs_match(projection->inputs, inputs, error);
    if (!code)
        code = cohort_inputs_check(inputs, error);
    if (code)
        return code;
    assign(projection, inputs);
    return cohort_projection_run(projection, error);
}

static int fail_cell(const cohort_grid *grid, const char *what, int date, int interval, int sex,
                     int age, double value, cohort_error *error)
{
    char text[COHORT_AGE_TEXT];
    return cohort_fail(error, COHORT_ERROR_VALUE,
                       "%s, %d, %s %s: %.10g: expected a finite number, 0 or more; net migration "
                       "of %d-%d takes away more than there are, or a rate is too large",
                       what, cohort_grid_year(grid, date), cohort_sex_name(sex),
                       cohort_age_text(grid, age, text), value, cohort_grid_year(grid, interval),
                       cohort_grid_year(grid, interval + 1));
}

int cohort_check_beginning(const cohort_grid *grid, int interval, int sex, int age, double persons,
                           cohort_error *error)
{
    if (cohort_is_count(persons))
        return COHORT_OK;
    return fail_cell(grid, "population with the migrants of the opening", interval, interval, sex,
                     age, persons, error);
}

/* The births last, since they follow from the others. */
int cohort_check_closing(const cohort_grid *grid, int interval, const double *closing,
                         cohort_error *error)
{
    if (cohort_are_counts(closing, cohort_grid_cells(grid)))
        return COHORT_OK;
    for (int turn = 0; turn < grid->ages; turn++)
        for (int sex = 0; sex < COHORT_SEXES; sex++) {
            int x = (turn + 1) % grid->ages;
            double persons = closing[cohort_cell(grid, 0, sex, x)];
            if (!cohort_is_count(persons))
                return fail_cell(grid, "projected population", interval + 1, interval, sex, x,
                                 persons, error);
        }
    return COHORT_OK;
}

/* Those of a cell who begin the interval when half of the migrants come at the opening. */
static inline double beginning(double opening, double migrants, double rate)
{
    return opening + 0.5 * (migrants + rate * opening);
}

static COHORT_INLINE bool sound_beginnings(const double *restrict opening,
                                           const double *restrict migrants,
                                           const double *restrict rates, size_t count)
{
    int64_t bad = 0; /* as wide as what is compared */
    for (size_t c = 0; c < count; c++) {
        const double persons = beginning(opening[c], migrants[c], rates[c]);
        bad |= !(persons >= 0.0) | !(persons <= DBL_MAX);
    }
    return !bad;
}

COHORT_AT_V3 static bool sound_beginnings_v3(const double *opening, const double *migrants,
                                             const double *rates, size_t count)
{
    return sound_beginnings(opening, migrants, rates, count);
}

/* Those of `count` intervals from `first` on. */
static bool beginnings_are_counts(const cohort_projection *projection, int first, int count)
{
    const cohort_inputs *inputs = projection->inputs;
    const size_t at = cohort_cell(&inputs->grid, first, 0, 0);
    const size_t cells = (size_t)count * cohort_grid_cells(&inputs->grid);
    const double *opening = projection->population.cells + at;
    const double *migrants = cohort_inputs_view(inputs, COHORT_NET_MIGRANTS) + at;
    const double *rates = cohort_inputs_view(inputs, COHORT_NET_MIGRATION_RATIO) + at;
    return projection->steps.level >= LEVEL_V3
               ? sound_beginnings_v3(opening, migrants, rates, cells)
               : sound_beginnings(opening, migrants, rates, cells);
}

static int check_beginnings(const cohort_projection *projection, int interval, cohort_error *error)
{
    const cohort_inputs *inputs = projection->inputs;
    const cohort_grid *grid = &inputs->grid;
    const size_t at = cohort_cell(grid, interval, 0, 0);
    const double *opening = projection->population.cells + at;
    const double *migrants = cohort_inputs_view(inputs, COHORT_NET_MIGRANTS) + at;
    const double *rates = cohort_inputs_view(inputs, COHORT_NET_MIGRATION_RATIO) + at;
    int code = COHORT_OK;
    if (beginnings_are_counts(projection, interval, 1))
        return code;
    for (int c = 0; !code && c < COHORT_SEXES * grid->ages; c++)
        code = cohort_check_beginning(grid, interval, c / grid->ages, c % grid->ages,
                                      beginning(opening[c], migrants[c], rates[c]), error);
    return code;
}

/* Name the first cell that is negative or not finite: those who begin the interval, if they are not
 * those who ended the last one, then those who end it. */
int cohort_projection_check_interval(const cohort_projection *projection, int interval,
                                     cohort_error *error)
{
    const cohort_grid *grid = &projection->population.grid;
    const double *opening = projection->population.cells + cohort_cell(grid, interval, 0, 0);
    int code = cohort_succeed(error);
    if (projection->inputs->convention->early > 0.0)
        code = check_beginnings(projection, interval, error);
    return code ? code
                : cohort_check_closing(grid, interval, opening + cohort_grid_cells(grid), error);
}

/* A negative rate or count is needed for a negative cell, and what is not finite never becomes
 * finite again: mostly the last date tells for all. */
static bool looks_sound(const cohort_projection *projection)
{
    const cohort_inputs *inputs = projection->inputs;
    const struct steps *steps = &projection->steps;
    const size_t cells = cohort_grid_cells(&inputs->grid);
    const double *first = projection->population.cells;
    if (!steps->may_turn_negative)
        return cohort_are_counts(first + (size_t)steps->count * cells, cells);
    return cohort_are_counts(first, ((size_t)steps->count + 1) * cells) &&
           (inputs->convention->early == 0.0 || beginnings_are_counts(projection, 0, steps->count));
}

int cohort_projection_run_population(cohort_projection *projection, cohort_error *error)
{
    const cohort_inputs *inputs = projection->inputs;
    double *population = cohort_stock_cells(&projection->population);

    memcpy(population, cohort_inputs_view(inputs, COHORT_BASE),
           cohort_grid_cells(&inputs->grid) * sizeof *population);
    cohort_steps_run(&projection->steps, population);
    int code = cohort_succeed(error);
    if (!looks_sound(projection))
        for (int i = 0; !code && i < inputs->grid.steps; i++)
            code = cohort_projection_check_interval(projection, i, error);
    return code;
}

int cohort_fail_account(const cohort_grid *grid, int interval, int cell, double gap,
                        cohort_error *error)
{
    char age[COHORT_AGE_TEXT];
    int year = cohort_grid_year(grid, interval);
    return cohort_fail(error, COHORT_ERROR_ACCOUNT,
                       "account of %d-%d, %s reaching %s: off by %g persons (births without "
                       "survival, or numbers too far apart in size)",
                       year, year + grid->width, cohort_sex_name(cell / grid->ages),
                       cohort_age_text(grid, cell % grid->ages, age), gap);
}

int cohort_projection_account(cohort_projection *projection, cohort_error *error)
{
    const cohort_grid *grid = &projection->inputs->grid;
    for (int i = 0; i < grid->steps; i++) {
        size_t at = cohort_cell(grid, i, 0, 0), next = cohort_cell(grid, i + 1, 0, 0);
        const double *opening = projection->population.cells + at;
        const double *closing = projection->population.cells + next;
        const struct events events = {cohort_flow_cells(&projection->births) + at,
                                      cohort_flow_cells(&projection->deaths) + at,
                                      cohort_flow_cells(&projection->net_migration) + at};
        double gap = 0.0;
        cohort_accounts(&projection->steps, projection->inputs, i, opening, closing, &events);
        int cell = cohort_audit(grid->ages, opening, closing, &events, &gap);
        if (cell >= 0)
            return cohort_fail_account(grid, i, cell, gap, error);
    }
    return cohort_succeed(error);
}

int cohort_projection_run(cohort_projection *projection, cohort_error *error)
{
    int code = cohort_projection_run_population(projection, error);
    return code ? code : cohort_projection_account(projection, error);
}

int cohort_projection_births_by_mother(const cohort_projection *projection, int interval,
                                       double *births, cohort_error *error)
{
    const cohort_inputs *inputs = projection->inputs;
    const cohort_grid *grid = &inputs->grid;
    if (interval < 0 || interval >= grid->steps)
        return cohort_fail(error, COHORT_ERROR_GRID, "interval %d: there are %d, from 0 on",
                           interval, grid->steps);
    if (inputs->convention->births == BIRTHS_BY_RATIO)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "births by mother's age: %s has a child-woman ratio, not rates",
                           cohort_convention_name(inputs->convention->constant));
    const struct step step = cohort_step_of(&projection->steps, interval);
    const double with = cohort_convention_exposed(inputs->convention);
    const size_t women = cohort_cell(grid, interval, COHORT_FEMALE, 0);
    const double *opening = projection->population.cells + women;
    const double *closing = opening + cohort_grid_cells(grid);
    const double *migrants = cohort_inputs_view(inputs, COHORT_NET_MIGRANTS) + women;
    for (int x = 0; x < grid->ages; x++)
        births[x] = closing[x] * step.bearing_closing[x] + opening[x] * step.bearing_opening[x] +
                    with * migrants[x] * step.bearing_closing[x];
    return cohort_succeed(error);
}

/* ---- deaths by age at death ---- */

/* Of those of a cohort who die on their way from one age group into the next, the share who have
 * reached the next: birthdays spread evenly over the interval, a constant force of mortality. */
static double share_in_next(double survival)
{
    double h = -log(survival); /* force times width */
    if (!(survival > 0.0))
        return 0.0;
    return h < 1e-4 ? 0.5 - h / 12.0 : 1.0 / h - survival / (1.0 - survival);
}

/* One sex in one interval. */
static void deaths_by_age(int ages, const double *opening, const double *survival,
                          const double *by_cohort, double *by_age)
{
    const int last = ages - 1;
    double oldest = opening[last - 1] + opening[last];
    for (int x = 0; x <= last; x++)
        by_age[x] = 0.0;
    by_age[0] = by_cohort[0]; /* births die in their group */
    for (int x = 1; x <= last; x++) {
        double deaths = by_cohort[x];
        if (x == last) { /* those who were in the open group stay there */
            deaths *= oldest > 0.0 ? opening[last - 1] / oldest : 0.0;
            by_age[last] += by_cohort[last] - deaths;
        }
        double next = deaths * share_in_next(survival[x]);
        by_age[x - 1] += deaths - next;
        by_age[x] += next;
    }
}

int cohort_projection_deaths_by_age(const cohort_projection *projection, cohort_flow *deaths,
                                    cohort_error *error)
{
    const cohort_grid *grid = &projection->inputs->grid;
    if (!cohort_grid_equal(grid, &deaths->grid))
        return cohort_fail(error, COHORT_ERROR_GRID, "deaths: expected the projection's grid");
    const double *survival = cohort_inputs_view(projection->inputs, COHORT_SURVIVAL);
    for (int i = 0; i < grid->steps; i++)
        for (int sex = 0; sex < COHORT_SEXES; sex++) {
            size_t at = cohort_cell(grid, i, sex, 0);
            deaths_by_age(grid->ages, projection->population.cells + at, survival + at,
                          projection->deaths.cells + at, cohort_flow_cells(deaths) + at);
        }
    return cohort_succeed(error);
}

const cohort_stock *cohort_projection_population(const cohort_projection *projection)
{
    return &projection->population;
}

const cohort_flow *cohort_projection_births(const cohort_projection *projection)
{
    return &projection->births;
}

const cohort_flow *cohort_projection_deaths(const cohort_projection *projection)
{
    return &projection->deaths;
}

const cohort_flow *cohort_projection_net_migration(const cohort_projection *projection)
{
    return &projection->net_migration;
}

const cohort_inputs *cohort_projection_inputs(const cohort_projection *projection)
{
    return projection->inputs;
}
