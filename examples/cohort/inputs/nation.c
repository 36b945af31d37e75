/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inputs/nation.h"

#include <stdarg.h>

COHORT_PRINTF(2, 3)
static int fail(cohort_error *problem, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(problem->text, sizeof problem->text, format, arguments);
    va_end(arguments);
    return problem->code = COHORT_ERROR_GRID;
}

static int fail_to(cohort_error *problem, int to, int width, int first)
{
    fail(problem, "--to %d: expected a date every %d years from %d on", to, width, first);
    return problem->code = COHORT_ERROR_ARGUMENT;
}

/* The town's first date that the nation has, too; -1: none. */
static int first_common(const cohort_grid *town, const cohort_grid *nation)
{
    for (int date = 0; date <= town->steps; date++)
        if (cohort_grid_date(nation, cohort_grid_year(town, date)) >= 0)
            return date;
    return -1;
}

/* Let a population have its last date only. */
static int fit_last(cohort_stock *town, cohort_error *problem)
{
    cohort_grid grid = town->grid;
    grid.start = cohort_grid_year(&grid, grid.steps);
    grid.steps = 0;
    return cohort_stock_refit(town, &grid, problem);
}

void fit_free(struct fit *fit)
{
    cohort_stock_free(&fit->split);
    cohort_inputs_free(fit->rates);
}

/* Given: the town's grid; to, the horizon; split, is an open group that the nation has finer split,
 * or are the nation's summed? */
static int fit_find(const cohort_table *nation, const char *code, const cohort_grid *town, int to,
                    bool split, struct fit *fit, cohort_error *problem)
{
    *fit = (struct fit){.grid = *town};
    const int failed = cohort_table_population(nation, code, "population", &fit->split, problem);
    if (failed)
        return failed;
    const cohort_grid from = fit->split.grid;
    const int date = first_common(town, &from), own = cohort_grid_year(town, town->steps);
    fit->last = cohort_grid_year(&from, from.steps);
    if (date < 0)
        return fail(problem,
                    "the population is of %d to %d, and the rates that it borrows begin at "
                    "none of its dates: expected one of theirs, every %d years from %d to "
                    "%d (a register of other years does not fit)",
                    town->start, own, from.width, from.start, fit->last);
    fit->grid.start = cohort_grid_year(town, date);
    fit->first_left_out = date > 0 ? town->start : 0;
    const int first = fit->grid.start + (town->steps > 0 ? town->width : 0);
    if (from.width == town->width && (to < first || (to - first) % town->width != 0))
        return fail_to(problem, to, town->width, first);
    fit->grid.steps = (to - fit->grid.start) / town->width;
    fit->nation_is_closed = from.width == town->width && from.ages > town->ages;
    fit->town_is_closed = from.width == town->width && from.ages < town->ages;
    if (fit->town_is_closed || (split && fit->nation_is_closed))
        fit->grid.ages = from.ages;
    if (!split || !fit->nation_is_closed)
        cohort_stock_free(&fit->split);
    return COHORT_OK;
}

/* A town's open group by the shares of the nation's of the same date (or its last) and sex. */
static int split_open(const cohort_stock *nation, cohort_stock *town, cohort_error *problem)
{
    cohort_stock fine;
    cohort_grid grid = town->grid;
    const int open = grid.ages - 1;
    grid.ages = nation->grid.ages;
    const int code = cohort_stock_init(&fine, &grid, problem);
    for (int row = 0; !code && row < (grid.steps + 1) * COHORT_SEXES; row++) {
        const int date = row / COHORT_SEXES, sex = row % COHORT_SEXES;
        int from = cohort_grid_date(&nation->grid, cohort_grid_year(&grid, date));
        from = from >= 0                                            ? from
               : cohort_grid_year(&grid, date) > nation->grid.start ? nation->grid.steps
                                                                    : 0;
        const double *shares = nation->cells + cohort_cell(&nation->grid, from, sex, 0);
        const double *old = town->cells + cohort_cell(&town->grid, date, sex, 0);
        double *cells = cohort_stock_cells(&fine) + cohort_cell(&grid, date, sex, 0), sum = 0.0;
        for (int x = open; x < grid.ages; x++)
            sum += shares[x];
        for (int x = 0; x < grid.ages; x++)
            cells[x] = x < open    ? old[x]
                       : sum > 0.0 ? old[open] * (shares[x] / sum)
                                   : (x == open ? old[open] : 0.0);
    }
    if (code)
        return code;
    cohort_stock_free(town);
    *town = fine;
    return COHORT_OK;
}

