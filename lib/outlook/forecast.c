/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outlook/spread.h"

#include "core/error.h"
#include "core/grid.h"
#include "core/range.h"
#include "core/sized.h"
#include "rates/derive.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The first ages of the groups that keep and fade differ by, but for the first group. */
static const int group_starts[COHORT_FORECAST_AGES - 1] = {10, 25, 40, 55, 60, 75};

/* What fades and dampings are of. */
enum { YEARS_OF_OPTIONS = 5 };

/* An area, what is known of it and of its peers, and where it stands. */
struct forecast {
    cohort_forecast_options options;
    const cohort_stock *counts, *peers;
    cohort_grid grid; /* of the result */
    int base;         /* date of the last count that is used */
    int mothers[2];   /* first and last group */
    /* the peers' first and latest date until the base: of children; ends of intervals */
    int dates[2], ends[2];
    double *level;  /* [sex][age]: the peers' */
    double *excess; /* likewise */
    double per_woman, excess_children, male_share;
};

/* ---- options ---- */

static const cohort_forecast_options DEFAULTS = COHORT_FORECAST_OPTIONS;
const struct cohort_sized cohort_forecast_options_type = {
    "forecast_options", &DEFAULTS, sizeof DEFAULTS,
    COHORT_THROUGH(cohort_forecast_options, trend_children)};

void cohort_forecast_options_init_sized(cohort_forecast_options *options, size_t size)
{
    cohort_sized_init(&cohort_forecast_options_type, options, size);
}

static bool are_positive(const double *values, int count)
{
    return cohort_are_counts(values, (size_t)count);
}

static int check_options(const cohort_forecast_options *o, cohort_error *error)
{
    const double dampings[2] = {o->trend, o->trend_children};
    if (are_positive(&o->prior, 1) && are_positive(o->recent, COHORT_FORECAST_RECENT) &&
        are_positive(o->level, COHORT_FORECAST_RECENT) &&
        are_positive(o->level_old, COHORT_FORECAST_RECENT) && o->recent[0] > 0.0 &&
        o->level[0] > 0.0 && o->level_old[0] > 0.0 && are_positive(o->keep, COHORT_FORECAST_AGES) &&
        are_positive(o->fade, COHORT_FORECAST_AGES) && are_positive(o->gains, 2) &&
        are_positive(o->losses, 2) && are_positive(&o->children_keep, 1) &&
        are_positive(&o->children_fade, 1) && !cohort_see(dampings, 2, 0.0, 1.0).outside)
        return COHORT_OK;
    return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                       "forecast options: expected numbers of 0 or more, the first weights above "
                       "0, trend and trend_children at most 1");
}

/* ---- what is known ---- */

/* Does a stock have this date, and so many before it? Counts of the area itself may be left out. */
static bool is_counted(const struct forecast *f, const cohort_stock *stock, int date, int before)
{
    const unsigned char *left_out = stock == f->counts ? f->options.left_out : NULL;
    return date >= before && !(left_out && (left_out[date] || left_out[date - before]));
}

/* The peers' latest such date until a year, or else the first one; -1 if there is none. */
static int date_of_peers(const struct forecast *f, int year, int before)
{
    int found = -1;
    for (int date = 0; date <= f->peers->grid.steps; date++)
        if (is_counted(f, f->peers, date, before) &&
            (found < 0 || cohort_grid_year(&f->peers->grid, date) <= year))
            found = date;
    return found;
}

/* A ratio; that of nobody is `else_`. */
static double share(double part, double all, double else_)
{
    return all > 0.0 ? part / all : else_;
}

/* A ratio of small numbers, drawn towards that of the peers. */
static double drawn(double closing, double opening, double prior, double all)
{
    return share(closing + prior * all, opening + prior, all);
}

/* The ratio of the peers that ends at one of their dates. */
static double ratio_of_peers(const struct forecast *f, int date, int sex, int age)
{
    const struct ratio ratio = cohort_ratio(f->peers, date - 1, sex, age);
    return share(ratio.closing, ratio.opening, 1.0);
}

