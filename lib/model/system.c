/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/migration.h>
#include <cohort/system.h>

#include "core/error.h"
#include "core/grid.h"
#include "core/inputs.h"
#include "core/range.h"
#include "model/projection.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct cohort_system {
    int areas;
    cohort_grid grid;
    cohort_projection **area;
    double *departures, *arrivals; /* [interval][area][sex][age] */
    double *present, *net;         /* [area][sex][age] of the interval at hand */
};

void cohort_system_free(cohort_system *system)
{
    if (!system)
        return;
    for (int a = 0; system->area && a < system->areas; a++)
        cohort_projection_free(system->area[a]);
    free(system->area);
    free(system->departures); /* one block with the others */
    free(system);
}

/* Who may move in an interval: those at each age, or on their way to it. */
static void find_present(const cohort_projection *area, int interval, double *present)
{
    const cohort_grid *grid = &area->inputs->grid;
    const double *opening = area->population.cells + cohort_cell(grid, interval, 0, 0);
    const int last = grid->ages - 1;
    if (!area->inputs->convention->by_arrival) {
        memcpy(present, opening, cohort_grid_cells(grid) * sizeof *present);
        return;
    }
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        const double *from = opening + sex * grid->ages;
        double *to = present + sex * grid->ages;
        to[0] = 0.0;
        for (int x = 1; x <= last; x++)
            to[x] = from[x - 1];
        to[last] += from[last];
    }
}

static int move(cohort_system *system, int interval, const cohort_moves *moves, cohort_error *error)
{
    const size_t cells = cohort_grid_cells(&system->grid), size = (size_t)system->areas * cells;
    const size_t at = (size_t)interval * size;
    const cohort_migration_flows flows = {system->departures + at, system->arrivals + at,
                                          system->net};
    for (int a = 0; a < system->areas; a++)
        find_present(system->area[a], interval, system->present + (size_t)a * cells);
    if (moves->rates)
        return cohort_migration_origin_destination(system->areas, (int)cells, system->present,
                                                   moves->rates + at * (size_t)system->areas,
                                                   &flows, error);
    return cohort_migration_pool(system->areas, (int)cells, system->present, moves->out_rates + at,
                                 moves->in_shares + at, &flows, error);
}

/* One area over one interval, with those who moved. */
static int step(cohort_projection *area, int interval, const double *net, cohort_error *error)
{
    const cohort_grid *grid = &area->inputs->grid;
    const size_t at = cohort_cell(grid, interval, 0, 0), cells = cohort_grid_cells(grid);
    double *migrants = cohort_inputs_array(area->inputs, COHORT_NET_MIGRANTS) + at;
    for (size_t c = 0; c < cells; c++)
        migrants[c] += net[c];
    const struct events events = {cohort_flow_cells(&area->births),
                                  cohort_flow_cells(&area->deaths),
                                  cohort_flow_cells(&area->net_migration)};
    double *population = cohort_stock_cells(&area->population) + at;
    struct excesses excesses = {.grid = grid};
    if ((cohort_steps_run_settled(&area->steps, interval, interval + 1, population, &events,
                                  &excesses) &&
         !area->inputs->cuts) ||
        !cohort_are_counts(population + cells, cells))
        return cohort_excess_fail(&excesses, error);
    return cohort_succeed(error);
}

static int run(cohort_system *system, const cohort_moves *moves, cohort_error *error)
{
    const size_t cells = cohort_grid_cells(&system->grid);
    for (int i = 0; i < system->grid.steps; i++) {
        int code = move(system, i, moves, error);
        if (code)
            return cohort_fail_prefix(error, code,
                                      "moves of %d-%d: ", cohort_grid_year(&system->grid, i),
                                      cohort_grid_year(&system->grid, i + 1));
        for (int a = 0; a < system->areas; a++) {
            code = step(system->area[a], i, system->net + (size_t)a * cells, error);
            if (code)
                return cohort_fail_prefix(error, code, "area %d: ", a);
        }
    }
    for (int a = 0; a < system->areas; a++) {
        int code = cohort_projection_check_births(system->area[a], error);
        if (code)
            return cohort_fail_prefix(error, code, "area %d: ", a);
    }
    return cohort_succeed(error);
}

/* Are all shares of one array 0 to 1? Its rows are [interval][row][sex][age]: of areas, or of pairs
 * of origin and destination. */
