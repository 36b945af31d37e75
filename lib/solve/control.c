/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/control.h>

#include "core/error.h"
#include "core/grid.h"
#include "measure/figure.h"
#include "model/projection.h"
#include "solve/rake.h"

#include <float.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BIRTHS, DEATHS, NET_MIGRATION, ADJUSTMENT, FLOWS };

struct area {
    cohort_stock population, factors;
    cohort_flow flows[FLOWS];
};

struct cohort_controlled {
    int areas;
    struct area *area;
    int rounds; /* of the date with the most */
};

/* ---- controls ---- */

/* The control, as messages name it; within cohort_rake there is neither area nor year. */
static int fail_control(const cohort_figure *controls, int number, bool dated, int code,
                        cohort_error *error)
{
    const cohort_figure *c = &controls[number];
    char name[COHORT_MEASURE_NAME], area[24] = "all areas";
    cohort_measure_name(&c->measure, name);
    if (!dated)
        return cohort_fail_prefix(error, code, "control %d (%s): ", number + 1, name);
    if (c->area != COHORT_ALL_AREAS)
        snprintf(area, sizeof area, "area %d", c->area);
    return cohort_fail_prefix(error, code, "control %d (%s, %s, %.10g): ", number + 1, area, name,
                              c->measure.year);
}

/* Band and value. */
static int read_control(const cohort_grid *grid, const cohort_figure *control,
                        struct margin *margin, cohort_error *error)
{
    *margin = (struct margin){.value = control->value + 0.0}; /* never -0 */
    if (!(control->value >= 0.0 && control->value <= DBL_MAX))
        return cohort_fail(error, COHORT_ERROR_VALUE,
                           "%g: expected a finite number of persons, 0 or more", control->value);
    int code = cohort_figure_check_persons(control, error);
    return code ? code : cohort_band_groups(grid, control->measure.band, &margin->groups, error);
}

/* Where and when. */
static int place_control(const cohort_grid *grid, int areas, const cohort_figure *control,
                         struct margin *margin, cohort_error *error)
{
    const bool all = control->area == COHORT_ALL_AREAS;
    if (!all && (control->area < 0 || control->area >= areas))
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "area %d: expected 0 to %d, or COHORT_ALL_AREAS", control->area,
                           areas - 1);
    margin->first = all ? 0 : control->area;
    margin->last = all ? areas - 1 : control->area;
    struct moment at;
    if (cohort_moment_of(grid, control->measure.year, &at, NULL) || at.part > 0.0)
        return cohort_fail(error, COHORT_ERROR_GRID,
                           "year %.10g: expected a date of the projections, every %d years from "
                           "%d to %d",
                           control->measure.year, grid->width, grid->start,
                           cohort_grid_year(grid, grid->steps));
    margin->time = at.date;
    return COHORT_OK;
}

/* Controls on one array (areas 0), or on areas at dates. */
static int read_controls(const cohort_grid *grid, int areas, int count,
                         const cohort_figure *controls, struct margin *margins, cohort_error *error)
{
    for (int i = 0; i < count; i++) {
        int code = read_control(grid, &controls[i], &margins[i], error);
        if (!code && areas > 0)
            code = place_control(grid, areas, &controls[i], &margins[i], error);
        if (code)
            return fail_control(controls, i, areas > 0, code, error);
    }
    return COHORT_OK;
}

/* Persons of one date: negative cells cannot be raked. */
static int check_cells(const cohort_grid *grid, const double *cells, cohort_error *error)
{
    char text[COHORT_AGE_TEXT];
    for (int c = 0; c < (int)cohort_grid_cells(grid); c++)
        if (!(cells[c] >= 0.0 && cells[c] <= DBL_MAX))
            return cohort_fail(error, COHORT_ERROR_VALUE,
                               "%s %s: %.10g: expected a finite number, 0 or more",
                               cohort_sex_name(c / grid->ages),
                               cohort_age_text(grid, c % grid->ages, text), cells[c]);
    return COHORT_OK;
}

static int check_count(int count, cohort_error *error)
{
    return count >= 1 ? COHORT_OK
                      : cohort_fail(error, COHORT_ERROR_ARGUMENT, "%d controls: expected 1 or more",
                                    count);
}

int cohort_rake(const cohort_grid *grid, double *cells, int count, const cohort_figure *controls,
                cohort_error *error)
{
    int code = cohort_grid_check(grid, error);
    if (!code)
        code = check_count(count, error);
    if (!code)
        code = check_cells(grid, cells, error);
    if (code)
        return code;
    const size_t size = cohort_grid_cells(grid) * sizeof *cells;
    struct margin *margins = calloc((size_t)count, sizeof *margins);
    double *copy = malloc(size); /* until it is known that all goes well */
    struct rake rake = {.grid = grid, .cells = &copy, .count = count, .margins = margins};
    if (!margins || !copy)
        code = cohort_fail_memory(error);
    if (!code)
        code = read_controls(grid, 0, count, controls, margins, error);
    if (!code) {
        memcpy(copy, cells, size);
        code = cohort_rake_margins(&rake, error);
        if (code)
            fail_control(controls, rake.missed, false, code, error);
    }
    if (!code)
        memcpy(cells, copy, size);
    free(copy);
    free(margins);
    return code;
}