/* ---- levels and excess ---- */

static double level_of(const struct forecast *f, int sex, int age)
{
    const bool is_old = (age - 1) * f->grid.width >= AGE_OF_OWN_SURVIVAL;
    const double *weight = is_old ? f->options.level_old : f->options.level;
    double sum = 0.0, weights = 0.0;
    for (int k = 0; k < COHORT_FORECAST_RECENT; k++) {
        const int date = f->ends[1] - k;
        if (!is_counted(f, f->peers, date, 1))
            continue;
        sum += weight[k] * ratio_of_peers(f, date, sex, age);
        weights += weight[k];
    }
    return sum / weights;
}

static double excess_of(const struct forecast *f, int sex, int age)
{
    double sum = 0.0, weights = 0.0;
    for (int k = 0; k < COHORT_FORECAST_RECENT; k++) {
        const int date = f->base - k;
        if (!is_counted(f, f->counts, date, 1))
            continue;
        const int year = cohort_grid_year(&f->counts->grid, date);
        const double all = ratio_of_peers(f, date_of_peers(f, year, 1), sex, age);
        const struct ratio own = cohort_ratio(f->counts, date - 1, sex, age);
        sum +=
            f->options.recent[k] * (drawn(own.closing, own.opening, f->options.prior, all) - all);
        weights += f->options.recent[k];
    }
    return weights > 0.0 ? sum / weights : 0.0;
}

static void know_children(struct forecast *f)
{
    const double prior = f->options.prior;
    const struct children own = cohort_children(f->counts, f->mothers, f->base);
    const struct children all = cohort_children(f->peers, f->mothers, f->dates[1]);
    const double boys = share(all.boys, all.boys + all.girls, 0.5);
    f->per_woman = share(all.boys + all.girls, all.women, 0.0);
    f->excess_children = drawn(own.boys + own.girls, own.women, prior, f->per_woman) - f->per_woman;
    f->male_share = drawn(own.boys, own.boys + own.girls, prior, boys);
}

static int know(struct forecast *f, cohort_error *error)
{
    const size_t cells = cohort_grid_cells(&f->grid);
    f->level = calloc(2 * cells, sizeof *f->level);
    if (!f->level)
        return cohort_fail_memory(error);
    f->excess = f->level + cells;
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        for (int age = 1; age < f->grid.ages; age++) {
            f->level[cohort_cell(&f->grid, 0, sex, age)] = level_of(f, sex, age);
            f->excess[cohort_cell(&f->grid, 0, sex, age)] = excess_of(f, sex, age);
        }
    know_children(f);
    return COHORT_OK;
}

/* ---- trends ---- */

/* What fades to `share` in five years, in one interval's years. */
static double in_interval(const struct forecast *f, double share)
{
    return f->grid.width == YEARS_OF_OPTIONS ? share
                                             : pow(share, (double)f->grid.width / YEARS_OF_OPTIONS);
}

/* The mean movements that a damped trend has made by the end of an interval (0: the first). */
static double moved(const struct forecast *f, double damping, int interval)
{
    const double in_one = in_interval(f, damping);
    double sum = 0.0, step = in_one;
    for (int i = 0; i <= interval; i++, step *= in_one)
        sum += step;
    return sum;
}

/* What the trend of survival makes of a ratio at old ages. */
static double trend_of(const struct forecast *f, int interval, int sex, int age)
{
    const double first = ratio_of_peers(f, f->ends[0], sex, age);
    const double now = ratio_of_peers(f, f->ends[1], sex, age);
    if (f->ends[1] == f->ends[0] || !(now > 0.0 && now < 1.0 && first > 0.0 && first < 1.0))
        return 1.0;
    const double change = log(log(now) / log(first)) / (f->ends[1] - f->ends[0]);
    return exp(log(now) * expm1(change * moved(f, f->options.trend, interval)));
}

