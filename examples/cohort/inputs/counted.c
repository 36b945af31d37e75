/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inputs/counted.h"

#include "inputs/bands.h"
#include "inputs/fixtures.h"
#include "inputs/tables.h"

/* The last census before this version: a table that goes further has a projection. */
enum { LAST_CENSUS = 2025 };

/* The age from which the rule of --old holds, at an interval's start: see derive.h. */
enum { OLD_FROM = 60 };
const char *const old_rules[] = {"own", "nation", NULL};

static int last_year_of(const cohort_grid *grid)
{
    return cohort_grid_year(grid, grid->steps);
}

int counted_last(const struct counted *counted, const cohort_grid *grid)
{
    const int until = counted->as_of ? counted->as_of : counted->until;
    int date = grid->steps;
    if (!until)
        return last_year_of(grid) <= LAST_CENSUS ? last_year_of(grid) : grid->start;
    while (date >= 0 && cohort_grid_year(grid, date) > until)
        date--;
    if (date < 0)
        die("counted until %d: expected a date of the populations, %d to %d", until, grid->start,
            last_year_of(grid));
    return cohort_grid_year(grid, date);
}

bool counted_all(const struct counted *counted, const cohort_grid *grid)
{
    return grid->steps > 0 && counted_last(counted, grid) == last_year_of(grid);
}

void counted_cut(cohort_stock *population, int from, int to)
{
    const cohort_grid *all = &population->grid;
    cohort_grid grid = *all;
    if (from <= all->start && to >= last_year_of(all))
        return;
    grid.start = from > all->start ? from : all->start;
    grid.steps = ((to < last_year_of(all) ? to : last_year_of(all)) - grid.start) / grid.width;
    must(cohort_stock_refit(population, &grid, &error));
}

void counted_split_old(const struct counted *counted, const cohort_inputs *nation,
                       cohort_inputs *inputs)
{
    const cohort_grid *grid = cohort_inputs_grid(inputs);
    if (!counted->old || !nation)
        return;
    const int first = cohort_grid_date(cohort_inputs_grid(nation), grid->start);
    const double *from = cohort_inputs_view(nation, COHORT_SURVIVAL);
    double *survival = cohort_inputs_array(inputs, COHORT_SURVIVAL);
    double *migration = cohort_inputs_array(inputs, COHORT_NET_MIGRATION_RATIO);
    for (int i = 0; i < grid->steps; i++)
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            for (int x = OLD_FROM / grid->width + 1; x < grid->ages; x++) {
                const size_t c = cohort_cell(grid, i, sex, x);
                const double own = survival[c] + migration[c];
                survival[c] = from[cohort_cell(grid, first + i, sex, x)];
                migration[c] = own - survival[c];
            }
}

static void read_peers(struct counted *counted, const char *path)
{
    static const char *const variables[] = {"population", NULL};
    cohort_table *table = read_table(path, variables, NULL);
    if (cohort_table_area_count(table) != 1)
        die("%s: expected one area, the peers", input_name(path));
    must(cohort_table_population(table, cohort_table_area(table, 0), variables[0], &counted->peers,
                                 &error));
    cohort_table_free(table);
    counted->has_peers = true;
}

static void take_peers(struct counted *counted, const cohort_table *table, const char *area)
{
    if (cohort_table_population(table, area, "population", &counted->peers, NULL))
        return;
    counted_cut(&counted->peers, COHORT_OPEN_START, counted_last(counted, &counted->peers.grid));
    counted->has_peers = counted->peers.grid.steps > 0;
    if (!counted->has_peers)
        cohort_stock_free(&counted->peers);
}

void counted_find_peers(struct counted *counted, bool of_japan, const cohort_table *table,
                        const char *area)
{
    if (counted->has_peers)
        return;
    if (counted->peers_file || of_japan)
        read_peers(counted, counted->peers_file ? counted->peers_file : fixture("peers.csv").path);
    else
        take_peers(counted, table, area);
}

/* Is a count of nobody, or of less than a fifth of the one before, among them? */
static bool is_emptied(const cohort_stock *counts)
{
    double before = 0.0;
    for (int date = 0; date <= counts->grid.steps; date++) {
        const double now = cohort_total(counts, cohort_grid_year(&counts->grid, date));
        if (!(now > 0.0) || now < 0.2 * before)
            return true;
        before = now;
    }
    return false;
}

bool counted_peers_of(struct counted *counted, int count, const cohort_stock *areas)
{
    enum { LEAST = 50 };
    cohort_stock *alike =
        allocate((size_t)count + 1, sizeof *alike); /* their cells are the caller's */
    int peers = 0;
    for (int i = 0; i < count; i++)
        if (!is_emptied(&areas[i]) &&
            (peers == 0 || memcmp(&areas[i].grid, &alike->grid, sizeof alike->grid) == 0))
            alike[peers++] = areas[i];
    counted->has_peers = peers >= LEAST;
    if (counted->has_peers)
        must(cohort_forecast_peers(peers, alike, NULL, &counted->peers, &error));
    free(alike);
    return counted->has_peers;
}

struct text counted_words(const struct counted *counted, const cohort_grid *grid)
{
    const int last = counted_last(counted, grid);
    if (counted->as_of || counted_all(counted, grid))
        return text_of("its dates until %d are taken for counts, from which it is forecast", last);
    return text_of("%d is taken for its last count, what is later for a projection, which is "
                   "carried on (--counted-until says otherwise)",
                   last);
}

void counted_free(struct counted *counted)
{
    if (counted->has_peers)
        cohort_stock_free(&counted->peers);
    counted->has_peers = false;
}

/* Have the peers more ages than the counts? */
static bool peers_are_older(const struct counted *counted, const cohort_stock *counts)
{
    return counted->peers.grid.width == counts->grid.width &&
           counted->peers.grid.ages > counts->grid.ages;
}

int counted_forecast(const struct counted *counted, const cohort_stock *counts, int last_year,
                     const cohort_inputs *nation, cohort_inputs **out, cohort_error *problem)
{
    cohort_forecast_options options = COHORT_FORECAST_OPTIONS;
    cohort_stock peers = {.cells = NULL};
    int code = COHORT_OK;
    options.peers = counted->has_peers ? &counted->peers : NULL;
    options.nation = nation;
    if (options.peers && peers_are_older(counted, counts)) {
        cohort_grid grid = counted->peers.grid;
        grid.ages = counts->grid.ages;
        code = copy_stock(&counted->peers, &peers, problem);
        if (!code)
            code = cohort_stock_refit(&peers, &grid, problem);
        options.peers = &peers;
    }
    if (!code)
        code = cohort_forecast(counts, last_year, &options, out, problem);
    cohort_stock_free(&peers);
    return code;
}
