/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/projection.h"

#include "core/error.h"
#include "core/grid.h"
#include "core/inputs.h"
#include "core/range.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* No population is -0: adding 0 then changes no bit. */
static void begin(cohort_projection *projection)
{
    const cohort_inputs *inputs = projection->inputs;
    const double *base = cohort_inputs_view(inputs, COHORT_BASE);
    double *population = cohort_stock_cells(&projection->population);
    for (size_t c = 0; c < cohort_grid_cells(&inputs->grid); c++)
        population[c] = base[c] + 0.0;
}

/* Check inputs, which may be the projection's own, and take them over. */
static int take(cohort_projection *projection, const cohort_inputs *inputs, cohort_error *error)
{
    struct seen seen[COHORT_QUANTITY_COUNT];
    int code = cohort_inputs_see(inputs, COHORT_BASE, seen, error);
    if (code)
        return code;
    if (inputs != projection->inputs)
        cohort_inputs_assign(projection->inputs, inputs);
    cohort_steps_survey(&projection->steps, projection->inputs, seen);
    return code;
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
        code = cohort_stock_init(&p->population, grid, error);
    if (!code)
        code = cohort_flow_init(&p->births, grid, error);
    if (!code)
        code = cohort_flow_init(&p->deaths, grid, error);
    if (!code)
        code = cohort_flow_init(&p->net_migration, grid, error);
    if (!code)
        code = take(p, p->inputs, error);
    if (code) {
        cohort_projection_free(p);
        return code;
    }
    begin(p);
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
        code = take(projection, inputs, error);
    return code ? code : cohort_projection_run(projection, error);
}

/* ---- a run ---- */

void cohort_excess_collect(void *context, const struct excess *excess)
{
    struct excesses *all = context;
    char age[COHORT_AGE_TEXT];
    const size_t used = strlen(all->more);
    if (all->count++ == 0) {
        all->first = *excess;
        all->first_interval = all->interval;
    } else
        snprintf(all->more + used, sizeof all->more - used, "%s%s %s of %d (%.4g)",
                 all->count > 2 ? ", " : "", cohort_sex_name(excess->sex),
                 cohort_age_text(all->grid, excess->age, age),
                 cohort_grid_year(all->grid, all->interval + !excess->at_opening),
                 -excess->persons);
}

int cohort_excess_fail(const struct excesses *all, cohort_error *error)
{
    const struct excess *first = &all->first;
    const cohort_grid *grid = all->grid;
    const int from = cohort_grid_year(grid, all->first_interval);
    char age[COHORT_AGE_TEXT], rest[40] = "";
    if (all->count > 1)
        snprintf(rest, sizeof rest, "; and %d more: ", all->count - 1);
    return cohort_fail(
        error, COHORT_ERROR_VALUE,
        "%s, %d, %s %s: %.10g: expected a finite number, 0 or more; net migration of "
        "%d-%d takes away more than there are, or a rate is too large%s%s",
        first->at_opening ? "population with the migrants of the opening" : "projected population",
        first->at_opening ? from : from + grid->width, cohort_sex_name(first->sex),
        cohort_age_text(grid, first->age, age), -first->persons, from, from + grid->width, rest,
        all->more);
}

/* From an interval on; where it stops the interval is settled cell by cell, and it goes on. */
int cohort_steps_run_settled(const struct steps *steps, int first, int end, double *population,
                             const struct events *events, struct excesses *excesses)
{
    const size_t cells = cohort_grid_cells(&steps->inputs->grid);
    int i = first;
    while ((i = cohort_steps_run(steps, i, end, population + (size_t)(i - first) * cells, events)) <
           end) {
        double *opening = population + (size_t)(i - first) * cells;
        const struct step step = cohort_step_of(steps, i);
        const size_t at = (size_t)i * cells;
        excesses->interval = i;
        cohort_step_settle(&step, opening, opening + cells,
                           events ? &(struct events){events->births + at, events->deaths + at,
                                                     events->net_migration + at}
                                  : NULL,
                           cohort_excess_collect, excesses);
        i++;
    }
    return excesses->count;
}

