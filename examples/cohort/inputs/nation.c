/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inputs/nation.h"

#include <stdarg.h>

SAYS(2, 3)
static int fail(cohort_error *problem, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(problem->text, sizeof problem->text, format, arguments);
    va_end(arguments);
    return problem->code = COHORT_ERROR_GRID;
}

/* The town's first date that the nation has, too; -1: none. */
static int first_common(const cohort_grid *town, const cohort_grid *nation)
{
    for (int date = 0; date <= town->steps; date++)
        if (cohort_grid_date(nation, cohort_grid_year(town, date)) >= 0)
            return date;
    return -1;
}

int fit_last(cohort_stock *town, cohort_error *problem)
{
    cohort_grid grid = town->grid;
    grid.start = cohort_grid_year(&grid, grid.steps);
    grid.steps = 0;
    return cohort_stock_refit(town, &grid, problem);
}

int fit_find(const cohort_table *nation, const char *code, const cohort_grid *town, int to,
             struct fit *fit, cohort_error *problem)
{
    cohort_stock population;
    const int failed = cohort_table_population(nation, code, "population", &population, problem);
    if (failed)
        return failed;
    const cohort_grid from = population.grid;
    cohort_stock_free(&population);
    const int date = first_common(town, &from), own = cohort_grid_year(town, town->steps);
    *fit = (struct fit){
        .grid = *town, .first = from.start, .last = cohort_grid_year(&from, from.steps)};
    if (date < 0)
        return fail(problem,
                    "the population is of %d to %d, and the rates that it borrows begin at "
                    "none of its dates: expected one of theirs, every %d years from %d to "
                    "%d (a register of other years does not fit)",
                    town->start, own, from.width, from.start, fit->last);
    fit->grid.start = cohort_grid_year(town, date);
    fit->first_left_out = date > 0 ? town->start : 0;
    to = to == COHORT_OPEN_END ? own : to;
    if (to < fit->grid.start || (to - fit->grid.start) % town->width != 0)
        return fail(problem, "--to %d: expected a date every %d years from %d on", to, town->width,
                    fit->grid.start);
    fit->grid.steps = (to - fit->grid.start) / town->width;
    fit->nation_is_closed = from.width == town->width && from.ages > town->ages;
    fit->town_is_closed = from.width == town->width && from.ages < town->ages;
    if (fit->town_is_closed)
        fit->grid.ages = from.ages;
    return COHORT_OK;
}

int fit_town(const struct fit *fit, cohort_stock *town, cohort_error *problem)
{
    cohort_grid part = fit->grid;
    const int last = cohort_grid_year(&town->grid, town->grid.steps);
    if (cohort_grid_year(&part, part.steps) > last && part.width > 0)
        part.steps = (last - part.start) / part.width;
    /* one of fewer ages or without the first date is refused by what derives its rates */
    if (part.ages > town->grid.ages || cohort_grid_date(&town->grid, part.start) < 0)
        return COHORT_OK;
    return cohort_stock_refit(town, &part, problem);
}

/* The nation's rates with the town's population. */
static int closed_inputs(const cohort_stock *town, const cohort_inputs *rates, cohort_inputs **out,
                         cohort_error *problem)
{
    static const cohort_quantity migration[] = {COHORT_NET_MIGRATION_RATIO, COHORT_NET_MIGRANTS};
    const cohort_grid *grid = cohort_inputs_grid(rates);
    if (town->grid.width != grid->width || town->grid.ages != grid->ages)
        return fail(problem,
                    "%d groups of %d years; the nation's rates: %d of %d: expected "
                    "the same",
                    town->grid.ages, town->grid.width, grid->ages, grid->width);
    const double *base = town->cells + cohort_cell(&town->grid, town->grid.steps, 0, 0);
    const int code = cohort_inputs_restart(rates, cohort_grid_year(&town->grid, town->grid.steps),
                                           base, out, problem);
    for (int q = 0; !code && q < 2; q++) {
        double *values = cohort_inputs_array(*out, migration[q]);
        const cohort_grid *own = cohort_inputs_grid(*out);
        for (size_t i = 0; values && i < cohort_cell(own, own->steps, 0, 0); i++)
            values[i] = 0.0;
    }
    return code;
}

int fit_inputs(const struct fit *fit, const cohort_stock *town, const cohort_inputs *rates,
               bool no_migration, cohort_inputs **out, cohort_error *problem)
{
    *out = NULL;
    if (no_migration)
        return closed_inputs(town, rates, out, problem);
    if (town->grid.steps == 0)
        return fail_one_date(problem, NULL, fit->grid.start);
    return cohort_derive(town, rates, NULL, out, problem);
}

int fail_one_date(cohort_error *problem, const char *area, int date)
{
    return fail(
        problem,
        "%s%s%sthe population is of one date only, %d, without rates: expected two dates or "
        "more, from which rates are derived (further files may have them: 2015.csv "
        "2020.csv), or --no-migration, which takes the nation's rates and no migration",
        area ? "area \"" : "", area ? area : "", area ? "\": " : "", date);
}

int look_ahead(int published)
{
    if (published >= VISION)
        return published;
    note("the last date is %d, as far as population visions look (--to says otherwise)", VISION);
    return VISION;
}

void fit_note(const struct fit *fit, const char *path, const char *name)
{
    const int open = (fit->grid.ages - 1) * fit->grid.width;
    const int to = cohort_grid_year(&fit->grid, fit->grid.steps);
    if (fit->town_is_closed)
        note(
            "%s: the ages from %d on are summed into one group, as the rates that they borrow have "
            "it",
            input_name(path), open);
    if (fit->nation_is_closed)
        note("%s ends with %d+: the ages of %s from %d on are summed into one group, too",
             input_name(path), open, name, open);
    if (fit->first_left_out)
        note("%s: the dates before %d are left out: %s has none of them", input_name(path),
             fit->grid.start, name);
    if (to > fit->last)
        note("to %d: the rates of %s end in %d, and its last are held", to, name, fit->last);
}
