/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Estimates how uncertain rates were: the spread of past errors by class of area. */
#include "outlook/backtest_case.h"

#include "core/error.h"
#include "core/range.h"
#include "rates/derive.h"

#include <math.h>
#include <stdlib.h>

/* The share of errors that intervals are to hold, and the normal deviate of its end. */
static const double HELD = 0.8, DEVIATE = 1.2815515655446004;

/* ---- samples ---- */

enum kind { COMMON, CHILDREN, CELL };

/* The error of a logarithm, and the variance that chance only would give it. */
struct sample {
    double error, chance, weight;
    double born;        /* of COMMON: share of those born since the base date */
    short size, growth; /* classes */
    short kind, horizon;
    short age; /* of CELL: at the interval's end */
};

/* The variance that an error needs beyond the known one, and its weight. */
struct excess {
    double of, weight;
};

struct samples {
    const cohort_backtest_model *model;
    struct sample *all;
    size_t count;
    struct excess *room; /* to sort */
    /* A cell's share of persons times its age's profile, multiplied by that of another cell: summed
     * over all pairs and cases, and by the distance of ages (men and women are one group further
     * apart) */
    double together, apart[COHORT_PROFILE_MAX + 1];
    int cases, ages, horizons; /* horizons: those that have a sample at all */
};

static void take(struct samples *samples, struct sample sample, double counted, double expected)
{
    sample.error = log((counted + ADDED_PERSONS) / (expected + ADDED_PERSONS));
    samples->all[samples->count++] = sample;
    if (sample.horizon > samples->horizons)
        samples->horizons = sample.horizon;
}

/* Variance of the closing persons of a cell: of those who die, and of the net migrants. */
static double cell_chance(const struct forecast *f, int interval, int sex, int age)
{
    const size_t cell = cohort_cell(&f->panel->grid, interval, sex, age);
    const double opening = cohort_ratio(f->population, interval, sex, age).opening;
    const double survival = cohort_inputs_view(f->inputs, COHORT_SURVIVAL)[cell];
    const double migration = cohort_inputs_view(f->inputs, COHORT_NET_MIGRATION_RATIO)[cell];
    if (migration < 0.0)
        return opening * (survival + migration) * (1.0 - survival - migration);
    return opening * (survival * (1.0 - survival) + migration);
}

/* Cells of the first interval, weighted by their persons. */
static void take_cells(struct samples *samples, const struct forecast *f, struct sample sample)
{
    const cohort_grid *grid = &f->panel->grid;
    const double *counted = cohort_panel_cells(f->panel, f->tested.area, f->tested.base + 1);
    const double *expected = f->population->cells + cohort_cell(grid, 1, 0, 0);
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        for (int age = 1; age < grid->ages; age++) {
            size_t cell = cohort_cell(grid, 0, sex, age);
            double persons = expected[cell];
            sample.kind = CELL;
            sample.age = (short)age;
            sample.weight = persons;
            sample.chance = cell_chance(f, 0, sex, age) /
                            ((persons + ADDED_PERSONS) * (persons + ADDED_PERSONS));
            take(samples, sample, counted[cell], persons);
        }
    samples->cases++;
}

/* Of all persons. Those born since the base date are the youngest groups, one an interval. The
 * variance is that of births and of each interval before, as if nothing happened to it later. */
static void take_total(struct samples *samples, const struct forecast *f, int horizon,
                       struct sample sample)
{
    const cohort_grid *grid = &f->panel->grid;
    const size_t count = cohort_grid_cells(grid);
    const double *cells = f->population->cells + cohort_cell(grid, horizon, 0, 0);
    const double *counted = cohort_panel_cells(f->panel, f->tested.area, f->tested.base + horizon);
    const double persons = cohort_sum(cells, count);
    double born = 0.0;
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        for (int age = 0; age < horizon && age < grid->ages; age++)
            born += cells[cohort_cell(grid, 0, sex, age)];
    double chance = born;
    for (int i = 0; i < horizon; i++)
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            for (int age = 1; age < grid->ages; age++)
                chance += cell_chance(f, i, sex, age);
    sample.kind = COMMON;
    sample.chance = chance / ((persons + ADDED_PERSONS) * (persons + ADDED_PERSONS));
    sample.born = born / (persons + ADDED_PERSONS);
    take(samples, sample, cohort_sum(counted, count), persons);
}

