/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spreads as CSV. */
#include "outlook/spread.h"

#include "core/error.h"
#include "text/csv.h"
#include "text/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const item_names[ITEMS] = {"total",       "age_0_14",    "age_15_64",
                                              "age_65_plus", "women_20_39", "children_per_woman"};
static const char *const column_names[] = {"of", "years", "what", "at", "value"};
enum { OF, YEARS, WHAT, AT, VALUE, COLUMNS };

/* What rows say, and the ranges of their values. Those from MOST_PERSONS on are about cells. */
enum { SCALE, QUANTILE, TOGETHER, WITHIN, WITHIN_95, MOST_PERSONS, AGE, NEIGHBOUR, PROFILE, KINDS };
static const struct {
    const char *name;
    double low, high;
} kinds[KINDS] = {
    {"scale", -1e6, 1e6},          {"quantile", -1e6, 1e6},
    {"together", -1e6, 1e6},       {"within_80", 0.0, 100.0},
    {"within_95", 0.0, 100.0},     {"most_persons", 1.0, 1e12},
    {"age_correlation", 0.0, 1.0}, {"neighbour_correlation", 0.0, 1.0},
    {"profile", 0.0, 100.0},
};

/* ---- writing ---- */

static void write_spread(const cohort_spreads *spreads, int item, int h, cohort_output *out)
{
    const struct spread *of = &spreads->of[item][h];
    const char *name = item_names[item];
    const int years = WIDTH * (h + 1);
    for (int k = 0; k < COEFFICIENTS; k++)
        cohort_output_print(out, "%s,%d,scale,%d,%.6g\n", name, years, k, of->scale[k]);
    for (int k = 0; k < QUANTILES; k++)
        cohort_output_print(out, "%s,%d,quantile,%g,%.6g\n", name, years, cohort_spread_levels[k],
                            of->quantile[k]);
    cohort_output_print(out, "%s,%d,together,group,%.6g\n%s,%d,together,nation,%.6g\n", name, years,
                        of->group, name, years, of->nation);
    for (int i = 0; i < INTERVALS; i++) {
        for (int k = 0; k <= spreads->classes.count; k++)
            if (!isnan(of->within[i][k]))
                cohort_output_print(out, "%s,%d,%s,%.10g,%.4g\n", name, years,
                                    kinds[WITHIN + i].name,
                                    k > 0 ? spreads->classes.limit[k - 1] : 0.0, of->within[i][k]);
        if (!isnan(of->least[i]))
            cohort_output_print(out, "%s,%d,%s,least,%.4g\n%s,%d,%s,most,%.4g\n", name, years,
                                kinds[WITHIN + i].name, of->least[i], name, years,
                                kinds[WITHIN + i].name, of->most[i]);
    }
}

void cohort_spreads_write(const cohort_spreads *spreads, cohort_output *out)
{
    cohort_output_print(out, "of,years,what,at,value\n");
    cohort_output_print(out, "cells,5,most_persons,,%.0f\n", spreads->most_persons);
    cohort_output_print(out, "cells,5,age_correlation,,%.4g\n", spreads->age_correlation);
    cohort_output_print(out, "cells,5,neighbour_correlation,,%.4g\n",
                        spreads->neighbour_correlation);
    for (int x = 1; x < AGES; x++)
        if (x == 1 || spreads->profile[x] != spreads->profile[x - 1])
            cohort_output_print(out, "cells,5,profile,%d,%.4g\n", x * WIDTH, spreads->profile[x]);
    for (int i = 0; i < ITEMS; i++)
        for (int h = 0; h < spreads->horizons; h++)
            write_spread(spreads, i, h, out);
}

/* ---- reading ---- */

struct file {
    const cohort_csv *csv;
    int column[COLUMNS];
    cohort_spreads *spreads;
    cohort_error *error;
};

static const char *cell(const struct file *f, int record, int column)
{
    return cohort_csv_cell(f->csv, record, f->column[column]);
}

