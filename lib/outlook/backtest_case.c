/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outlook/backtest_case.h"

#include "core/error.h"
#include "core/range.h"
#include "core/sized.h"

#include <stdlib.h>

/* ---- checks ---- */

static const cohort_cases DEFAULTS = COHORT_CASES;
static const struct cohort_sized CASES = {"cases", &DEFAULTS, sizeof DEFAULTS,
                                          COHORT_THROUGH(cohort_cases, to)};

void cohort_cases_init_sized(cohort_cases *cases, size_t size)
{
    cohort_sized_init(&CASES, cases, size);
}

static int take_cases(const cohort_cases *given, cohort_cases *cases, cohort_error *error)
{
    int code = cohort_sized_take(&CASES, given, cases, error);
    if (code)
        return code;
    if (cases->horizons >= 1 && cases->horizons <= COHORT_HORIZONS_MAX && cases->from <= cases->to)
        return COHORT_OK;
    return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                       "%d horizons, base dates %d to %d: expected 1 to %d, years in order",
                       cases->horizons, cases->from, cases->to, COHORT_HORIZONS_MAX);
}

static int check_censuses(const cohort_censuses *censuses, cohort_error *error)
{
    if (censuses->areas < 1 || !censuses->stocks)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "%d areas: expected 1 or more, with stocks", censuses->areas);
    const cohort_grid *grid = &censuses->stocks[0].grid;
    if (grid->steps < 2 || grid->width != WIDTH)
        return cohort_fail(error, COHORT_ERROR_GRID,
                           "%d censuses, %d years apart: expected 3 or more (2 for rates, 1 to "
                           "compare with), %d years apart",
                           grid->steps + 1, grid->width, WIDTH);
    for (int a = 0; censuses->group && a < censuses->areas; a++)
        if (censuses->group[a] < 0 || censuses->group[a] > COHORT_GROUP_MAX)
            return cohort_fail(error, COHORT_ERROR_ARGUMENT, "area %d, group %d: expected 0 to %d",
                               a, censuses->group[a], COHORT_GROUP_MAX);
    return COHORT_OK;
}

int cohort_panel_make(struct panel *panel, const cohort_censuses *censuses,
                      const cohort_cases *cases, const cohort_forecast_options *forecast,
                      cohort_error *error)
{
    *panel = (struct panel){.censuses = censuses};
    int code = check_censuses(censuses, error);
    if (!code)
        code = cohort_sized_take(&cohort_forecast_options_type, forecast, &panel->forecast, error);
    if (!code)
        code = take_cases(cases, &panel->cases, error);
    if (!code)
        code = cohort_forecast_peers(censuses->areas, censuses->stocks, censuses->left_out,
                                     &panel->peers, error);
    if (code)
        return code;
    panel->grid = censuses->stocks[0].grid;
    panel->forecast.nation = NULL;
    return COHORT_OK;
}

void cohort_panel_free(struct panel *panel)
{
    cohort_stock_free(&panel->peers);
}

/* ---- cases ---- */

const double *cohort_panel_cells(const struct panel *panel, int area, int date)
{
    return panel->censuses->stocks[area].cells + cohort_cell(&panel->grid, date, 0, 0);
}

static bool is_counted(const struct panel *panel, int area, int date)
{
    const unsigned char *left_out = panel->censuses->left_out;
    return !(left_out && left_out[area * (panel->grid.steps + 1) + date]) &&
           cohort_sum(cohort_panel_cells(panel, area, date), cohort_grid_cells(&panel->grid)) > 0.0;
}

/* The number of intervals from a base date that are asked for and end with a census. */
static int horizons_from(const struct panel *panel, int base)
{
    int horizons = 0;
    const int year = cohort_grid_year(&panel->grid, base);
    if (year < panel->cases.from || year > panel->cases.to)
        return 0;
    while (horizons < panel->cases.horizons && base + horizons < panel->grid.steps &&
           cohort_grid_year(&panel->grid, base + horizons + 1) <= panel->cases.until)
        horizons++;
    return horizons;
}