static void take_children(struct samples *samples, const struct forecast *f, int horizon,
                          struct sample sample)
{
    const struct children counted = cohort_children(&f->panel->censuses->stocks[f->tested.area],
                                                    f->panel->frame, f->tested.base + horizon);
    double children = counted.women * cohort_inputs_view(f->inputs, COHORT_CWR)[horizon - 1];
    sample.kind = CHILDREN;
    sample.chance = 1.0 / (children + ADDED_PERSONS);
    take(samples, sample, counted.boys + counted.girls, children);
}

static int take_case(void *context, const struct forecast *f, cohort_error *error)
{
    (void)error;
    struct samples *samples = context;
    const cohort_backtest_model *model = samples->model;
    struct sample sample = {
        .weight = 1.0,
        .horizon = 1,
        .size = (short)cohort_limits_class(&model->size, f->tested.persons),
        .growth = (short)cohort_limits_class(&model->relative_growth, f->tested.relative_growth),
    };
    if (cohort_case_counted(f->panel, &f->tested, 1))
        take_cells(samples, f, sample);
    for (int h = 1; h <= f->tested.horizons; h++) {
        sample.horizon = (short)h;
        if (cohort_case_counted(f->panel, &f->tested, h)) {
            take_total(samples, f, h, sample);
            take_children(samples, f, h, sample);
        }
    }
    return COHORT_OK;
}

/* ---- spreads ---- */

/* Samples of which classes, and cells of which age? -1 = any. */
struct choice {
    int size, growth, age;
};
static const struct choice ANY = {-1, -1, -1};

static bool is_chosen(const struct sample *sample, struct choice choice, enum kind kind,
                      int horizon)
{
    return sample->kind == (short)kind && sample->horizon == horizon &&
           (choice.size < 0 || sample->size == choice.size) &&
           (choice.growth < 0 || sample->growth == choice.growth) &&
           (choice.age < 0 || sample->age == choice.age);
}

static int by_excess(const void *a, const void *b)
{
    const struct excess *x = a, *y = b;
    return (x->of > y->of) - (x->of < y->of);
}

/* The quantile at HELD, by weight; 0 if it is negative or there are no values. */
static double held_by(struct excess *excesses, size_t count)
{
    double all = 0.0, sum = 0.0;
    size_t i = 0;
    if (count == 0)
        return 0.0;
    for (size_t k = 0; k < count; k++)
        all += excesses[k].weight;
    qsort(excesses, count, sizeof *excesses, by_excess);
    while (i + 1 < count && (sum += excesses[i].weight) < HELD * all)
        i++;
    return fmax(excesses[i].of, 0.0);
}

/*
 * The variance that makes an interval of 80 % hold 80 % of the samples, once chance and births are
 * added. A sample needs error^2 / deviate^2 less these to be just inside.
 */
static double spread_of(struct samples *samples, struct choice choice, enum kind kind, int horizon,
                        double of_births, int *count)
{
    size_t n = 0;
    for (size_t s = 0; s < samples->count; s++) {
        const struct sample *sample = &samples->all[s];
        if (!is_chosen(sample, choice, kind, horizon))
            continue;
        double needed = sample->error / DEVIATE;
        const double of =
            needed * needed - sample->chance - of_births * sample->born * sample->born;
        samples->room[n++] = (struct excess){of, sample->weight};
    }
    *count = (int)n;
    return held_by(samples->room, n);
}

/* The same for the sum of the errors of neighbouring ages, or (sign -1) for their difference. */
static double spread_of_pairs(struct samples *samples, struct choice choice, double sign)
{
    size_t n = 0;
    for (size_t s = 0; s + 1 < samples->count; s++) {
        const struct sample *a = &samples->all[s], *b = a + 1;
        if (!is_chosen(a, choice, CELL, 1) || b->kind != CELL || b->age != a->age + 1)
            continue;
        double needed = (a->error + sign * b->error) / DEVIATE;
        samples->room[n++] =
            (struct excess){needed * needed - a->chance - b->chance, sqrt(a->weight * b->weight)};
    }
    return held_by(samples->room, n);
}

/* ---- from spreads to an autoregression ---- */

/*
 * The variance at a horizon for an sd of 1: of the error of that interval, or, summed, of all until
 * then: persons carry with them what each interval has brought.
 */
static double growth_of_variance(double autocorrelation, int horizon, bool is_summed)
{
    double sum = 0.0, lasting = 0.0, power = 1.0;
    for (int i = 0; i < horizon; i++, power *= autocorrelation) {
        lasting = is_summed ? lasting + power : power;
        sum += lasting * lasting;
    }
    return sum;
}

