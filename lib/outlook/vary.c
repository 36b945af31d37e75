/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outlook/vary.h"

#include "core/error.h"
#include "core/grid.h"
#include "core/inputs.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

bool cohort_varies(const struct variation *variation)
{
    for (int v = 0; v < VARIES; v++)
        if (variation->of[v].sd > 0.0)
            return true;
    return false;
}

size_t cohort_vary_room(const cohort_grid *grid)
{
    return (VARIES + 1) * cohort_grid_cells(grid);
}

/*
 * The deviations of logarithms in the next interval, from those of the last. Given: cells of one
 * sex or of both; own, room for as many. Deviations form a chain over ages for each sex; the
 * women's chain depends on the men's.
 */
static void next_deviations(const cohort_uncertainty *u, const gsl_rng *random, int ages, int cells,
                            double *own, double *e)
{
    const double common = u->sd * sqrt(u->age_correlation);
    const double apart = u->sd * sqrt(1.0 - u->age_correlation);
    const double kept = u->neighbour_correlation, fresh = sqrt(1.0 - kept * kept);
    const double all = common * gsl_ran_gaussian_ziggurat(random, 1.0);
    for (int c = 0; c < cells; c++) {
        const double z = gsl_ran_gaussian_ziggurat(random, 1.0);
        own[c] = c % ages == 0 ? z : kept * own[c - 1] + fresh * z;
        const double a = c < ages ? own[c] : kept * own[c - ages] + fresh * own[c];
        e[c] = u->autocorrelation * e[c] + all + apart * a;
    }
}

static int fail_rate(const cohort_inputs *inputs, const char *what, int interval, int cell,
                     double value, cohort_error *error)
{
    const cohort_grid *grid = &inputs->grid;
    char age[COHORT_AGE_TEXT];
    return cohort_fail(error, COHORT_ERROR_VALUE,
                       "%s, %d-%d, %s %s: %g: not finite: its standard deviation is too large",
                       what, cohort_grid_year(grid, interval), cohort_grid_year(grid, interval + 1),
                       cohort_sex_name(cell / grid->ages),
                       cohort_age_text(grid, cell % grid->ages, age), value);
}

static int vary_fertility(const struct variation *v, int interval, const double *e,
                          cohort_inputs *varied, cohort_error *error)
{
    const bool by_ratio = varied->convention->births == BIRTHS_BY_RATIO;
    const cohort_quantity quantity = by_ratio ? COHORT_CWR : COHORT_ASFR;
    const int cells = by_ratio ? 1 : varied->grid.ages;
    const size_t at = (size_t)interval * (size_t)cells;
    const double *from = cohort_inputs_view(v->inputs, quantity) + at;
    double *to = cohort_inputs_array(varied, quantity) + at;
    for (int x = 0; x < cells; x++) {
        to[x] = from[x] == 0.0 ? 0.0 : from[x] * exp(e[x]);
        if (!isfinite(to[x]))
            return fail_rate(varied, cohort_quantity_name(quantity), interval,
                             COHORT_FEMALE * varied->grid.ages + x, to[x], error);
    }
    return COHORT_OK;
}

static void vary_survival(const struct variation *v, size_t at, const double *e,
                          cohort_inputs *varied)
{
    const double *log_survival = v->log_survival + at;
    double *S = cohort_inputs_array(varied, COHORT_SURVIVAL) + at;
    for (size_t c = 0; c < cohort_grid_cells(&varied->grid); c++)
        S[c] = log_survival[c] == 0.0 ? 1.0 : exp(exp(e[c]) * log_survival[c]);
}

/* Multiply the change that migration makes to survivors: (S + m) / S where rates stand at the age
 * of arrival, else 1 + m. Given: e, or NULL when migration is certain. */
static int vary_migration(const struct variation *v, int interval, const double *e,
                          cohort_inputs *varied, cohort_error *error)
{
    const cohort_grid *grid = &varied->grid;
    const bool by_arrival = varied->convention->by_arrival;
    const size_t at = cohort_cell(grid, interval, 0, 0);
    const double *S = cohort_inputs_view(v->inputs, COHORT_SURVIVAL) + at;
    const double *m = cohort_inputs_view(v->inputs, COHORT_NET_MIGRATION_RATIO) + at;
    const double *now = cohort_inputs_view(varied, COHORT_SURVIVAL) + at;
    double *to = cohort_inputs_array(varied, COHORT_NET_MIGRATION_RATIO) + at;
    for (int c = 0; c < (int)cohort_grid_cells(grid); c++) {
        const double of_age = v->profile ? v->profile[c % grid->ages] : 1.0;
        const double times = e ? exp(of_age * e[c]) : 1.0;
        if (by_arrival && c % grid->ages == 0)
            continue; /* births have no rate */
        if (by_arrival)
            to[c] = (S[c] + m[c]) * (S[c] > 0.0 ? now[c] / S[c] : 1.0) * times - now[c];
        else
            to[c] = (1.0 + m[c]) * times - 1.0;
        if (!isfinite(to[c]))
            return fail_rate(varied, "net_migration_ratio", interval, c, to[c], error);
    }
    return COHORT_OK;
}

int cohort_vary(const struct variation *variation, struct generator random[VARIES], double *state,
                cohort_inputs *varied, cohort_error *error)
{
    const cohort_grid *grid = &varied->grid;
    const struct convention *convention = varied->convention;
    const int cells = (int)cohort_grid_cells(grid);
    const int counts[VARIES] = {convention->births == BIRTHS_BY_RATIO ? 1 : grid->ages, cells,
                                cells};
    int code = COHORT_OK;
    memset(state, 0, cohort_vary_room(grid) * sizeof *state);
    for (int i = 0; !code && i < grid->steps; i++) {
        const double *e[VARIES] = {NULL};
        for (int v = 0; v < VARIES; v++)
            if (variation->of[v].sd > 0.0) {
                next_deviations(&variation->of[v], &random[v].rng, grid->ages, counts[v],
                                state + VARIES * cells, state + v * cells);
                e[v] = state + v * cells;
            }
        if (e[VARY_FERTILITY])
            code = vary_fertility(variation, i, e[VARY_FERTILITY], varied, error);
        if (e[VARY_MORTALITY])
            vary_survival(variation, cohort_cell(grid, i, 0, 0), e[VARY_MORTALITY], varied);
        if (!code && (e[VARY_MIGRATION] || (convention->by_arrival && e[VARY_MORTALITY])))
            code = vary_migration(variation, i, e[VARY_MIGRATION], varied, error);
    }
    return code;
}
