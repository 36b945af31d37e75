/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measure/figure.h"

#include "core/error.h"
#include "core/grid.h"
#include "measure/indicators.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

int cohort_measure_parse(const char *name, double year, cohort_measure *measure,
                         cohort_error *error)
{
    char of[COHORT_MEASURE_NAME];
    const char *slash = strchr(name, '/');
    const size_t length = slash ? (size_t)(slash - name) : strlen(name);
    cohort_measure found = {.year = year, .is_percent = slash != NULL};
    if (length >= sizeof of)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "measure \"%.40s...\": too long", name);
    memcpy(of, name, length);
    of[length] = '\0';
    int code = cohort_band_parse(of, &found.band, error);
    if (!code && slash)
        code = cohort_band_parse(slash + 1, &found.per, error);
    if (!code)
        *measure = found;
    return code;
}

const char *cohort_measure_name(const cohort_measure *measure, char name[COHORT_MEASURE_NAME])
{
    char of[COHORT_BAND_NAME], per[COHORT_BAND_NAME];
    cohort_band_name(measure->band, of);
    if (measure->is_percent)
        snprintf(name, COHORT_MEASURE_NAME, "%s/%s", of, cohort_band_name(measure->per, per));
    else
        snprintf(name, COHORT_MEASURE_NAME, "%s", of);
    return name;
}

static int check_rates(const cohort_grid *grid, const cohort_measure *measure, cohort_error *error)
{
    struct band_groups groups;
    int code = cohort_band_groups(grid, measure->band, &groups, error);
    if (code || !measure->rates)
        return code;
    for (int sex = groups.sex_first; sex <= groups.sex_last; sex++)
        for (int x = groups.first; x <= groups.last; x++) {
            const double rate = measure->rates[cohort_cell(grid, 0, sex, x)];
            char age[COHORT_AGE_TEXT];
            if (!isfinite(rate))
                return cohort_fail(error, COHORT_ERROR_VALUE,
                                   "rate of %s %s: %g: expected a finite number",
                                   cohort_sex_name(sex), cohort_age_text(grid, x, age), rate);
        }
    return code;
}

/* What a measure is made of: `of`, and `per` if it is a percentage. */
static int find_sums(const cohort_stock *stock, const cohort_measure *measure, double *of,
                     double *per, cohort_error *error)
{
    int code = check_rates(&stock->grid, measure, error);
    if (!code)
        code =
            cohort_count_weighted(stock, measure->year, measure->band, measure->rates, of, error);
    *per = 1.0;
    if (!code && measure->is_percent)
        code = cohort_count(stock, measure->year, measure->per, per, error);
    if (!code && !(*per > 0.0))
        code = cohort_fail(error, COHORT_ERROR_VALUE, "a percentage of nobody, in %.10g",
                           measure->year);
    return code;
}

int cohort_measure_value(const cohort_stock *stock, const cohort_measure *measure, double *value,
                         cohort_error *error)
{
    double of, per;
    int code = find_sums(stock, measure, &of, &per, error);
    if (!code)
        *value = measure->is_percent ? cohort_share_percent(of, per) : of;
    return code;
}

/* Add `weight` for every person of a band at a time, times the rates. */
static int add_band(const cohort_grid *grid, cohort_band band, double year, const double *rates,
                    double weight, double *seeds, cohort_error *error)
{
    struct band_groups groups;
    struct moment at = {0, 0.0};
    int code = cohort_band_at(grid, band, year, &groups, &at, error);
    if (code)
        return code;
    for (int later = 0; later <= (at.part > 0.0); later++)
        for (int sex = groups.sex_first; sex <= groups.sex_last; sex++)
            for (int x = groups.first; x <= groups.last; x++)
                seeds[cohort_cell(grid, at.date + later, sex, x)] +=
                    weight * (later ? at.part : 1.0 - at.part) *
                    (rates ? rates[cohort_cell(grid, 0, sex, x)] : 1.0);
    return code;
}

int cohort_measure_seed(const cohort_stock *stock, const cohort_measure *measure, double *seeds,
                        double *value, cohort_error *error)
{
    const cohort_grid *grid = &stock->grid;
    double of, per;
    int code = find_sums(stock, measure, &of, &per, error);
    if (code)
        return code;
    const double unit = measure->is_percent ? 100.0 / per : 1.0;
    code = add_band(grid, measure->band, measure->year, measure->rates, unit, seeds, error);
    if (!code && measure->is_percent)
        code = add_band(grid, measure->per, measure->year, NULL, -unit * of / per, seeds, error);
    *value = unit * of;
    return code;
}

/* ---- figures ---- */

cohort_figure cohort_figure_of(cohort_band band, double year, double value)
{
    const cohort_measure persons = {
        .band = band, .year = year, .per = {COHORT_BOTH, 0, COHORT_OPEN_END}};
    return (cohort_figure){
        .measure = persons,
        .components = COHORT_ALL_COMPONENTS,
        .minus = persons,
        .minus_components = COHORT_ALL_COMPONENTS,
        .area = COHORT_ALL_AREAS,
        .value = value,
    };
}

static int check_measure(const cohort_grid *grid, const cohort_measure *measure,
                         cohort_error *error)
{
    struct band_groups groups;
    struct moment moment;
    int code = check_rates(grid, measure, error);
    if (!code && measure->is_percent)
        code = cohort_band_groups(grid, measure->per, &groups, error);
    return code ? code : cohort_moment_of(grid, measure->year, &moment, error);
}

int cohort_figure_check(const cohort_grid *grid, const cohort_figure *figure, cohort_error *error)
{
    int code = check_measure(grid, &figure->measure, error);
    if (!code && !isfinite(figure->times))
        code = cohort_fail(error, COHORT_ERROR_ARGUMENT, "times %g: expected a finite number",
                           figure->times);
    if (!code && figure->times != 0.0)
        code = check_measure(grid, &figure->minus, error);
    return code;
}

int cohort_figure_check_persons(const cohort_figure *figure, cohort_error *error)
{
    const char *unfit = figure->measure.is_percent ? "a percentage"
                        : figure->measure.rates    ? "persons times rates"
                        : figure->times != 0.0     ? "a difference"
                                                   : NULL;
    return unfit
               ? cohort_fail(error, COHORT_ERROR_ARGUMENT, "%s: expected persons in a band", unfit)
               : COHORT_OK;
}

int cohort_figure_value(const cohort_stock *stock, const cohort_figure *figure, double *value,
                        cohort_error *error)
{
    double of, minus = 0.0;
    int code = cohort_measure_value(stock, &figure->measure, &of, error);
    if (!code && figure->times != 0.0)
        code = cohort_measure_value(stock, &figure->minus, &minus, error);
    if (!code)
        *value = of - figure->times * minus;
    return code;
}