static int refuse(const struct file *f, int record, int column, const char *expected)
{
    return cohort_cell_fail(f->csv, record, f->column[column], COHORT_ERROR_VALUE, expected,
                            f->error);
}

static int number(const struct file *f, int record, int column, double low, double high,
                  double *value)
{
    const int code = cohort_csv_number(f->csv, record, f->column[column], value, f->error);
    if (code || (*value >= low && *value <= high))
        return code;
    return refuse(f, record, column, "a number in its range");
}

/* Years or an age, in steps of five. */
static int steps(const struct file *f, int record, int column, int most, int *value)
{
    double years;
    const int code = number(f, record, column, WIDTH, WIDTH * most, &years);
    *value = code ? 0 : (int)years / WIDTH;
    return code || fmod(years, WIDTH) == 0.0 ? code
                                             : refuse(f, record, column, "a multiple of 5 years");
}

/* The class of a coverage: a new one above the last, or one that is there; -1 otherwise. */
static int class_at(cohort_limits *classes, double persons)
{
    const double last = classes->count > 0 ? classes->limit[classes->count - 1] : 0.0;
    if (persons > last && classes->count < COHORT_LIMITS_MAX)
        classes->limit[classes->count++] = persons;
    for (int k = 0; k <= classes->count; k++)
        if (persons == (k > 0 ? classes->limit[k - 1] : 0.0))
            return k;
    return -1;
}

static int level_at(double at)
{
    int k = 0;
    while (k < QUANTILES && fabs(at - cohort_spread_levels[k]) > 1e-9)
        k++;
    return k;
}

/* Where a value at a word goes; NULL: nowhere, or the place is a number. */
static double *at_word(struct spread *of, int kind, const char *word)
{
    if (kind == TOGETHER)
        return strcmp(word, "group") == 0    ? &of->group
               : strcmp(word, "nation") == 0 ? &of->nation
                                             : NULL;
    if (kind < WITHIN)
        return NULL;
    return strcmp(word, "least") == 0  ? &of->least[kind - WITHIN]
           : strcmp(word, "most") == 0 ? &of->most[kind - WITHIN]
                                       : NULL;
}

static double *at_number(struct spread *of, int kind, double at, cohort_limits *classes)
{
    if (kind == SCALE)
        return at < COEFFICIENTS && at == floor(at) ? &of->scale[(int)at] : NULL;
    if (kind == QUANTILE)
        return level_at(at) < QUANTILES ? &of->quantile[level_at(at)] : NULL;
    const int k = class_at(classes, at);
    return k < 0 ? NULL : &of->within[kind - WITHIN][k];
}

/* A row about cells, or about an item at a horizon: where its value goes. */
static int find_of_cells(const struct file *f, int record, int kind, double **to)
{
    cohort_spreads *s = f->spreads;
    int age = 0;
    if (kind < MOST_PERSONS || kind == KINDS)
        return refuse(f, record, WHAT,
                      "most_persons, age_correlation, neighbour_correlation or profile");
    const int code = kind == PROFILE ? steps(f, record, AT, AGES - 1, &age) : COHORT_OK;
    double *const places[] = {&s->most_persons, &s->age_correlation, &s->neighbour_correlation,
                              &s->profile[age]};
    *to = places[kind - MOST_PERSONS];
    return code;
}

static int find_of_item(const struct file *f, int record, int item, int kind, double **to)
{
    double at;
    int h, code = steps(f, record, YEARS, COHORT_HORIZONS_MAX, &h);
    if (code)
        return code;
    struct spread *of = &f->spreads->of[item][h - 1];
    f->spreads->horizons = h > f->spreads->horizons ? h : f->spreads->horizons;
    *to = kind < MOST_PERSONS ? at_word(of, kind, cell(f, record, AT)) : NULL;
    if (!*to && kind == TOGETHER)
        return refuse(f, record, AT, "group or nation");
    if (!*to && kind < MOST_PERSONS) {
        code = number(f, record, AT, 0.0, 1e12, &at);
        *to = code ? NULL : at_number(of, kind, at, &f->spreads->classes);
    }
    return code || *to ? code
                       : refuse(f, record, WHAT,
                                "scale at 0 to 4, quantile at one of 15 levels, together, "
                                "within_80 or within_95 by ascending persons");
}