static int check_shares(const cohort_system *system, const char *name, const double *shares,
                        bool pairs, cohort_error *error)
{
    const cohort_grid *grid = &system->grid;
    const int rows = pairs ? system->areas * system->areas : system->areas;
    for (int i = 0; shares && i < grid->steps; i++)
        for (int row = 0; row < rows; row++)
            for (int cell = 0; cell < COHORT_SEXES * grid->ages; cell++, shares++) {
                char age[COHORT_AGE_TEXT], to[24] = "";
                const int from = pairs ? row / system->areas : row, into = row % system->areas;
                if ((pairs && from == into) || (*shares >= 0.0 && *shares <= 1.0))
                    continue; /* stayers are not read */
                if (pairs)
                    snprintf(to, sizeof to, " to %d", into);
                return cohort_fail(error, COHORT_ERROR_VALUE,
                                   "%s, %d-%d, area %d%s, %s %s: %.10g: expected 0 to 1", name,
                                   cohort_grid_year(grid, i), cohort_grid_year(grid, i + 1), from,
                                   to, cohort_sex_name(cell / grid->ages),
                                   cohort_age_text(grid, cell % grid->ages, age), *shares);
            }
    return COHORT_OK;
}

static int check_moves(const cohort_system *system, const cohort_moves *moves, cohort_error *error)
{
    int code = check_shares(system, "out_rates", moves->out_rates, false, error);
    if (!code)
        code = check_shares(system, "in_shares", moves->in_shares, false, error);
    if (!code)
        code = check_shares(system, "rates", moves->rates, true, error);
    return code;
}

static int allocate(cohort_system *system, const cohort_inputs *const *inputs, cohort_error *error)
{
    const size_t areas = (size_t)system->areas, cells = areas * cohort_grid_cells(&system->grid);
    const size_t flows = (size_t)system->grid.steps * cells;
    system->area = calloc(areas, sizeof *system->area);
    system->departures = calloc(2 * flows + 2 * cells, sizeof *system->departures);
    if (!system->area || !system->departures)
        return cohort_fail_memory(error);
    system->arrivals = system->departures + flows;
    system->present = system->arrivals + flows;
    system->net = system->present + cells;
    for (int a = 0; a < system->areas; a++) {
        int code = cohort_inputs_match(inputs[0], inputs[a], error);
        if (!code)
            code = cohort_projection_make(inputs[a], &system->area[a], error);
        if (code)
            return cohort_fail_prefix(error, code, "area %d: ", a);
        if (system->area[a]->steps.moves == MOVES_NONE)
            system->area[a]->steps.moves = MOVES_COUNT; /* from other areas */
    }
    return COHORT_OK;
}

int cohort_system_new(int areas, const cohort_inputs *const *inputs, const cohort_moves *moves,
                      cohort_system **out, cohort_error *error)
{
    *out = NULL;
    if (areas < 1)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "%d areas: expected 1 or more", areas);
    if (moves->rates ? moves->out_rates || moves->in_shares
                     : !moves->out_rates || !moves->in_shares)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "moves: expected out_rates and in_shares, or rates alone");
    cohort_system *system = calloc(1, sizeof *system);
    if (!system)
        return cohort_fail_memory(error);
    system->areas = areas;
    system->grid = inputs[0]->grid;
    int code = allocate(system, inputs, error);
    if (!code)
        code = check_moves(system, moves, error);
    if (!code)
        code = run(system, moves, error);
    if (code) {
        cohort_system_free(system);
        return code;
    }
    *out = system;
    return code;
}

const cohort_projection *cohort_system_area(const cohort_system *system, int area)
{
    return area >= 0 && area < system->areas ? system->area[area] : NULL;
}

static const double *of_interval(const cohort_system *system, const double *flows, int interval)
{
    size_t cells = (size_t)system->areas * cohort_grid_cells(&system->grid);
    return interval >= 0 && interval < system->grid.steps ? flows + (size_t)interval * cells : NULL;
}

const double *cohort_system_departures(const cohort_system *system, int interval)
{
    return of_interval(system, system->departures, interval);
}

const double *cohort_system_arrivals(const cohort_system *system, int interval)
{
    return of_interval(system, system->arrivals, interval);
}

int cohort_system_total(const cohort_system *system, cohort_stock *total, cohort_error *error)
{
    if (!cohort_grid_equal(&system->grid, &total->grid))
        return cohort_fail(error, COHORT_ERROR_GRID, "total: expected the grid of the areas");
    double *to = cohort_stock_cells(total);
    for (size_t c = 0; c < cohort_cell(&system->grid, system->grid.steps + 1, 0, 0); c++) {
        double sum = 0.0;
        for (int a = 0; a < system->areas; a++)
            sum += system->area[a]->population.cells[c];
        to[c] = sum;
    }
    return cohort_succeed(error);
}