/* The misfit of an autocorrelation, squared logarithms, and the sd that goes with it. */
static double misfit(int horizons, const double *variance, double autocorrelation, bool is_summed,
                     double *sd)
{
    double mean = 0.0, sum = 0.0, logs[COHORT_HORIZONS_MAX];
    int n = 0;
    for (int h = 1; h <= horizons; h++)
        if (variance[h] > 0.0) {
            logs[n] = 0.5 * log(variance[h] / growth_of_variance(autocorrelation, h, is_summed));
            mean += logs[n++];
        }
    *sd = n > 0 ? exp(mean / n) : 0.0;
    for (int i = 0; i < n; i++)
        sum += (logs[i] - mean / n) * (logs[i] - mean / n);
    return sum;
}

/* The best autocorrelation, in hundredths; the largest if several are equally good. */
static cohort_uncertainty autoregression(int horizons, const double *variance, bool is_summed)
{
    cohort_uncertainty best = {0.0, 0.0, 1.0, 0.0};
    double least = HUGE_VAL, sd;
    for (int percent = 100; percent >= 0; percent--) {
        double miss = misfit(horizons, variance, percent / 100.0, is_summed, &sd);
        if (miss < least) {
            least = miss;
            best = (cohort_uncertainty){sd, percent / 100.0, 1.0, 0.0};
        }
    }
    return best;
}

/* The sum of cells, by persons, has sd^2 (rho together + (1 - rho) apart) of the cells' sd^2. */
static double apart_of(const struct samples *samples, double neighbour_correlation)
{
    double sum = 0.0, power = 1.0;
    for (int d = 0; d <= samples->ages; d++, power *= neighbour_correlation)
        sum += samples->apart[d] * power;
    return sum / samples->cases;
}

/*
 * How ages of a case move together. Neighbours have the correlation rho + (1 - rho) kappa: that
 * kappa, to a hundredth, with the rho that the sum of the first interval's cells then leaves to all
 * ages; their variance over that of a cell is `share`.
 */
static void correlate_ages(struct samples *samples, struct choice choice, cohort_uncertainty *u)
{
    int count;
    const double together = samples->together / samples->cases;
    const double cell = spread_of(samples, choice, CELL, 1, 0.0, &count);
    const double sum = spread_of_pairs(samples, choice, 1.0);
    const double difference = spread_of_pairs(samples, choice, -1.0);
    const double neighbours = sum > 0.0 ? (sum - difference) / (sum + difference) : 0.0;
    double least = HUGE_VAL, of_sum = u->sd * u->sd, held = of_sum;
    const double share = cell > 0.0 ? of_sum / cell : 1.0;
    for (int percent = 0; percent < 100; percent++) {
        double kappa = percent / 100.0, apart = apart_of(samples, kappa);
        double rho =
            together > apart ? fmin(fmax((share - apart) / (together - apart), 0.0), 1.0) : 1.0;
        double miss = fabs(rho + (1.0 - rho) * kappa - neighbours);
        if (miss < least) {
            least = miss;
            u->age_correlation = rho;
            u->neighbour_correlation = kappa;
            held = rho * samples->together / samples->cases + (1.0 - rho) * apart;
        }
    }
    if (held > 0.0) /* else nobody is expected anywhere */
        u->sd = sqrt(of_sum / held);
}

/* A class's spread; cases: the least number at one of the horizons. */
static cohort_spread estimate(struct samples *samples, struct choice choice)
{
    const int horizons = samples->horizons;
    cohort_spread spread = {.cases = 0};
    double common[COHORT_HORIZONS_MAX + 1] = {0.0}, children[COHORT_HORIZONS_MAX + 1] = {0.0};
    int count;
    for (int h = 1; h <= horizons; h++)
        children[h] = spread_of(samples, choice, CHILDREN, h, 0.0, &count);
    spread.fertility = autoregression(horizons, children, false);
    for (int h = 1; h <= horizons; h++) {
        /* variance of all births so far, as many in each interval */
        const double sd = spread.fertility.sd / h;
        const double of_births =
            sd * sd * growth_of_variance(spread.fertility.autocorrelation, h, true);
        common[h] = spread_of(samples, choice, COMMON, h, of_births, &count);
        if (h == 1 || count < spread.cases)
            spread.cases = count;
    }
    spread.migration = autoregression(horizons, common, true);
    correlate_ages(samples, choice, &spread.migration);
    return spread;
}