static double trend_of_children(const struct forecast *f, int interval)
{
    const struct children first = cohort_children(f->peers, f->mothers, f->dates[0]);
    const struct children now = cohort_children(f->peers, f->mothers, f->dates[1]);
    const int intervals = f->dates[1] - f->dates[0];
    const double change = log(share(now.boys + now.girls, now.women, 0.0)) -
                          log(share(first.boys + first.girls, first.women, 0.0));
    return isfinite(change) && intervals > 0
               ? exp(change / intervals * moved(f, f->options.trend_children, interval))
               : 1.0;
}

/* ---- the populations to come ---- */

/* What is left of an excess by an interval, at the age at its start. */
static double kept(const struct forecast *f, int interval, int start, double excess)
{
    const cohort_forecast_options *o = &f->options;
    const double *by_sign = excess > 0.0 ? o->gains : o->losses;
    int group = 0;
    while (group < COHORT_FORECAST_AGES - 1 && start >= group_starts[group])
        group++;
    double keep = o->keep[group], fade = o->fade[group];
    if (start < AGE_OF_OWN_SURVIVAL) {
        keep *= by_sign[0];
        fade *= by_sign[1];
    }
    return keep * pow(in_interval(f, fade), interval) * excess;
}

/* Those who reach an age by the end of an interval. */
static double closing_of(const struct forecast *f, const cohort_stock *stock, int interval, int sex,
                         int age)
{
    const int start = (age - 1) * f->grid.width;
    const size_t cell = cohort_cell(&f->grid, 0, sex, age);
    const double opening = cohort_ratio(stock, interval, sex, age).opening;
    const double ratio = f->level[cell] + kept(f, interval, start, f->excess[cell]);
    if (start >= AGE_OF_OWN_SURVIVAL)
        return fmax(0.0, ratio * opening * trend_of(f, interval, sex, age));
    if (ratio > 1.0 && opening > 0.0 && f->options.gains_counted &&
        is_counted(f, f->counts, f->base, 1))
        return opening + (ratio - 1.0) * cohort_ratio(f->counts, f->base - 1, sex, age).opening;
    return fmax(0.0, ratio * opening);
}

static void move_on(const struct forecast *f, cohort_stock *stock, int interval)
{
    double *cells = cohort_stock_cells(stock);
    for (int sex = 0; sex < COHORT_SEXES; sex++)
        for (int age = 1; age < f->grid.ages; age++)
            cells[cohort_cell(&f->grid, interval + 1, sex, age)] =
                closing_of(f, stock, interval, sex, age);
    const double per_woman =
        f->per_woman + f->options.children_keep *
                           pow(in_interval(f, f->options.children_fade), interval) *
                           f->excess_children;
    const double born = fmax(0.0, per_woman) * trend_of_children(f, interval) *
                        cohort_children(stock, f->mothers, interval + 1).women;
    cells[cohort_cell(&f->grid, interval + 1, COHORT_MALE, 0)] = born * f->male_share;
    cells[cohort_cell(&f->grid, interval + 1, COHORT_FEMALE, 0)] = born * (1.0 - f->male_share);
}

/* ---- checks ---- */

static int check_peers(const struct forecast *f, cohort_error *error)
{
    const cohort_grid *own = &f->counts->grid, *peers = &f->peers->grid;
    if (peers->ages != own->ages || peers->width != own->width || peers->steps < 1)
        return cohort_fail(error, COHORT_ERROR_GRID,
                           "peers: %d groups of %d years at %d dates: expected %d of %d, at two "
                           "dates or more",
                           peers->ages, peers->width, peers->steps + 1, own->ages, own->width);
    return cohort_stock_check(f->peers, "peers", error);
}