/* Let a town's population take the grid, as far as it goes. */
static int fit_town(const struct fit *fit, cohort_stock *town, cohort_error *problem)
{
    cohort_grid part = fit->grid;
    const int last = cohort_grid_year(&town->grid, town->grid.steps);
    if (fit->split.cells && town->grid.width == part.width && town->grid.ages < part.ages) {
        const int code = split_open(&fit->split, town, problem);
        if (code)
            return code;
    }
    if (cohort_grid_year(&part, part.steps) > last)
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

/* The inputs of a town: derived from its population with the nation's rates on the grid; of one
 * date only, the nation's own, without migration. */
static int fit_inputs(const struct fit *fit, const cohort_stock *town, bool no_migration,
                      cohort_inputs **out, cohort_error *problem)
{
    if (no_migration)
        return closed_inputs(town, fit->rates, out, problem);
    if (town->grid.steps == 0)
        return fail_one_date(problem, NULL, fit->grid.start);
    return cohort_derive(town, fit->rates, NULL, out, problem);
}

/* ---- counts or a projection ---- */

static bool all_counted(const struct lender *lender, const cohort_stock *town)
{
    return counted_all(lender->counted, &town->grid);
}

/* Counts until before the horizon: those up to a horizon among them are repeated. */
static bool is_counted(const struct lender *lender, const cohort_stock *town)
{
    return !lender->no_migration && all_counted(lender, town) &&
           lender->to > cohort_grid_year(&town->grid, town->grid.steps);
}

int lender_cut(const struct lender *lender, cohort_stock *town, cohort_error *problem)
{
    if (lender->counted->as_of)
        counted_cut(town, COHORT_OPEN_START, lender->counted->as_of);
    if (lender->no_migration)
        return fit_last(town, problem);
    if (!all_counted(lender, town) && town->grid.steps > 0)
        counted_cut(town, counted_last(lender->counted, &town->grid), COHORT_OPEN_END);
    return COHORT_OK;
}

/* As far as is asked for, else as far as the town goes; for counts as far as a vision does. */
static int horizon_of(const struct lender *lender, const cohort_stock *town)
{
    const int last = cohort_grid_year(&town->grid, town->grid.steps);
    if (lender->to != COHORT_OPEN_END)
        return lender->to;
    return is_counted(lender, town) && VISION > last ? VISION : last;
}

/* Have the nation's rates, in steps as wide, none after the last count? Then none are borrowed. */
static bool has_no_date(const struct lender *lender, const cohort_grid *ahead, int to)
{
    static bool noted;
    const cohort_grid grid = lender->counted->nation;
    const bool has_none = grid.width == ahead->width && cohort_grid_date(&grid, ahead->start) < 0;
    if (has_none && !noted)
        note("the nation's rates are of every %d years from %d to %d, not of %d: without them, the "
             "peers' ratios, at most 1, stand for survival; the last date is %d",
             grid.width, grid.start, cohort_grid_year(&grid, grid.steps), ahead->start,
             to - (to - ahead->start) % ahead->width);
    noted = noted || has_none;
    return has_none;
}

/* The nation's rates on the grid. Life tables that are closed too early go on by a model. */
static int read_rates(const struct lender *lender, struct fit *fit, cohort_error *problem)
{
    static bool noted;
    int code =
        cohort_table_reference_on(lender->nation, lender->code, &fit->grid, &fit->rates, problem);
    if ((code != COHORT_ERROR_VALUE && code != COHORT_ERROR_GRID) || !lender->goes_on)
        return code;
    const cohort_error first = *problem;
    cohort_table_set_old_ages(lender->nation, COHORT_KANNISTO);
    code =
        cohort_table_reference_on(lender->nation, lender->code, &fit->grid, &fit->rates, problem);
    cohort_table_set_old_ages(lender->nation, COHORT_OLD_AGES_AS_GIVEN);
    if (!code)
        note_once(&noted, first.text, BY_KANNISTO);
    else
        *problem = first;
    return code;
}

int lender_fit(const struct lender *lender, cohort_stock *town, struct fit *fit,
               cohort_error *problem)
{
    int code = lender_cut(lender, town, problem);
    if (code)
        return code;
    const int to = horizon_of(lender, town);
    cohort_grid ahead = town->grid; /* of the dates whose rates are to come */
    if (is_counted(lender, town)) {
        ahead.start = cohort_grid_year(&ahead, ahead.steps);
        ahead.steps = 0;
        *fit = (struct fit){.grid = ahead, .last = to};
        fit->grid.steps = (to - ahead.start) / ahead.width;
        if (has_no_date(lender, &ahead, to))
            return to != VISION && (to - ahead.start) % ahead.width != 0
                       ? fail_to(problem, to, ahead.width, ahead.start)
                       : COHORT_OK; /* without --to as far as a date goes */
    }
    code = fit_find(lender->nation, lender->code, &ahead, to, lender->split_open, fit, problem);
    return code ? code : read_rates(lender, fit, problem);
}

int lender_inputs(const struct lender *lender, const struct fit *fit, cohort_stock *town,
                  cohort_inputs **out, cohort_error *problem)
{
    int code = COHORT_OK;
    *out = NULL;
    if (is_counted(lender, town)) {
        if (fit->split.cells && town->grid.ages < fit->grid.ages)
            code = split_open(&fit->split, town, problem);
        cohort_grid grid = town->grid;
        grid.ages = fit->grid.ages < grid.ages ? fit->grid.ages : grid.ages;
        if (!code && grid.ages < town->grid.ages)
            code = cohort_stock_refit(town, &grid, problem);
        if (!code)
            code = counted_forecast(lender->counted, town,
                                    cohort_grid_year(&fit->grid, fit->grid.steps), fit->rates, out,
                                    problem);
    } else {
        code = fit_town(fit, town, problem);
        if (!code && town->grid.steps == 0 && lender->counted->until)
            code = fail(problem,
                        "--counted-until %d: later dates are a projection, of which the nation has "
                        "the rates of one date only, %d: expected two; --as-of %d leaves them out",
                        lender->counted->until, town->grid.start, lender->counted->until);
        if (!code)
            code = fit_inputs(fit, town, lender->no_migration, out, problem);
    }
    if (!code)
        counted_split_old(lender->counted, fit->rates, *out);
    return code;
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

int fail_other_years(cohort_error *problem, const char *area, int date, int last)
{
    return fail(problem,
                "area \"%s\": the population is of %d, and its death rates are of other years, the "
                "last of %d: expected rates of %d, or an earlier population",
                area, date, last, date);
}

int fail_last_date(cohort_error *problem, const cohort_stock *town, int last)
{
    const int own = cohort_grid_year(&town->grid, town->grid.steps);
    return own == last ? problem->code
                       : fail(problem, "the last date is %d: expected %d, as that of the others",
                              own, last);
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
    if (fit->split.cells)
        note("%s ends with a wider group than %s: it is split as that population's oldest ages are "
             "(--split-open)",
             input_name(path), name);
    else if (fit->nation_is_closed)
        note("%s ends with %d+: the ages of %s from %d on are summed into one group, too",
             input_name(path), open, name, open);
    if (fit->first_left_out)
        note("%s: the dates before %d are left out: %s has none of them", input_name(path),
             fit->grid.start, name);
    if (to > fit->last)
        note("to %d: the rates of %s end in %d, and its last are held", to, name, fit->last);
}
