/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/indicators.h>

#include "core/error.h"
#include "core/grid.h"
#include "measure/indicators.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const cohort_band three_ages[3] = {
    {COHORT_BOTH, 0, 14}, {COHORT_BOTH, 15, 64}, {COHORT_BOTH, 65, COHORT_OPEN_END}};

/* First words of the names of bands, by sex; the last by itself is `total`. */
static const char *const band_words[] = {"men", "women", "age"};

/* One to three digits behind an underscore. Returned: what follows, or NULL. */
static const char *parse_age(const char *text, int *age)
{
    int digits = 0;
    *age = 0;
    if (*text++ != '_')
        return NULL;
    for (; *text >= '0' && *text <= '9' && digits < 3; digits++)
        *age = 10 * *age + (*text++ - '0');
    return digits > 0 ? text : NULL;
}

/* The ages of a name behind its first word: "", "_20_39" or "_65_plus". */
static bool parse_ages(const char *text, cohort_band *band)
{
    band->age_from = 0;
    band->age_to = COHORT_OPEN_END;
    if (*text == '\0')
        return band->sex != COHORT_BOTH;
    text = parse_age(text, &band->age_from);
    if (!text || strcmp(text, "_plus") == 0)
        return text;
    text = parse_age(text, &band->age_to);
    return text && *text == '\0' && band->age_to >= band->age_from;
}

int cohort_band_parse(const char *name, cohort_band *band, cohort_error *error)
{
    cohort_band found = {COHORT_BOTH, 0, COHORT_OPEN_END};
    bool known = strcmp(name, "total") == 0;
    for (int sex = 0; sex <= COHORT_BOTH && !known; sex++) {
        size_t length = strlen(band_words[sex]);
        found.sex = sex;
        known = strncmp(name, band_words[sex], length) == 0 && parse_ages(name + length, &found);
    }
    if (!known)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "\"%.40s\": expected total, men, women_20_39, age_65_plus ...", name);
    *band = found;
    return cohort_succeed(error);
}

const char *cohort_band_name(cohort_band band, char name[COHORT_BAND_NAME])
{
    const char *word = band.sex >= 0 && band.sex <= COHORT_BOTH ? band_words[band.sex] : "unknown";
    if (band.age_to != COHORT_OPEN_END)
        snprintf(name, COHORT_BAND_NAME, "%s_%d_%d", word, band.age_from, band.age_to);
    else if (band.age_from != 0)
        snprintf(name, COHORT_BAND_NAME, "%s_%d_plus", word, band.age_from);
    else
        snprintf(name, COHORT_BAND_NAME, "%s", band.sex == COHORT_BOTH ? "total" : word);
    return name;
}

int cohort_band_groups(const cohort_grid *grid, cohort_band band, struct band_groups *groups,
                       cohort_error *error)
{
    if (band.sex < 0 || band.sex > COHORT_BOTH)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "sex %d: expected COHORT_MALE, COHORT_FEMALE or COHORT_BOTH", band.sex);
    groups->sex_first = band.sex == COHORT_BOTH ? COHORT_MALE : band.sex;
    groups->sex_last = band.sex == COHORT_BOTH ? COHORT_FEMALE : band.sex;
    return cohort_grid_groups(grid, band.age_from, band.age_to, &groups->first, &groups->last,
                              error);
}

double cohort_band_sum(const cohort_grid *grid, const double *cells, int time,
                       const struct band_groups *groups)
{
    double sum = 0.0;
    for (int sex = groups->sex_first; sex <= groups->sex_last; sex++)
        for (int x = groups->first; x <= groups->last; x++)
            sum += cells[cohort_cell(grid, time, sex, x)];
    return sum;
}

int cohort_moment_of(const cohort_grid *grid, double year, struct moment *moment,
                     cohort_error *error)
{
    double position = (year - grid->start) / grid->width;
    if (!(position >= 0.0 && position <= grid->steps))
        return cohort_fail(error, COHORT_ERROR_GRID, "year %.10g: expected %d to %d", year,
                           grid->start, cohort_grid_year(grid, grid->steps));
    moment->date = (int)position;
    moment->part = position - moment->date;
    return cohort_succeed(error);
}

int cohort_band_at(const cohort_grid *grid, cohort_band band, double year,
                   struct band_groups *groups, struct moment *moment, cohort_error *error)
{
    int code = cohort_band_groups(grid, band, groups, error);
    return code ? code : cohort_moment_of(grid, year, moment, error);
}

static double weighted_sum(const cohort_grid *grid, const double *cells, int date,
                           const struct band_groups *groups, const double *rates)
{
    double sum = 0.0;
    if (!rates)
        return cohort_band_sum(grid, cells, date, groups);
    for (int sex = groups->sex_first; sex <= groups->sex_last; sex++)
        for (int x = groups->first; x <= groups->last; x++)
            sum += cells[cohort_cell(grid, date, sex, x)] * rates[cohort_cell(grid, 0, sex, x)];
    return sum;
}