static int check_dates(struct forecast *f, int last_year, cohort_error *error)
{
    const cohort_grid *grid = &f->counts->grid;
    const int as_of = f->options.as_of;
    f->base = as_of == COHORT_OPEN_END ? grid->steps : cohort_grid_date(grid, as_of);
    while (f->base > 0 && !is_counted(f, f->counts, f->base, 0))
        f->base--;
    const int year = f->base < 0 ? as_of : cohort_grid_year(grid, f->base);
    for (int k = 0; k < 2; k++) {
        f->dates[k] = date_of_peers(f, k == 0 ? INT_MIN : year, 0);
        f->ends[k] = date_of_peers(f, k == 0 ? INT_MIN : year, 1);
    }
    if (f->base < 1 || f->ends[0] < 0)
        return cohort_fail(error, COHORT_ERROR_GRID,
                           "counts from %d to %d, as of %d: expected the second date or a later "
                           "one; without peers, two in a row that are not left out",
                           grid->start, cohort_grid_year(grid, grid->steps), year);
    if (last_year <= year || (last_year - year) % grid->width != 0)
        return cohort_fail(error, COHORT_ERROR_GRID,
                           "to %d: expected a whole number of intervals of %d years after the last "
                           "count, %d",
                           last_year, grid->width, year);
    f->grid = (cohort_grid){grid->width, grid->ages, year, (last_year - year) / grid->width};
    return cohort_grid_check(&f->grid, error);
}

static int begin(struct forecast *f, const cohort_stock *counts, int last_year,
                 const cohort_forecast_options *options, cohort_error *error)
{
    *f = (struct forecast){.counts = counts};
    int code = cohort_sized_take(&cohort_forecast_options_type, options, &f->options, error);
    f->peers = f->options.peers ? f->options.peers : counts;
    if (!code)
        code = check_options(&f->options, error);
    if (!code)
        code = cohort_stock_check(counts, "count", error);
    if (!code)
        code = cohort_grid_groups(&counts->grid, f->options.mothers_from, f->options.mothers_to,
                                  &f->mothers[0], &f->mothers[1], error);
    if (!code)
        code = check_peers(f, error);
    if (!code)
        code = check_dates(f, last_year, error);
    return code ? code : know(f, error);
}

/* From the options to the populations to come; f->level and out->cells are freed by the caller. */
static int run(struct forecast *f, const cohort_stock *counts, int last_year,
               const cohort_forecast_options *options, cohort_stock *out, cohort_error *error)
{
    out->cells = NULL;
    int code = begin(f, counts, last_year, options, error);
    if (!code)
        code = cohort_stock_init(out, &f->grid, error);
    if (code)
        return code;
    memcpy(cohort_stock_cells(out), counts->cells + cohort_cell(&counts->grid, f->base, 0, 0),
           cohort_grid_cells(&f->grid) * sizeof *counts->cells);
    for (int i = 0; i < f->grid.steps; i++)
        move_on(f, out, i);
    return cohort_stock_check(out, "forecast", error);
}

int cohort_forecast_population(const cohort_stock *counts, int last_year,
                               const cohort_forecast_options *options, cohort_stock *out,
                               cohort_error *error)
{
    struct forecast f;
    const int code = run(&f, counts, last_year, options, out, error);
    if (code)
        cohort_stock_free(out);
    free(f.level);
    return code ? code : cohort_succeed(error);
}

/* ---- rates ---- */

/* The nation's quantities from the base date on. */
static int take_nation(const cohort_inputs *nation, cohort_inputs *reference, cohort_error *error)
{
    static const cohort_quantity per_interval[] = {COHORT_CWR, COHORT_MALE_SHARE,
                                                   COHORT_TFR_PER_CWR};
    const cohort_grid *from = &nation->grid, *to = &reference->grid;
    const int first = cohort_grid_date(from, to->start);
    if (from->ages != to->ages || from->width != to->width || first < 0 ||
        first + to->steps > from->steps || !cohort_inputs_view(nation, COHORT_CWR))
        return cohort_fail(
            error, COHORT_ERROR_GRID,
            "the nation's rates, %d groups of %d years, %d to %d, %s: expected %d of %d, "
            "the dates %d to %d, and child-woman ratios",
            from->ages, from->width, from->start, cohort_grid_year(from, from->steps),
            cohort_convention_name(cohort_inputs_convention(nation)), to->ages, to->width,
            to->start, cohort_grid_year(to, to->steps));
    memcpy(cohort_inputs_array(reference, COHORT_SURVIVAL),
           cohort_inputs_view(nation, COHORT_SURVIVAL) + cohort_cell(from, first, 0, 0),
           cohort_cell(to, to->steps, 0, 0) * sizeof(double));
    for (size_t q = 0; q < sizeof per_interval / sizeof *per_interval; q++)
        memcpy(cohort_inputs_array(reference, per_interval[q]),
               cohort_inputs_view(nation, per_interval[q]) + first,
               (size_t)to->steps * sizeof(double));
    return COHORT_OK;
}

