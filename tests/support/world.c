/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/world.h"

#include "support/close.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <stdlib.h>

const cohort_grid world_grid = {5, AGES, START, DATES - 1};
static const double MALE_SHARE = 0.51;

cohort_forecast_options known_rates(void)
{
    cohort_forecast_options options = COHORT_FORECAST_OPTIONS;
    options.prior = 1e9;
    options.gains_counted = 0;
    options.trend = options.trend_children = 0.0;
    options.children_keep = 0.0;
    options.mothers_from = 15;
    options.mothers_to = 49;
    for (int k = 0; k < COHORT_FORECAST_AGES; k++)
        options.keep[k] = 0.0;
    options.level[1] = options.level[2] = 0.0;
    return options;
}

static cohort_error error;

static double survival_of(int age)
{
    return age < 10 ? 0.995 : 0.995 - 0.03 * (age - 9);
}

static double migration_of(int age)
{
    return age == 4 ? -0.15 : age == 6 ? 0.08 : age == 14 ? 0.0 : -0.01;
}

/* The errors of an interval, cells and births. */
struct errors {
    double cell[COHORT_SEXES][AGES], birth;
};

/* Made of what cells share with their neighbours: k from cell to cell, and of the one sex in the
 * other. */
static void move_on(struct errors *e, gsl_rng *random, const cohort_uncertainty *cells,
                    const cohort_uncertainty *births)
{
    const double common = gsl_ran_ugaussian(random), own = 1.0 - cells->age_correlation;
    const double k = cells->neighbour_correlation, rest = sqrt(1.0 - k * k);
    double chain[COHORT_SEXES] = {gsl_ran_ugaussian(random), gsl_ran_ugaussian(random)};
    for (int x = 1; x < AGES; x++) {
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            chain[sex] = k * chain[sex] + rest * gsl_ran_ugaussian(random);
        const double apart[COHORT_SEXES] = {chain[0], k * chain[0] + rest * chain[1]};
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            e->cell[sex][x] =
                cells->autocorrelation * e->cell[sex][x] +
                cells->sd * (sqrt(cells->age_correlation) * common + sqrt(own) * apart[sex]);
    }
    e->birth = births->autocorrelation * e->birth + births->sd * gsl_ran_ugaussian(random);
}

/* Who is there at the next date, each person by chance. */
static void live(cohort_stock *stock, int date, const struct errors *e, gsl_rng *random)
{
    double women = 0.0;
    for (int sex = 0; sex < COHORT_SEXES; sex++) {
        const double *from = stock->cells + cohort_cell(&world_grid, date, sex, 0);
        double *to = cohort_stock_cells(stock) + cohort_cell(&world_grid, date + 1, sex, 0);
        for (int x = 1; x < AGES; x++) {
            double opening = from[x - 1] + (x == AGES - 1 ? from[x] : 0.0);
            double survival = survival_of(x), n;
            double ratio = (survival + migration_of(x)) * exp(e->cell[sex][x]);
            if (ratio <= survival)
                n = gsl_ran_binomial(random, ratio, (unsigned)opening);
            else
                n = gsl_ran_binomial(random, survival, (unsigned)opening) +
                    gsl_ran_poisson(random, (ratio - survival) * opening);
            to[x] = n;
            women += sex == COHORT_FEMALE && x >= WOMEN_FIRST && x <= WOMEN_LAST ? n : 0.0;
        }
    }
    double children = gsl_ran_poisson(random, women * CWR * exp(e->birth));
    double boys = gsl_ran_binomial(random, MALE_SHARE, (unsigned)children);
    cohort_stock_cells(stock)[cohort_cell(&world_grid, date + 1, COHORT_MALE, 0)] = boys;
    cohort_stock_cells(stock)[cohort_cell(&world_grid, date + 1, COHORT_FEMALE, 0)] =
        children - boys;
}

struct world *make_world(int areas, double persons, unsigned long seed,
                         const cohort_uncertainty *cells, const cohort_uncertainty *births)
{
    struct world *world = calloc(1, sizeof *world);
    gsl_rng *random = gsl_rng_alloc(gsl_rng_taus2);
    assert_non_null(world);
    assert_non_null(random);
    gsl_rng_set(random, seed);
    world->areas = areas;
    for (int a = 0; a < areas; a++) {
        struct errors e = {{{0.0}}, 0.0};
        cohort_stock *stock = &world->stocks[a];
        assert_ok(cohort_stock_init(stock, &world_grid, &error), error);
        for (int c = 0; c < COHORT_SEXES * AGES; c++)
            cohort_stock_cells(stock)[c] =
                floor(persons / (COHORT_SEXES * AGES) * (0.7 + 0.6 * gsl_rng_uniform(random)));
        for (int i = 0; i < DATES - 1; i++) {
            if (i > 0)
                move_on(&e, random, cells, births);
            live(stock, i, &e, random);
        }
    }
    gsl_rng_free(random);
    world->censuses = (cohort_censuses){areas, world->stocks, NULL, NULL};
    return world;
}

void free_world(struct world *world)
{
    for (int a = 0; a < world->areas; a++)
        cohort_stock_free(&world->stocks[a]);
    free(world);
}

double *person(struct world *world, int area, int date, int sex, int age)
{
    return &cohort_stock_cells(&world->stocks[area])[cohort_cell(&world_grid, date, sex, age)];
}

const cohort_cases from_base = {sizeof(cohort_cases), NULL, BASE, BASE, COHORT_OPEN_END, HORIZONS};

const cohort_uncertainty CELLS = {0.06, 0.6, 0.3, 0.0}, BIRTHS = {0.12, 0.8, 1.0, 0.0};
const cohort_uncertainty CERTAIN = {0.0, 0.0, 1.0, 0.0};
const cohort_band everybody = {COHORT_BOTH, 0, COHORT_OPEN_END};