int cohort_count_weighted(const cohort_stock *stock, double year, cohort_band band,
                          const double *rates, double *count, cohort_error *error)
{
    const cohort_grid *grid = &stock->grid;
    struct band_groups groups;
    struct moment at = {0, 0.0};
    int code = cohort_stock_has_cells(stock, error);
    if (!code)
        code = cohort_band_at(grid, band, year, &groups, &at, error);
    if (code)
        return code;
    double sum = weighted_sum(grid, stock->cells, at.date, &groups, rates);
    if (at.part > 0.0)
        sum += at.part * (weighted_sum(grid, stock->cells, at.date + 1, &groups, rates) - sum);
    *count = sum;
    return code;
}

int cohort_count(const cohort_stock *stock, double year, cohort_band band, double *count,
                 cohort_error *error)
{
    return cohort_count_weighted(stock, year, band, NULL, count, error);
}

double cohort_total(const cohort_stock *stock, double year)
{
    double total = (double)NAN;
    cohort_count(stock, year, (cohort_band){COHORT_BOTH, 0, COHORT_OPEN_END}, &total, NULL);
    return total;
}

int cohort_flow_count(const cohort_flow *flow, int interval, cohort_band band, double *count,
                      cohort_error *error)
{
    struct band_groups groups;
    int code = cohort_band_groups(&flow->grid, band, &groups, error);
    if (code)
        return code;
    if (interval < 0 || interval >= flow->grid.steps || !flow->cells)
        return cohort_fail(error, COHORT_ERROR_GRID, "interval %d: expected 0 to %d", interval,
                           flow->grid.steps - 1);
    *count = cohort_band_sum(&flow->grid, flow->cells, interval, &groups);
    return cohort_succeed(error);
}

int cohort_three_ages(const cohort_stock *stock, double year, double counts[3], cohort_error *error)
{
    double found[3];
    for (int i = 0; i < 3; i++) {
        int code = cohort_count(stock, year, three_ages[i], &found[i], error);
        if (code)
            return code;
    }
    memcpy(counts, found, sizeof found);
    return cohort_succeed(error);
}

double cohort_share_percent(double part, double whole)
{
    if (part == whole && whole > 0.0)
        return 100.0; /* 100 x / x is not always that */
    return whole > 0.0 ? 100.0 * part / whole : (double)NAN;
}

double cohort_round(double value, int decimals)
{
    static const double powers[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
    double power = powers[decimals < 0 ? 0 : decimals > 9 ? 9 : decimals];
    double rounded = round(value * power) / power + 0.0; /* + 0: never -0 */
    return isfinite(rounded) ? rounded : value;          /* too large to have decimals */
}

void cohort_shares_rounded(const double counts[3], int decimals, double percent[3])
{
    double total = counts[0] + counts[1] + counts[2];
    double young = cohort_round(cohort_share_percent(counts[0], total), decimals);
    double old = cohort_round(cohort_share_percent(counts[2], total), decimals);
    percent[0] = young;
    percent[1] = cohort_round(100.0 - young - old, decimals);
    percent[2] = old;
}

int cohort_dependency_ratios(const cohort_stock *stock, double year, cohort_dependency *ratios,
                             cohort_error *error)
{
    double counts[3];
    int code = cohort_three_ages(stock, year, counts, error);
    if (code)
        return code;
    ratios->child = cohort_share_percent(counts[0], counts[1]);
    ratios->old_age = cohort_share_percent(counts[2], counts[1]);
    ratios->total = cohort_share_percent(counts[0] + counts[2], counts[1]);
    return code;
}

int cohort_median_age(const cohort_stock *stock, double year, int sex, double *years,
                      cohort_error *error)
{
    const cohort_grid *grid = &stock->grid;
    double total;
    int code = cohort_count(stock, year, (cohort_band){sex, 0, COHORT_OPEN_END}, &total, error);
    if (code)
        return code;
    if (!(total > 0.0))
        return cohort_fail(error, COHORT_ERROR_VALUE, "median age in %.10g: nobody is there", year);
    const int open = (grid->ages - 1) * grid->width;
    double below = 0.0;
    for (int from = 0; from < open; from += grid->width) {
        double group;
        code = cohort_count(stock, year, (cohort_band){sex, from, from + grid->width - 1}, &group,
                            error);
        if (code)
            return code;
        if (below + group >= total / 2.0) {
            *years = from + grid->width * (total / 2.0 - below) / group;
            return code;
        }
        below += group;
    }
    return cohort_fail(error, COHORT_ERROR_VALUE,
                       "median age in %.10g: it falls into the open group %d+", year, open);
}

double cohort_annual_change_percent(double from, double to, double years, cohort_change kind)
{
    if (!(from > 0.0 && to > 0.0 && years > 0.0))
        return (double)NAN;
    double yearly = (to - from) / years;
    switch (kind) {
    case COHORT_CHANGE_COMPOUND:
        return 100.0 * (pow(to / from, 1.0 / years) - 1.0);
    case COHORT_CHANGE_LINEAR:
        return 100.0 * yearly / from;
    case COHORT_CHANGE_LAST_YEAR:
        return years >= 1.0 ? 100.0 * yearly / (to - yearly) : (double)NAN;
    }
    return (double)NAN;
}