/* Divide the spread of each age by that of all ages, and the cells' errors by the result. */
static void profile_ages(struct samples *samples, int least, cohort_backtest_model *model)
{
    int count;
    const double all = spread_of(samples, ANY, CELL, 1, 0.0, &count);
    for (int age = 0; age < model->profile_ages; age++) {
        double own = spread_of(samples, (struct choice){-1, -1, age}, CELL, 1, 0.0, &count);
        model->profile[age] = count < least || own == 0.0 || all == 0.0 ? 1.0 : sqrt(own / all);
    }
    for (size_t s = 0; s < samples->count; s++) {
        struct sample *sample = &samples->all[s];
        double times = sample->kind == CELL ? model->profile[sample->age] : 1.0;
        sample->error /= times;
        sample->chance /= times * times;
    }
}

/* Add the products of a case's cells. */
static void add_products(struct samples *samples, const struct sample *cells, const double *profile)
{
    const int each = samples->ages - 1, count = COHORT_SEXES * each;
    double persons = 0.0;
    for (int i = 0; i < count; i++)
        persons += cells[i].weight;
    for (int i = 0; persons > 0.0 && i < count; i++)
        for (int j = 0; j < count; j++) {
            double product = cells[i].weight / persons * profile[cells[i].age] *
                             (cells[j].weight / persons) * profile[cells[j].age];
            samples->together += product;
            samples->apart[abs(cells[i].age - cells[j].age) + (i / each != j / each)] += product;
        }
}

static void add_all_products(struct samples *samples, const double *profile)
{
    for (size_t s = 0; s < samples->count; s++)
        if (samples->all[s].kind == CELL) {
            add_products(samples, &samples->all[s], profile);
            s += COHORT_SEXES * (size_t)(samples->ages - 1) - 1;
        }
}

static void estimate_all(struct samples *samples, int least, cohort_backtest_model *model)
{
    profile_ages(samples, least, model);
    add_all_products(samples, model->profile);
    cohort_spread all = estimate(samples, ANY);
    all.pooled = 2;
    for (int size = 0; size <= model->size.count; size++) {
        cohort_spread of_size = estimate(samples, (struct choice){size, -1, -1});
        of_size.pooled = 1;
        if (of_size.cases < least)
            of_size = all;
        for (int growth = 0; growth <= model->relative_growth.count; growth++) {
            cohort_spread own = estimate(samples, (struct choice){size, growth, -1});
            model->spread[size][growth] = own.cases < least ? of_size : own;
        }
    }
}

/* ---- fitting ---- */

static int make_room(struct samples *samples, const struct panel *panel, cohort_error *error)
{
    const size_t cases = (size_t)cohort_case_count(panel);
    const size_t each = cohort_grid_cells(&panel->grid) + 2 * (size_t)panel->cases.horizons;
    if (cases == 0)
        return cohort_case_fail_none(error);
    samples->all = malloc(cases * each * sizeof *samples->all);
    samples->room = malloc(cases * each * sizeof *samples->room);
    return samples->all && samples->room ? COHORT_OK : cohort_fail_memory(error);
}

/* The persons of the largest area: nothing is known of larger ones. */
static double most_persons(const struct panel *panel)
{
    const unsigned char *taken = panel->cases.areas;
    double most = 0.0;
    for (int a = 0; a < panel->censuses->areas; a++)
        for (int date = 0; (!taken || taken[a]) && date <= panel->grid.steps; date++)
            most = fmax(most, cohort_total(&panel->censuses->stocks[a],
                                           cohort_grid_year(&panel->grid, date)));
    return most;
}

int cohort_backtest_fit(const cohort_censuses *censuses, const cohort_cases *cases, int least,
                        cohort_backtest_model *model, cohort_error *error)
{
    struct panel panel;
    struct samples samples = {.model = model};
    int code = cohort_panel_make(&panel, censuses, &model->outlook, cases, error);
    if (!code)
        code = cohort_model_check(model, error);
    if (!code && panel.grid.ages > COHORT_PROFILE_MAX)
        code = cohort_fail(error, COHORT_ERROR_GRID, "%d ages: expected %d or fewer",
                           panel.grid.ages, COHORT_PROFILE_MAX);
    if (!code && least < 1)
        code = cohort_fail(error, COHORT_ERROR_ARGUMENT, "least %d: expected 1 or more", least);
    if (!code)
        code = make_room(&samples, &panel, error);
    if (!code)
        code = cohort_cases_visit(&panel, take_case, &samples, error);
    if (!code && samples.cases == 0)
        code = cohort_case_fail_none(error);
    if (!code) {
        samples.ages = model->profile_ages = panel.grid.ages;
        model->width = panel.grid.width;
        model->most_persons = most_persons(&panel);
        estimate_all(&samples, least, model);
    }
    free(samples.all);
    free(samples.room);
    cohort_panel_free(&panel);
    return code ? code : cohort_succeed(error);
}