static int read_row(const struct file *f, int record)
{
    const char *of = cell(f, record, OF), *what = cell(f, record, WHAT);
    const char *expected = "cells, total, age_0_14, age_15_64, age_65_plus, women_20_39 or "
                           "children_per_woman";
    int item = 0, kind = 0;
    double *to = NULL;
    while (item < ITEMS && strcmp(of, item_names[item]) != 0)
        item++;
    while (kind < KINDS && strcmp(what, kinds[kind].name) != 0)
        kind++;
    const int code = strcmp(of, "cells") == 0 ? find_of_cells(f, record, kind, &to)
                     : item < ITEMS           ? find_of_item(f, record, item, kind, &to)
                                              : refuse(f, record, OF, expected);
    if (!code && !isnan(*to))
        return cohort_cell_fail(f->csv, record, f->column[WHAT], COHORT_ERROR_DUPLICATE,
                                "one row for each", f->error);
    return code ? code : number(f, record, VALUE, kinds[kind].low, kinds[kind].high, to);
}

/* What need not be given: no correlation; a profile like that of the age before. */
static void fill(cohort_spreads *s)
{
    s->age_correlation = fmax(0.0, s->age_correlation);
    s->neighbour_correlation = fmax(0.0, s->neighbour_correlation);
    for (int x = 1; x < AGES; x++)
        s->profile[x] = isnan(s->profile[x]) ? s->profile[x - 1] : s->profile[x];
}

/* Is all there, and in order? */
static bool is_whole(const struct spread *of)
{
    for (int k = 0; k < COEFFICIENTS; k++)
        if (isnan(of->scale[k]))
            return false;
    for (int k = 0; k < QUANTILES; k++)
        if (isnan(of->quantile[k]) || (k > 0 && of->quantile[k] < of->quantile[k - 1]))
            return false;
    return of->nation >= 0.0 && of->nation <= of->group && of->group <= 1.0;
}

static int check(const struct file *f)
{
    const char *name = cohort_shown_path(cohort_csv_name(f->csv));
    const cohort_spreads *s = f->spreads;
    if (s->horizons == 0 || isnan(s->most_persons))
        return cohort_fail(f->error, COHORT_ERROR_MISSING, "%s: expected rows, and most_persons",
                           name);
    for (int i = 0; i < ITEMS; i++)
        for (int h = 0; h < s->horizons; h++)
            if (!is_whole(&s->of[i][h]))
                return cohort_fail(f->error, COHORT_ERROR_MISSING,
                                   "%s: %s after %d years: expected scale at 0 to 4, quantiles at "
                                   "15 levels, ascending, and together, nation at most group",
                                   name, item_names[i], WIDTH * (h + 1));
    return cohort_succeed(f->error);
}

int cohort_spreads_from_csv(cohort_csv *csv, cohort_spreads **out, cohort_error *error)
{
    struct file f = {.csv = csv, .spreads = malloc(sizeof *f.spreads), .error = error};
    int code = f.spreads ? COHORT_OK : cohort_fail_memory(error);
    *out = NULL;
    if (!code)
        cohort_spreads_clear(f.spreads);
    for (int c = 0; !code && c < COLUMNS; c++)
        code = cohort_cell_column(csv, column_names[c], &f.column[c], error);
    for (int r = 0; !code && r < cohort_csv_records(csv); r++)
        code = read_row(&f, r);
    if (!code)
        code = check(&f);
    if (!code)
        fill(f.spreads);
    cohort_csv_free(csv);
    if (code)
        cohort_spreads_free(f.spreads);
    else
        *out = f.spreads;
    return code;
}

int cohort_spreads_read(const char *path, cohort_spreads **out, cohort_error *error)
{
    cohort_csv *csv;
    *out = NULL;
    const int code = cohort_csv_read(path, &csv, error);
    return code ? code : cohort_spreads_from_csv(csv, out, error);
}
