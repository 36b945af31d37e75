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
    const double *base = cohort_inputs_view(projection->inputs, COHORT_BASE);
    double *population = cohort_stock_cells(&projection->population);
    for (size_t c = 0; c < cohort_grid_cells(&projection->population.grid); c++)
        population[c] = base[c] + 0.0;
}

/* Check inputs, which may be the projection's own, and take them over. They are copied in the same pass,
 * beside those of before, which stay if they are refused. */
static int take(cohort_projection *p, const cohort_inputs *inputs, cohort_error *error)
{
    const bool own = inputs == p->inputs;
    int code = cohort_inputs_see(inputs, COHORT_BASE, own ? NULL : p->spare,
                                 own ? &p->survey : &p->spare_survey, error);
    if (code)
        return code;
    if (!own) { /* the heads, with where the values are */
        const cohort_inputs before = *p->inputs;
        const struct survey survey = p->survey;
        *p->inputs = *p->spare;
        *p->spare = before;
        p->survey = p->spare_survey;
        p->spare_survey = survey;
    }
    p->steps = cohort_steps_of(p->inputs, &p->survey);
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
    int code = cohort_inputs_new(grid, inputs->convention->constant, &p->inputs, error);
    if (!code)
        code = cohort_inputs_new(grid, inputs->convention->constant, &p->spare, error);
    if (!code)
        code = cohort_stock_init(&p->population, grid, error);
    if (!code)
        code = cohort_flow_init(&p->births, grid, error);
    if (!code)
        code = cohort_flow_init(&p->deaths, grid, error);
    if (!code)
        code = cohort_flow_init(&p->net_migration, grid, error);
    p->events = (struct events){cohort_flow_cells(&p->births), cohort_flow_cells(&p->deaths),
                                cohort_flow_cells(&p->net_migration)};
    if (!code)
        code = take(p, inputs, error);
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
    cohort_inputs_free(projection->spare);
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

int cohort_cuts_fail(const cohort_grid *grid, const struct cuts *cuts, cohort_error *error)
{
    char age[COHORT_AGE_TEXT], more[260] = "";
    const cohort_cut *first = cuts->list;
    const int from = cohort_grid_year(grid, first->interval);
    if (cuts->count > 1)
        snprintf(more, sizeof more, "; and %d more: ", cuts->count - 1);
    for (int i = 1; i < cuts->count && i < cuts->most; i++) {
        const cohort_cut *cut = &cuts->list[i];
        const size_t used = strlen(more);
        snprintf(more + used, sizeof more - used, "%s%s %s of %d (%.4g)", i > 1 ? ", " : "",
                 cohort_sex_name(cut->sex), cohort_age_text(grid, cut->age, age),
                 cohort_grid_year(grid, cut->interval + !cut->at_opening), -cut->persons);
    }
    return cohort_fail(
        error, COHORT_ERROR_VALUE,
        "%s, %d, %s %s: %.10g: expected a finite number, 0 or more; net migration of "
        "%d-%d takes away more than there are, or a rate is too large%s",
        first->at_opening ? "population with the migrants of the opening" : "projected population",
        first->at_opening ? from : from + grid->width, cohort_sex_name(first->sex),
        cohort_age_text(grid, first->age, age), -first->persons, from, from + grid->width, more);
}

/* What is not finite never becomes so again: the last date tells for all, and which was the first is
 * asked only then. */
int cohort_check_finite(const cohort_grid *grid, int interval, int intervals,
                        const double *closings, cohort_error *error)
{
    const size_t cells = cohort_grid_cells(grid), all = (size_t)intervals * cells;
    if (all == 0 || cohort_are_counts(closings + (all - cells), cells))
        return cohort_succeed(error);
    cohort_cut first;
    struct cuts found = {.most = 1, .list = &first};
    size_t c = 0;
    while (closings[c] <= DBL_MAX)
        c++;
    const int cell = (int)(c % cells);
    found.interval = interval + (int)(c / cells);
    cohort_cuts_add(&found, cell / grid->ages, cell % grid->ages, false, -closings[c]);
    return cohort_cuts_fail(grid, &found, error);
}

int cohort_steps_run_checked(const struct steps *steps, int first, int end, double *population,
                             const struct events *events, cohort_error *error)
{
    const cohort_grid *grid = &steps->inputs->grid;
    cohort_cut named[COHORT_CUTS_NAMED];
    struct cuts cuts = {.most = COHORT_CUTS_NAMED, .list = named};
    cohort_steps_run(steps, first, end, population, events, &cuts);
    if (cuts.count && !steps->inputs->cuts)
        return cohort_cuts_fail(grid, &cuts, error);
    return cohort_check_finite(grid, first, end - first, population + cohort_grid_cells(grid),
                               error);
}

static int run(cohort_projection *projection, const struct events *events, cohort_error *error)
{
    begin(projection);
    return cohort_steps_run_checked(&projection->steps, 0, projection->inputs->grid.steps,
                                    cohort_stock_cells(&projection->population), events, error);
}

/* The intervals are settled again. */
int cohort_projection_cuts(const cohort_projection *projection, int most, cohort_cut *cuts)
{
    const cohort_grid *grid = &projection->inputs->grid;
    struct cuts all = {.most = most, .list = cuts};
    double *closing = malloc(cohort_grid_cells(grid) * sizeof *closing);
    if (!closing)
        return COHORT_ERROR_MEMORY;
    for (; all.interval < grid->steps; all.interval++) {
        const struct step step = cohort_step_of(&projection->steps, all.interval);
        cohort_step_settle(&step,
                           projection->population.cells + cohort_cell(grid, all.interval, 0, 0),
                           closing, NULL, &all);
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
    int code = run(projection, &projection->events, error);
    return code ? code : cohort_projection_check_births(projection, error);
}

static int fail_account(const cohort_grid *grid, int interval, int cell, double gap,
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

/* Children of a ratio who have no births that they could come from. */
int cohort_projection_check_births(const cohort_projection *projection, cohort_error *error)
{
    const cohort_grid *grid = &projection->inputs->grid;
    for (int i = 0; i < grid->steps; i++)
        for (int sex = 0; sex < COHORT_SEXES; sex++) {
            const double births = projection->births.cells[cohort_cell(grid, i, sex, 0)];
            if (!(births <= DBL_MAX))
                return fail_account(grid, i, sex * grid->ages, births, error);
        }
    return cohort_succeed(error);
}

int cohort_check_accounts(const cohort_grid *grid, int interval, const double *opening,
                          const struct events *events, cohort_error *error)
{
    const int cells = COHORT_SEXES * grid->ages;
    const double *closing = opening + cells;
    for (int c = 0; c < cells; c++) {
        const int age = c % grid->ages;
        const double before = age == 0
                                  ? events->births[c]
                                  : opening[c - 1] + (age == grid->ages - 1 ? opening[c] : 0.0);
        const double deaths = events->deaths[c], moves = events->net_migration[c];
        const double off = before - deaths + moves - closing[c];
        if (!(fabs(off) <= 1e-9 * (before + closing[c] + fabs(deaths) + fabs(moves))))
            return fail_account(grid, interval, c, off, error);
    }
    return COHORT_OK;
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
