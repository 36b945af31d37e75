/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inputs/counted.h"

#include "inputs/bands.h"
#include "inputs/fixtures.h"
#include "inputs/source.h"
#include "inputs/tables.h"

/* The year of this version: a table that goes further has a projection. */
enum { LAST_COUNT = 2026 };

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
    if (!until && last_year_of(grid) <= LAST_COUNT)
        return last_year_of(grid);
    while (!until && date > 0 &&
           cohort_grid_year(grid, date) >= cohort_grid_year(&counted->nation, 1))
        date--;
    if (!until)
        return cohort_grid_year(grid, date);
    while (date >= 0 && cohort_grid_year(grid, date) > until)
        date--;
    if (date < 0)
        die("counted until %d: expected a date of the populations, %d to %d", until, grid->start,
            last_year_of(grid));
    return cohort_grid_year(grid, date);
}

void counted_know_nation(struct counted *counted, const cohort_table *nation, const char *code)
{
    cohort_stock population;
    if (cohort_table_population(nation, code, "population", &population, NULL))
        return;
    counted->nation = population.grid;
    cohort_stock_free(&population);
}

bool counted_all(const struct counted *counted, const cohort_grid *grid)
{
    return grid->steps > 0 && counted_last(counted, grid) == last_year_of(grid);
}

bool counted_is_forecast(const struct counted *counted, const cohort_grid *grid)
{
    return counted->as_of || counted_all(counted, grid);
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

double counted_total(const cohort_stock *counts, int date)
{
    return cohort_total(counts, cohort_grid_year(&counts->grid, date));
}

bool counted_is_emptied(const cohort_stock *counts, int date)
{
    const double now = counted_total(counts, date);
    return !(now > 0.0) || (date > 0 && now < 0.2 * counted_total(counts, date - 1));
}

static bool is_ever_emptied(const cohort_stock *counts)
{
    for (int date = 0; date <= counts->grid.steps; date++)
        if (counted_is_emptied(counts, date))
            return true;
    return false;
}

/* The area of a file, or all of its areas together. */
static void read_peers(struct counted *counted, const char *path)
{
    cohort_table *table =
        read_table(path, source_variables, &(struct table_options){.sheet = NULL});
    const int count = cohort_table_area_count(table);
    cohort_stock *areas = allocate((size_t)count + 1, sizeof *areas);
    for (int i = 0; i < count; i++)
        must(cohort_table_population(table, cohort_table_area(table, i), "population", &areas[i],
                                     &error));
    if (count == 1 ? copy_stock(areas, &counted->peers, &error)
                   : cohort_forecast_peers(count, areas, NULL, &counted->peers, &error))
        die("%s: %s", input_name(path), error.text);
    for (int i = 0; i < count; i++)
        cohort_stock_free(&areas[i]);
    free(areas);
    cohort_table_free(table);
}

static void read_japan(struct counted *counted)
{
    read_peers(counted, fixture("peers.csv").path);
    counted->peers_are = "Japan's municipalities";
}

void counted_find_peers(struct counted *counted, bool of_japan, const cohort_table *table,
                        const char *area)
{
    const char *file = counted->peers_file;
    if (counted->peers.cells || (file && strcmp(file, "none") == 0))
        return;
    if (file) {
        read_peers(counted, file);
        counted->peers_are = input_name(file);
    } else if (of_japan)
        read_japan(counted);
    else if (!bearable(cohort_table_population(table, area, "population", &counted->peers, NULL)))
        counted->peers_are = area;
}

bool counted_peers_of(struct counted *counted, bool of_japan, int count, const cohort_stock *areas)
{
    enum { LEAST = 50 };
    cohort_stock all;
    cohort_stock *alike =
        allocate((size_t)count + 1, sizeof *alike); /* their cells are the caller's */
    int peers = 0;
    for (int i = 0; i < count; i++)
        if (!is_ever_emptied(&areas[i]) &&
            (peers == 0 || memcmp(&areas[i].grid, &alike->grid, sizeof alike->grid) == 0))
            alike[peers++] = areas[i];
    if (peers >= LEAST && !counted->peers_file) {
        must(cohort_forecast_peers(peers, alike, NULL, &all, &error));
        if (of_japan)
            read_japan(counted);
        if (!of_japan || counted_total(&all, all.grid.steps) >
                             0.5 * counted_total(&counted->peers, counted->peers.grid.steps)) {
            counted_free(counted);
            counted->peers = all;
            counted->peers_are = "the areas of the table together";
        } else {
            cohort_stock_free(&all);
        }
    }
    free(alike);
    return counted->peers.cells;
}

int counted_peers_until(const struct counted *counted, int last)
{
    const cohort_grid *grid = &counted->peers.grid;
    const bool are_two = counted->peers_file || grid->start + grid->width <= last;
    if (!counted->peers.cells || !are_two)
        return COHORT_OPEN_START;
    return last_year_of(grid) < last ? last_year_of(grid) : last;
}

void counted_note(const struct counted *counted, const char *path, const cohort_stock *population)
{
    enum { FEW = 1000 };
    const int until = counted_peers_until(counted, last_year_of(&population->grid));
    const double persons = counted_total(population, population->grid.steps);
    bool whole = true;
    for (int i = 0; i <= population->grid.steps; i++) {
        const double total = counted_total(population, i);
        whole = whole && fabs(total - round(total)) < 1e-6;
    }
    if (persons < FEW && !whole)
        note("%s: %g persons: if they are thousands, say so (--title \"千人\")", input_name(path),
             persons);
    const bool is_forecast = counted_is_forecast(counted, &population->grid);
    if (!is_forecast && counted->peers_file)
        note("--peers is ignored: nothing is forecast from counts");
    if (!is_forecast)
        return;
    if (until > COHORT_OPEN_START)
        note("peers of the forecast: %s, until %d; --peers takes others", counted->peers_are,
             until);
    else
        note("the forecast has no peers: ratios of the area itself are kept (--peers takes some)");
}

void counted_note_emptied(const char *path, const char *areas)
{
    if (*areas)
        note("%s: the last count of %s is of nobody, or less than a fifth of the one before: what "
             "is "
             "forecast from it is no finding (--as-of takes an earlier one)",
             input_name(path), areas);
}

struct text counted_words(const struct counted *counted, const cohort_grid *grid)
{
    const int last = counted_last(counted, grid);
    if (counted_is_forecast(counted, grid))
        return text_of("its dates until %d are taken for counts, from which it is forecast", last);
    const struct text before =
        text_of("; the dates before %d are left out", last); /* of what derives rates from it */
    return text_of("%d is taken for its last count, what is later for a projection, which is "
                   "carried on%s%s",
                   last,
                   counted->until ? ", as --counted-until has it (--as-of leaves it out)"
                                  : " (--counted-until says otherwise)",
                   grid->start < last ? before.s : "");
}

void counted_free(struct counted *counted)
{
    cohort_stock_free(&counted->peers);
}

int counted_forecast(const struct counted *counted, const cohort_stock *counts, int last_year,
                     const cohort_inputs *nation, cohort_inputs **out, cohort_error *problem)
{
    cohort_forecast_options options = COHORT_FORECAST_OPTIONS;
    cohort_stock peers = {.cells = NULL};
    cohort_grid grid = counted->peers.grid;
    int code = COHORT_OK;
    if (counted_peers_until(counted, last_year_of(&counts->grid)) > COHORT_OPEN_START)
        options.peers = &counted->peers;
    options.nation = nation;
    if (options.peers && grid.width == counts->grid.width && grid.ages > counts->grid.ages) {
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
