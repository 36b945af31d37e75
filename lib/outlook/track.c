/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/track.h>

#include <cohort/control.h>

#include "core/error.h"
#include "measure/figure.h"
#include "measure/indicators.h"
#include "model/projection.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* ---- days ---- */

/* Days of a common year before each month, and in all. */
static const int days_before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};

/* Years are long long here, so that the year before any int exists. */
static bool is_leap(long long year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static bool is_day(long long year, int month, int day)
{
    if (month < 1 || month > 12)
        return false;
    int days = days_before[month] - days_before[month - 1] + (month == 2 && is_leap(year));
    return day >= 1 && day <= days;
}

static int day_of_year(long long year, int month, int day)
{
    return days_before[month - 1] + day + (month > 2 && is_leap(year));
}

double cohort_year_of(int year, int month, int day, int month_of_dates, int day_of_dates)
{
    const int common_year = 2001;
    if (!is_day(year, month, day) || !is_day(common_year, month_of_dates, day_of_dates))
        return (double)NAN;
    const int today = day_of_year(year, month, day);
    const int turn = day_of_year(year, month_of_dates, day_of_dates);
    const long long begun = today >= turn ? year : (long long)year - 1;
    const int length = 365 + is_leap(begun) + day_of_year(begun + 1, month_of_dates, day_of_dates) -
                       day_of_year(begun, month_of_dates, day_of_dates);
    const int since = today >= turn ? today - turn : today - turn + length;
    return (double)begun + (double)since / length;
}

/* ---- gaps ---- */

static int fail_count(double value, cohort_error *error)
{
    return cohort_fail(error, COHORT_ERROR_VALUE,
                       "%.10g: expected a finite number of persons, 0 or more", value);
}

static int fail_observation(const cohort_figure *observations, int i, int code, cohort_error *error)
{
    const cohort_measure *measure = &observations[i].measure;
    char name[COHORT_MEASURE_NAME];
    return cohort_fail_prefix(error, code, "observation %d (%s, %.10g): ", i + 1,
                              cohort_measure_name(measure, name), measure->year);
}

/* Check an observation, and find what the plan expects. */
static int expect(const cohort_stock *population, const cohort_figure *observations, int i,
                  double *expected, cohort_error *error)
{
    const cohort_figure *o = &observations[i];
    const bool is_sound = o->times != 0.0 ? isfinite(o->value) : cohort_is_count(o->value);
    int code =
        is_sound ? cohort_figure_check(&population->grid, o, error) : fail_count(o->value, error);
    if (!code)
        code = cohort_figure_value(population, o, expected, error);
    return code ? fail_observation(observations, i, code, error) : code;
}

static int check_observations(const cohort_stock *population, int count,
                              const cohort_figure *observations, cohort_error *error)
{
    double expected;
    if (count < 1)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "%d observations: expected 1 or more",
                           count);
    for (int i = 0; i < count; i++) {
        int code = expect(population, observations, i, &expected, error);
        if (code)
            return code;
    }
    return cohort_succeed(error);
}

int cohort_track(const cohort_projection *plan, int count, const cohort_figure *observations,
                 cohort_gap *gaps, cohort_error *error)
{
    const cohort_stock *population = cohort_projection_population(plan);
    int code = check_observations(population, count, observations, error); /* before any is out */
    for (int i = 0; !code && i < count; i++) {
        double expected;
        code = expect(population, observations, i, &expected, error);
        if (code)
            return code;
        const double gap = observations[i].value - expected;
        gaps[i] = (cohort_gap){expected, gap, cohort_share_percent(gap, expected)};
    }
    return code;
}

/* ---- origin ---- */

static int check_vital(const cohort_vital *vital, double observed, cohort_error *error)
{
    const struct {
        const char *what;
        double value, least;
    } events[] = {{"births", vital->births, 0.0},
                  {"deaths", vital->deaths, 0.0},
                  {"net migration", vital->net_migration, -DBL_MAX}};
    for (int i = 0; i < 3; i++)
        if (!isnan(events[i].value) &&
            !(events[i].value >= events[i].least && events[i].value <= DBL_MAX))
            return cohort_fail(error, COHORT_ERROR_VALUE,
                               "%s: %.10g: expected a finite number%s, or NAN where not counted",
                               events[i].what, events[i].value,
                               events[i].least < 0.0 ? "" : ", 0 or more");
    if (!cohort_is_count(observed))
        return cohort_fail_prefix(error, fail_count(observed, error), "total observed: ");
    return COHORT_OK;
}

/* Zero where not counted. */
static double less(double observed, double expected)
{
    return isnan(observed) ? 0.0 : observed - expected;
}