/* ---- areas ---- */

void cohort_controlled_free(cohort_controlled *controlled)
{
    if (!controlled)
        return;
    for (int a = 0; controlled->area && a < controlled->areas; a++) {
        struct area *area = &controlled->area[a];
        cohort_stock_free(&area->population);
        cohort_stock_free(&area->factors);
        for (int f = 0; f < FLOWS; f++)
            cohort_flow_free(&area->flows[f]);
    }
    free(controlled->area);
    free(controlled);
}

/* The area as it is without controls. */
static int copy_area(const cohort_projection *from, struct area *area, cohort_error *error)
{
    const cohort_flow *const flows[] = {&from->births, &from->deaths, &from->net_migration};
    const cohort_grid *grid = &from->population.grid;
    int code = cohort_stock_init(&area->population, grid, error);
    if (!code)
        code = cohort_stock_init(&area->factors, grid, error);
    for (int f = 0; f < FLOWS && !code; f++) {
        code = cohort_flow_init(&area->flows[f], grid, error);
        if (!code && f != ADJUSTMENT)
            memcpy(cohort_flow_cells(&area->flows[f]), flows[f]->cells,
                   cohort_cell(grid, grid->steps, 0, 0) * sizeof(double));
    }
    if (!code)
        memcpy(cohort_stock_cells(&area->population), from->population.cells,
               cohort_cell(grid, grid->steps + 1, 0, 0) * sizeof(double));
    for (int date = 0; date <= grid->steps && !code; date++) {
        code = check_cells(grid, area->population.cells + cohort_cell(grid, date, 0, 0), error);
        if (code)
            cohort_fail_prefix(error, code, "%d, ", cohort_grid_year(grid, date));
    }
    return code;
}

static int copy_areas(cohort_controlled *controlled, const cohort_projection *const *projections,
                      cohort_error *error)
{
    const cohort_grid *grid = &projections[0]->population.grid;
    controlled->area = calloc((size_t)controlled->areas, sizeof *controlled->area);
    if (!controlled->area)
        return cohort_fail_memory(error);
    for (int a = 0; a < controlled->areas; a++) {
        int code = COHORT_OK;
        if (!cohort_grid_equal(grid, &projections[a]->population.grid))
            code = cohort_fail(error, COHORT_ERROR_GRID, "expected the grid of area 0");
        if (!code)
            code = copy_area(projections[a], &controlled->area[a], error);
        if (code)
            return cohort_fail_prefix(error, code, "area %d: ", a);
    }
    return COHORT_OK;
}

/* ---- populations ---- */

static int rake_dates(cohort_controlled *controlled, int count, const cohort_figure *controls,
                      cohort_error *error)
{
    const cohort_grid *grid = &controlled->area[0].population.grid;
    struct margin *margins = calloc((size_t)count, sizeof *margins);
    double **cells = calloc((size_t)controlled->areas, sizeof *cells);
    struct rake rake = {.grid = grid, .cells = cells, .count = count, .margins = margins};
    int code = margins && cells
                   ? read_controls(grid, controlled->areas, count, controls, margins, error)
                   : cohort_fail_memory(error);
    for (int a = 0; a < controlled->areas && !code; a++)
        cells[a] = cohort_stock_cells(&controlled->area[a].population);
    for (int date = 0; date <= grid->steps && !code; date++) {
        rake.time = date;
        code = cohort_rake_margins(&rake, error);
        if (code)
            fail_control(controls, rake.missed, true, code, error);
        else if (rake.rounds > controlled->rounds)
            controlled->rounds = rake.rounds;
    }
    free(margins);
    free(cells);
    return code;
}

/* ---- events ---- */

static struct events events_of(struct area *area, size_t at)
{
    return (struct events){cohort_flow_cells(&area->flows[BIRTHS]) + at,
                           cohort_flow_cells(&area->flows[DEATHS]) + at,
                           cohort_flow_cells(&area->flows[NET_MIGRATION]) + at};
}

/* The first age group: there are more children because more were born. */
static void follow_births(struct area *area, size_t cell, double closing, double new_closing)
{
    if (new_closing == closing) /* including none: they give no rate to follow */
        return;
    for (int f = BIRTHS; f <= NET_MIGRATION; f++)
        cohort_flow_cells(&area->flows[f])[cell] *= new_closing / closing;
}

/* Another group: events follow the opening by its factor r, so that rates stay; migration closes the
 * account. That is closing' - r closing + r (net migration), without its loss of digits. With nobody
 * at the opening there is no rate, and all of the change is adjustment. */