/* What is not finite never becomes so again: the last date tells for all, and which was the first is
 * asked only then. */
static int check_finite(const cohort_projection *projection, cohort_error *error)
{
    const cohort_grid *grid = &projection->inputs->grid;
    const size_t cells = cohort_grid_cells(grid);
    const double *population = projection->population.cells;
    if (cohort_are_counts(population + (size_t)grid->steps * cells, cells))
        return cohort_succeed(error);
    struct excesses found = {.grid = grid};
    for (size_t c = cells; !found.count; c++)
        if (!(population[c] <= DBL_MAX)) {
            const int place = (int)(c % cells);
            found.interval = (int)(c / cells) - 1;
            cohort_excess_collect(&found, &(struct excess){place / grid->ages, place % grid->ages,
                                                           false, -population[c]});
        }
    return cohort_excess_fail(&found, error);
}

static int run(cohort_projection *projection, const struct events *events, cohort_error *error)
{
    const cohort_inputs *inputs = projection->inputs;
    double *population = cohort_stock_cells(&projection->population);
    struct excesses excesses = {.grid = &inputs->grid};
    begin(projection);
    if (cohort_steps_run_settled(&projection->steps, 0, inputs->grid.steps, population, events,
                                 &excesses) &&
        !inputs->cuts)
        return cohort_excess_fail(&excesses, error);
    return check_finite(projection, error);
}

/* Cuts as they are found: the intervals are settled again. */
struct collected {
    int interval, count, most;
    cohort_cut *cuts;
};

static void collect_cut(void *context, const struct excess *excess)
{
    struct collected *all = context;
    if (all->count < all->most)
        all->cuts[all->count] = (cohort_cut){all->interval, excess->sex, excess->age,
                                             excess->at_opening, excess->persons};
    all->count++;
}

int cohort_projection_cuts(const cohort_projection *projection, int most, cohort_cut *cuts)
{
    const cohort_grid *grid = &projection->inputs->grid;
    struct collected all = {.most = most, .cuts = cuts};
    double *closing = malloc(cohort_grid_cells(grid) * sizeof *closing);
    if (!closing)
        return COHORT_ERROR_MEMORY;
    for (; all.interval < grid->steps; all.interval++) {
        const struct step step = cohort_step_of(&projection->steps, all.interval);
        cohort_step_settle(&step,
                           projection->population.cells + cohort_cell(grid, all.interval, 0, 0),
                           closing, NULL, collect_cut, &all);
    }
    free(closing);
    return all.count;
}

int cohort_projection_run_population(cohort_projection *projection, cohort_error *error)
{
    return run(projection, NULL, error);
}

int cohort_projection_run(cohort_projection *projection, cohort_error *error)
{
    const struct events events = {cohort_flow_cells(&projection->births),
                                  cohort_flow_cells(&projection->deaths),
                                  cohort_flow_cells(&projection->net_migration)};
    int code = run(projection, &events, error);
    return code ? code : cohort_projection_check_births(projection, error);
}

/* Children of a ratio who have no births that they could come from. */
int cohort_projection_check_births(const cohort_projection *projection, cohort_error *error)
{
    const cohort_grid *grid = &projection->inputs->grid;
    for (int i = 0; i < grid->steps; i++)
        for (int sex = 0; sex < COHORT_SEXES; sex++) {
            const double births = projection->births.cells[cohort_cell(grid, i, sex, 0)];
            if (!(births <= DBL_MAX))
                return cohort_fail_account(grid, i, sex * grid->ages, births, error);
        }
    return cohort_succeed(error);
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
    const double *opening = projection->population.cells + cohort_cell(grid, interval, 0, 0);
    cohort_step_births_by_mother(&step, opening, opening + cohort_grid_cells(grid), births);
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