/* Without a nation: the peers' ratios, at most 1; those born live. */
static void make_reference(const struct forecast *f, cohort_inputs *reference)
{
    double *Sx = cohort_inputs_array(reference, COHORT_SURVIVAL);
    for (int i = 0; i < f->grid.steps; i++) {
        cohort_inputs_array(reference, COHORT_CWR)[i] = 0.2; /* nothing is beyond the forecast */
        cohort_inputs_array(reference, COHORT_MALE_SHARE)[i] = f->male_share;
        for (int sex = 0; sex < COHORT_SEXES; sex++)
            for (int age = 0; age < f->grid.ages; age++)
                Sx[cohort_cell(&f->grid, i, sex, age)] =
                    age == 0 ? 1.0 : fmin(1.0, f->level[cohort_cell(&f->grid, 0, sex, age)]);
    }
}

int cohort_forecast(const cohort_stock *counts, int last_year,
                    const cohort_forecast_options *options, cohort_inputs **out,
                    cohort_error *error)
{
    struct forecast f;
    cohort_stock population;
    cohort_inputs *reference = NULL;
    *out = NULL;
    int code = run(&f, counts, last_year, options, &population, error);
    if (!code)
        code = cohort_inputs_new(&f.grid, COHORT_IPSS, &reference, error);
    if (!code && f.options.nation)
        code = take_nation(f.options.nation, reference, error);
    else if (!code)
        make_reference(&f, reference);
    if (!code) {
        memcpy(cohort_inputs_array(reference, COHORT_BASE), population.cells,
               cohort_grid_cells(&f.grid) * sizeof *population.cells);
        code = cohort_derive(&population, reference, NULL, out, error);
    }
    cohort_inputs_free(reference);
    cohort_stock_free(&population);
    free(f.level);
    return code;
}

/* ---- peers ---- */

static bool is_whole(const unsigned char *left_out, int dates)
{
    for (int date = 0; left_out && date < dates; date++)
        if (left_out[date])
            return false;
    return true;
}

int cohort_forecast_peers(int areas, const cohort_stock *counts, const unsigned char *left_out,
                          cohort_stock *out, cohort_error *error)
{
    bool found = false;
    out->cells = NULL;
    if (areas < 1 || !counts)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "%d areas: expected 1 or more", areas);
    const cohort_grid *grid = &counts[0].grid;
    int code = cohort_stock_init(out, grid, error);
    for (int a = 0; !code && a < areas; a++) {
        const unsigned char *of_area = left_out ? left_out + a * (grid->steps + 1) : NULL;
        code = cohort_grid_equal(&counts[a].grid, grid)
                   ? cohort_stock_check(&counts[a], "count", error)
                   : cohort_fail(error, COHORT_ERROR_GRID, "expected the ages and dates of area 0");
        if (code)
            cohort_fail_prefix(error, code, "area %d: ", a);
        else if (is_whole(of_area, grid->steps + 1)) {
            found = true;
            for (size_t c = 0; c < cohort_cell(grid, grid->steps + 1, 0, 0); c++)
                cohort_stock_cells(out)[c] += counts[a].cells[c];
        }
    }
    if (!code && !found)
        code = cohort_fail(error, COHORT_ERROR_MISSING, "no area was counted at every date");
    if (code)
        cohort_stock_free(out);
    return code;
}