static void follow_cohort(struct area *area, size_t cell, double opening, double new_opening,
                          double new_closing)
{
    const double r = opening > 0.0 ? new_opening / opening : 1.0;
    const struct events events = events_of(area, cell);
    const double deaths = r * *events.deaths;
    const double net = new_closing - (new_opening - deaths);
    cohort_flow_cells(&area->flows[ADJUSTMENT])[cell] = net - r * *events.net_migration;
    *events.deaths = deaths;
    *events.net_migration = net;
}

/* Of one sex in one interval, from its first cell on. */
static void follow(struct area *area, const double *population, size_t first)
{
    const cohort_grid *grid = &area->population.grid;
    const double *opening = population + first, *new_opening = area->population.cells + first;
    const double *closing = opening + cohort_grid_cells(grid);
    const double *new_closing = new_opening + cohort_grid_cells(grid);
    const int last = grid->ages - 1;
    follow_births(area, first, closing[0], new_closing[0]);
    for (int x = 1; x <= last; x++) {
        const double was = opening[x - 1] + (x == last ? opening[last] : 0.0);
        const double is = new_opening[x - 1] + (x == last ? new_opening[last] : 0.0);
        if (is != was || new_closing[x] != closing[x])
            follow_cohort(area, first + (size_t)x, was, is, new_closing[x]);
    }
}

static int follow_interval(struct area *area, const double *population, int interval,
                           cohort_error *error)
{
    const cohort_grid *grid = &area->population.grid;
    const size_t at = cohort_cell(grid, interval, 0, 0);
    const double *opening = area->population.cells + at;
    const struct events events = events_of(area, at);
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        follow(area, population, cohort_cell(grid, interval, sex, 0));
    return cohort_check_accounts(grid, interval, opening, &events, error);
}

/* Factors, and events in step. */
static int follow_area(struct area *area, const double *population, cohort_error *error)
{
    const cohort_grid *grid = &area->population.grid;
    const double *now = area->population.cells;
    double *factors = cohort_stock_cells(&area->factors);
    for (size_t c = 0; c < cohort_cell(grid, grid->steps + 1, 0, 0); c++)
        factors[c] = now[c] == population[c] ? 1.0 : now[c] / population[c];
    int code = COHORT_OK;
    for (int i = 0; i < grid->steps && !code; i++)
        code = follow_interval(area, population, i, error);
    return code;
}

static int follow_areas(cohort_controlled *controlled, const cohort_projection *const *projections,
                        cohort_error *error)
{
    for (int a = 0; a < controlled->areas; a++) {
        int code = follow_area(&controlled->area[a], projections[a]->population.cells, error);
        if (code)
            return cohort_fail_prefix(error, code, "area %d: ", a);
    }
    return cohort_succeed(error);
}

int cohort_controlled_new(int areas, const cohort_projection *const *projections, int count,
                          const cohort_figure *controls, cohort_controlled **out,
                          cohort_error *error)
{
    *out = NULL;
    if (areas < 1)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "%d areas: expected 1 or more", areas);
    int code = check_count(count, error);
    if (code)
        return code;
    cohort_controlled *controlled = calloc(1, sizeof *controlled);
    if (!controlled)
        return cohort_fail_memory(error);
    controlled->areas = areas;
    code = copy_areas(controlled, projections, error);
    if (!code)
        code = rake_dates(controlled, count, controls, error);
    if (!code)
        code = follow_areas(controlled, projections, error);
    if (code) {
        cohort_controlled_free(controlled);
        return code;
    }
    *out = controlled;
    return code;
}

/* ---- results ---- */

static const struct area *area_of(const cohort_controlled *controlled, int area)
{
    return area >= 0 && area < controlled->areas ? &controlled->area[area] : NULL;
}

static const cohort_flow *flow_of(const cohort_controlled *controlled, int area, int flow)
{
    const struct area *a = area_of(controlled, area);
    return a ? &a->flows[flow] : NULL;
}

const cohort_stock *cohort_controlled_population(const cohort_controlled *controlled, int area)
{
    const struct area *a = area_of(controlled, area);
    return a ? &a->population : NULL;
}

const cohort_flow *cohort_controlled_births(const cohort_controlled *controlled, int area)
{
    return flow_of(controlled, area, BIRTHS);
}

const cohort_flow *cohort_controlled_deaths(const cohort_controlled *controlled, int area)
{
    return flow_of(controlled, area, DEATHS);
}

const cohort_flow *cohort_controlled_net_migration(const cohort_controlled *controlled, int area)
{
    return flow_of(controlled, area, NET_MIGRATION);
}

const cohort_flow *cohort_controlled_adjustment(const cohort_controlled *controlled, int area)
{
    return flow_of(controlled, area, ADJUSTMENT);
}

const cohort_stock *cohort_controlled_factors(const cohort_controlled *controlled, int area)
{
    const struct area *a = area_of(controlled, area);
    return a ? &a->factors : NULL;
}

int cohort_controlled_rounds(const cohort_controlled *controlled)
{
    return controlled->rounds;
}