int cohort_track_origin(const cohort_projection *plan, const cohort_vital *vital, double observed,
                        cohort_origin *origin, cohort_error *error)
{
    cohort_balance expected;
    int code = cohort_projection_balance(plan, vital->year_from, vital->year_to, &expected, error);
    if (code)
        return code;
    if (vital->year_from == vital->year_to)
        return cohort_fail(error, COHORT_ERROR_GRID,
                           "years %.10g to %.10g: expected a period, which ends after it begins",
                           vital->year_from, vital->year_to);
    code = check_vital(vital, observed, error);
    if (code)
        return code;
    const double gap = observed - expected.closing;
    const double births = less(vital->births, expected.births);
    const double deaths = 0.0 - less(vital->deaths, expected.deaths); /* never -0 */
    const double net_migration = less(vital->net_migration, expected.net_migration);
    *origin = (cohort_origin){.gap = gap,
                              .before = gap - (births + deaths + net_migration),
                              .births = births,
                              .deaths = deaths,
                              .net_migration = net_migration,
                              .expected = expected};
    return cohort_succeed(error);
}

/* ---- restart ---- */

/* Check that they are persons, all at one time. */
static int check_base(int count, const cohort_figure *observations, cohort_error *error)
{
    const double year = observations[0].measure.year;
    for (int i = 0; i < count; i++) {
        int code = cohort_figure_check_persons(&observations[i], error);
        if (!code && observations[i].measure.year != year)
            code = cohort_fail(error, COHORT_ERROR_ARGUMENT,
                               "expected the year of observation 1, %.10g", year);
        if (code)
            return fail_observation(observations, i, code, error);
    }
    return COHORT_OK;
}

/* The plan's cells at a time, interpolated as cohort_count does. */
static int interpolate(const cohort_stock *population, double year, double *cells,
                       cohort_error *error)
{
    const cohort_grid *grid = &population->grid;
    const size_t count = cohort_grid_cells(grid);
    struct moment at = {0, 0.0};
    int code = cohort_moment_of(grid, year, &at, error);
    if (code)
        return code;
    const double *from = population->cells + cohort_cell(grid, at.date, 0, 0);
    memcpy(cells, from, count * sizeof *cells);
    for (size_t c = 0; at.part > 0.0 && c < count; c++)
        cells[c] += at.part * (from[count + c] - from[c]);
    return code;
}

/* An observation as a control for raking. The sum of interpolated cells can differ from the
 * interpolated sum in the last bits. So where the count is exactly as expected, the control is the
 * sum of the cells, and no cell moves. */
static int set_control(const cohort_stock *population, const double *cells,
                       const cohort_figure *observations, int i, cohort_figure *control,
                       cohort_error *error)
{
    struct band_groups groups;
    double expected;
    int code = expect(population, observations, i, &expected, error);
    if (!code)
        code = cohort_band_groups(&population->grid, observations[i].measure.band, &groups, error);
    *control = observations[i];
    if (!code && control->value == expected)
        control->value = cohort_band_sum(&population->grid, cells, 0, &groups);
    return code;
}

/* Make the plan's cells at the time of the observations add up to them. */
static int rake(const cohort_stock *population, int count, const cohort_figure *observations,
                double *cells, cohort_error *error)
{
    cohort_figure *controls = calloc((size_t)count, sizeof *controls);
    if (!controls)
        return cohort_fail_memory(error);
    int code = COHORT_OK;
    for (int i = 0; !code && i < count; i++)
        code = set_control(population, cells, observations, i, &controls[i], error);
    if (!code) {
        code = cohort_rake(&population->grid, cells, count, controls, error);
        if (code)
            cohort_fail_prefix(error, code,
                               "observations of %.10g, each the control of its number: ",
                               observations[0].measure.year);
    }
    free(controls);
    return code;
}

/* `cells` has room for twice the population: raked, and as expected. */
static int restart_in(const cohort_projection *plan, int count, const cohort_figure *observations,
                      int year, double *cells, cohort_inputs **out, cohort_error *error)
{
    const cohort_stock *population = cohort_projection_population(plan);
    const cohort_grid *grid = &population->grid;
    const int date = cohort_grid_date(grid, year);
    const size_t all = cohort_grid_cells(grid);
    double *expected = cells + all;
    if (date < 0) /* refused by the restart itself, which then reads no population */
        return cohort_inputs_restart(cohort_projection_inputs(plan), year, cells, out, error);
    int code = interpolate(population, observations[0].measure.year, expected, error);
    if (code)
        return code;
    memcpy(cells, expected, all * sizeof *cells);
    code = rake(population, count, observations, cells, error);
    if (code)
        return code;
    const double *at_date = population->cells + cohort_cell(grid, date, 0, 0);
    for (size_t c = 0; c < all; c++) /* the ratios to the plan are held */
        cells[c] = expected[c] > 0.0 ? cells[c] / expected[c] * at_date[c] : at_date[c];
    return cohort_inputs_restart(cohort_projection_inputs(plan), year, cells, out, error);
}

int cohort_track_restart(const cohort_projection *plan, int count,
                         const cohort_figure *observations, int year, cohort_inputs **out,
                         cohort_error *error)
{
    const cohort_stock *population = cohort_projection_population(plan);
    *out = NULL;
    int code = check_observations(population, count, observations, error);
    if (!code)
        code = check_base(count, observations, error);
    if (code)
        return code;
    double *cells = calloc(2 * cohort_grid_cells(&population->grid), sizeof *cells);
    if (!cells)
        return cohort_fail_memory(error);
    code = restart_in(plan, count, observations, year, cells, out, error);
    free(cells);
    return code;
}