static bool is_case(const struct panel *panel, int area, int base)
{
    const unsigned char *areas = panel->cases.areas;
    return (!areas || areas[area]) && base > (panel->peers_until == COHORT_PEERS_OLDER) &&
           is_counted(panel, area, base) && is_counted(panel, area, base - 1);
}

int cohort_panel_forecast(const struct panel *panel, int area, int base, int horizons,
                          cohort_stock *out, cohort_error *error)
{
    cohort_forecast_options options = panel->forecast;
    cohort_stock peers = panel->peers; /* its cells are the panel's */
    const unsigned char *left_out = panel->censuses->left_out;
    if (panel->peers_until == COHORT_PEERS_OLDER)
        peers.grid.steps = base - 1;
    options.peers = panel->peers_until == COHORT_PEERS_NONE ? NULL : &peers;
    options.left_out = left_out ? left_out + area * (panel->grid.steps + 1) : NULL;
    options.as_of = cohort_grid_year(&panel->grid, base);
    const int code = cohort_forecast_population(&panel->censuses->stocks[area],
                                                cohort_grid_year(&panel->grid, base + horizons),
                                                &options, out, error);
    return code ? cohort_fail_prefix(error, code, "area %d from %d on: ", area, options.as_of)
                : COHORT_OK;
}

/* ---- outcomes ---- */

static int fill_items(const cohort_stock *stock, int year, double items[ITEMS], cohort_error *error)
{
    const cohort_band infants = {COHORT_BOTH, 0, WIDTH - 1};
    int code = cohort_count(stock, year, infants, &items[CHILDREN], error);
    for (int b = 0; !code && b < COHORT_SPREAD_BANDS; b++)
        code = cohort_count(stock, year, cohort_spread_band(b), &items[b], error);
    const double women = items[COHORT_SPREAD_WOMEN_20_39];
    if (!code)
        items[CHILDREN] = women > 0.0 ? items[CHILDREN] / women : 0.0;
    return code;
}

static int run_case(const struct panel *panel, int area, int base, int horizons,
                    struct outcomes *outcomes, cohort_error *error)
{
    cohort_stock forecast;
    int code = cohort_panel_forecast(panel, area, base, horizons, &forecast, error);
    for (int h = 1; !code && h <= horizons; h++) {
        const int year = cohort_grid_year(&panel->grid, base + h);
        struct outcome *of = &outcomes->of[outcomes->count];
        if (!is_counted(panel, area, base + h))
            continue;
        *of = (struct outcome){
            .area = area, .base = base, .horizon = h, .kind = cohort_spread_kind(&forecast)};
        code = fill_items(&panel->censuses->stocks[area], year, of->counted, error);
        if (!code)
            code = fill_items(&forecast, year, of->expected, error);
        outcomes->count++;
    }
    cohort_stock_free(&forecast);
    return code;
}

static int by_place(const void *a, const void *b)
{
    const struct outcome *x = a, *y = b;
    if (x->base != y->base)
        return x->base - y->base;
    return x->horizon != y->horizon ? x->horizon - y->horizon : x->area - y->area;
}

int cohort_outcomes_make(const struct panel *panel, struct outcomes *outcomes, cohort_error *error)
{
    const size_t most =
        (size_t)panel->censuses->areas * (size_t)panel->grid.steps * (size_t)panel->cases.horizons;
    int code = COHORT_OK;
    *outcomes = (struct outcomes){.of = malloc(most * sizeof *outcomes->of)};
    if (!outcomes->of)
        return cohort_fail_memory(error);
    for (int base = 1; base < panel->grid.steps; base++) {
        const int horizons = horizons_from(panel, base);
        for (int a = 0; !code && horizons > 0 && a < panel->censuses->areas; a++)
            if (is_case(panel, a, base))
                code = run_case(panel, a, base, horizons, outcomes, error);
    }
    if (!code && outcomes->count == 0)
        code = cohort_fail(error, COHORT_ERROR_MISSING,
                           "no case: expected an area with three counts in a row in these years");
    if (!code)
        qsort(outcomes->of, (size_t)outcomes->count, sizeof *outcomes->of, by_place);
    return code;
}
