/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cohort/spreads.h>

#include "core/error.h"
#include "core/inputs.h"
#include "core/range.h"
#include "outlook/backtest_model.h"
#include "text/cell.h"
#include "text/text.h"

#include <cohort/csv.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Ages and years of coverage stand at places: multiples of the width. */
enum { WIDTH = 5, AGES = 40, PLACES = AGES };

/* The rows of a class in a file: names, and places from first to last (0: none). */
enum { FERTILITY = 0, MORTALITY = 4, MIGRATION = 8, PROFILE = 12, COVERAGE = 13, ITEMS = 17 };
static const struct {
    const char *of, *what;
    int first, last;
    double most; /* the largest value */
} items[ITEMS] = {
    {"fertility", "sd", 0, 0, 10.0},
    {"fertility", "autocorrelation", 0, 0, 1.0},
    {"fertility", "age_correlation", 0, 0, 1.0},
    {"fertility", "neighbour_correlation", 0, 0, 1.0},
    {"mortality", "sd", 0, 0, 10.0},
    {"mortality", "autocorrelation", 0, 0, 1.0},
    {"mortality", "age_correlation", 0, 0, 1.0},
    {"mortality", "neighbour_correlation", 0, 0, 1.0},
    {"migration", "sd", 0, 0, 10.0},
    {"migration", "autocorrelation", 0, 0, 1.0},
    {"migration", "age_correlation", 0, 0, 1.0},
    {"migration", "neighbour_correlation", 0, 0, 1.0},
    {"migration", "profile", 0, AGES - 1, HUGE_VAL},
    {"total", "within_80", 1, COHORT_HORIZONS_MAX, 100.0},
    {"total", "within_95", 1, COHORT_HORIZONS_MAX, 100.0},
    {"women_20_39", "within_80", 1, COHORT_HORIZONS_MAX, 100.0},
    {"women_20_39", "within_95", 1, COHORT_HORIZONS_MAX, 100.0},
};

/* Items of coverage stand by band, then by level. */
enum { BANDS = 2, LEVELS = 2 };
static const cohort_band bands[BANDS] = {{COHORT_BOTH, 0, COHORT_OPEN_END},
                                         {COHORT_FEMALE, 20, 39}};
static const double levels[LEVELS] = {0.8, 0.95};

/* Areas of a size. */
struct size_class {
    double from, to;             /* persons at the base date, both ends included */
    double value[ITEMS][PLACES]; /* NAN: not given */
    double profile[AGES];        /* given or not */
};

struct cohort_spreads {
    int count;
    struct size_class of[COHORT_CLASSES_MAX];
};

/* Add a class without values. */
static struct size_class *add_class(cohort_spreads *spreads, double from, double to)
{
    struct size_class *of = &spreads->of[spreads->count++];
    of->from = from;
    of->to = to;
    for (int i = 0; i < ITEMS; i++)
        for (int place = 0; place < PLACES; place++)
            of->value[i][place] = (double)NAN;
    return of;
}

/* The profile at every age: 1 where it is missing, and its last value beyond its end. */
static void fill_profile(struct size_class *of)
{
    const double *given = of->value[PROFILE];
    int last = AGES - 1;
    while (last > 0 && isnan(given[last]))
        last--;
    for (int x = 0; x < AGES; x++) {
        const double value = given[x < last ? x : last];
        of->profile[x] = isnan(value) ? 1.0 : value;
    }
}

/* ---- reading ---- */

static const char *const column_names[] = {"persons_from", "persons_to", "of",
                                           "what",         "at",         "value"};
enum { FROM, TO, OF, WHAT, AT, VALUE, COLUMNS };

struct row {
    const cohort_csv *csv;
    int record;
    int columns[COLUMNS];
    cohort_error *error;
};

static int refuse(const struct row *row, int column, int code, const char *expected)
{
    return cohort_cell_fail(row->csv, row->record, row->columns[column], code, expected,
                            row->error);
}

static int read_number(const struct row *row, int column, double most, const char *expected,
                       double *value)
{
    int code = cohort_csv_number(row->csv, row->record, row->columns[column], value, row->error);
    if (!code && !(*value >= 0.0 && *value <= most))
        code = refuse(row, column, COHORT_ERROR_VALUE, expected);
    return code;
}

/* The class of a row: the last one, or a new one that begins where the last one ends. */
static int read_class(cohort_spreads *spreads, const struct row *row, struct size_class **out)
{
    double from, to;
    int code = read_number(row, FROM, HUGE_VAL, "persons", &from);
    if (!code)
        code = read_number(row, TO, HUGE_VAL, "persons", &to);
    if (code)
        return code;
    struct size_class *last = spreads->count > 0 ? &spreads->of[spreads->count - 1] : NULL;
    if (last && last->from == from && last->to == to)
        *out = last;
    else if (spreads->count == COHORT_CLASSES_MAX || (last && from != last->to + 1.0))
        return refuse(row, FROM, COHORT_ERROR_VALUE,
                      "up to 8 classes in order, without gaps, each one's rows together");
    else if (to < from)
        return refuse(row, TO, COHORT_ERROR_VALUE, "persons_from or more");
    else
        *out = add_class(spreads, from, to);
    return COHORT_OK;
}

static int read_item(const struct row *row, int *item)
{
    const char *of = cohort_csv_cell(row->csv, row->record, row->columns[OF]);
    const char *what = cohort_csv_cell(row->csv, row->record, row->columns[WHAT]);
    int is_known = 0;
    for (*item = 0; *item < ITEMS; ++*item) {
        const int is_of = strcmp(of, items[*item].of) == 0;
        if (is_of && strcmp(what, items[*item].what) == 0)
            return COHORT_OK;
        is_known |= is_of;
    }
    if (!is_known)
        return refuse(row, OF, COHORT_ERROR_VALUE,
                      "fertility, mortality, migration, total or women_20_39");
    return refuse(
        row, WHAT, COHORT_ERROR_VALUE,
        "sd, autocorrelation, age_correlation or neighbour_correlation of a rate, profile "
        "of migration, within_80 or within_95 of total or women_20_39");
}

static int read_place(const struct row *row, int item, int *place)
{
    double at = 0.0;
    *place = 0;
    if (items[item].last == 0)
        return COHORT_OK;
    const int code = read_number(row, AT, WIDTH * items[item].last, "a multiple of 5 years", &at);
    *place = (int)at / WIDTH;
    if (!code && (*place * WIDTH != at || *place < items[item].first))
        return refuse(row, AT, COHORT_ERROR_VALUE, "a multiple of 5 years");
    return code;
}

static int read_row(cohort_spreads *spreads, const struct row *row)
{
    struct size_class *of = NULL;
    int item = 0, place = 0;
    int code = read_class(spreads, row, &of);
    if (!code)
        code = read_item(row, &item);
    if (!code)
        code = read_place(row, item, &place);
    if (code)
        return code;
    if (!isnan(of->value[item][place]))
        return refuse(row, WHAT, COHORT_ERROR_DUPLICATE, "one row for each");
    return read_number(row, VALUE, items[item].most, "a number in its range",
                       &of->value[item][place]);
}

static int read_all(cohort_spreads *spreads, const cohort_csv *csv, cohort_error *error)
{
    struct row row = {.csv = csv, .error = error};
    int code = COHORT_OK;
    for (int c = 0; !code && c < COLUMNS; c++)
        code = cohort_cell_column(csv, column_names[c], &row.columns[c], error);
    for (; !code && row.record < cohort_csv_records(csv); row.record++)
        code = read_row(spreads, &row);
    if (!code && spreads->count == 0)
        code = cohort_fail(error, COHORT_ERROR_MISSING, "%s: expected rows",
                           cohort_shown_path(cohort_csv_name(csv)));
    for (int k = 0; !code && k < spreads->count; k++) {
        struct size_class *of = &spreads->of[k];
        for (int i = 0; i < PROFILE; i++)
            if (isnan(of->value[i][0]))
                return cohort_fail(error, COHORT_ERROR_MISSING,
                                   "%s: areas of %.0f to %.0f persons: %s of %s is not given",
                                   cohort_shown_path(cohort_csv_name(csv)), of->from, of->to,
                                   items[i].what, items[i].of);
        fill_profile(of);
    }
    return code;
}

int cohort_spreads_from_csv(cohort_csv *csv, cohort_spreads **out, cohort_error *error)
{
    *out = NULL;
    cohort_spreads *spreads = calloc(1, sizeof *spreads);
    const int code = spreads ? read_all(spreads, csv, error) : cohort_fail_memory(error);
    cohort_csv_free(csv);
    if (code)
        cohort_spreads_free(spreads);
    else
        *out = spreads;
    return code;
}

int cohort_spreads_read(const char *path, cohort_spreads **out, cohort_error *error)
{
    cohort_csv *csv;
    *out = NULL;
    const int code = cohort_csv_read(path, &csv, error);
    return code ? code : cohort_spreads_from_csv(csv, out, error);
}

void cohort_spreads_free(cohort_spreads *spreads)
{
    free(spreads);
}

/* ---- from a back-test ---- */

static int same_band(cohort_band a, cohort_band b)
{
    return a.sex == b.sex && a.age_from == b.age_from && a.age_to == b.age_to;
}

static int check_backtest(const cohort_backtest_model *model,
                          const cohort_backtest_options *options, int horizons, cohort_error *error)
{
    if (model->relative_growth.count != 0 || model->width != WIDTH)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "%d limits of growth, in steps of %d years: expected 0, in steps of %d",
                           model->relative_growth.count, model->width, WIDTH);
    const int code = cohort_limits_check(&model->size, "size", error);
    if (code)
        return code;
    if (horizons < 1 || horizons > COHORT_HORIZONS_MAX)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT, "%d horizons: expected 1 to %d", horizons,
                           COHORT_HORIZONS_MAX);
    int same = options->classes.count == model->size.count;
    for (int k = 0; same && k < model->size.count; k++)
        same = options->classes.limit[k] == model->size.limit[k];
    if (!same)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "classes to report by: expected those of the model");
    return COHORT_OK;
}

static void set_rate(struct size_class *of, int rate, const cohort_uncertainty *u)
{
    of->value[rate][0] = u->sd;
    of->value[rate + 1][0] = u->autocorrelation;
    of->value[rate + 2][0] = u->age_correlation;
    of->value[rate + 3][0] = u->neighbour_correlation;
}

/* The coverage of a band in one class. rows: [horizon][class] */
static void set_coverage(struct size_class *of, int class, cohort_band band, int horizons,
                         int classes, const cohort_backtest_row *rows)
{
    for (int b = 0; b < BANDS; b++)
        for (int h = 0; same_band(band, bands[b]) && h < horizons; h++) {
            const cohort_backtest_row *row = &rows[h * classes + class];
            of->value[COVERAGE + LEVELS * b][h + 1] = row->within_80;
            of->value[COVERAGE + LEVELS * b + 1][h + 1] = row->within_95;
        }
}

/* All of a class but its coverage. */
static void set_rates(struct size_class *of, const cohort_backtest_model *model, int class)
{
    const cohort_uncertainty certain = {.sd = 0.0};
    set_rate(of, FERTILITY, &model->spread[class][0].fertility);
    set_rate(of, MORTALITY, &certain);
    set_rate(of, MIGRATION, &model->spread[class][0].migration);
    for (int x = 1; x < model->profile_ages && x < AGES; x++)
        of->value[PROFILE][x] = model->profile[x];
    fill_profile(of);
}

int cohort_spreads_from_backtest(const cohort_backtest_model *model,
                                 const cohort_backtest_options *options, int horizons,
                                 const cohort_backtest_row *rows, cohort_spreads **out,
                                 cohort_error *error)
{
    *out = NULL;
    const int code = check_backtest(model, options, horizons, error);
    if (code)
        return code;
    cohort_spreads *spreads = calloc(1, sizeof *spreads);
    if (!spreads)
        return cohort_fail_memory(error);
    const int classes = model->size.count + 2;
    const double *limit = model->size.limit, most = ceil(model->most_persons);
    for (int k = 0; k <= model->size.count && (k == 0 || limit[k - 1] <= most); k++) {
        const int is_last = k == model->size.count || limit[k] > most;
        struct size_class *of =
            add_class(spreads, k > 0 ? limit[k - 1] : 0.0, is_last ? most : limit[k] - 1.0);
        set_rates(of, model, k);
        for (int b = 0; b < options->bands; b++)
            set_coverage(of, k, options->band[b], horizons, classes, rows + b * horizons * classes);
    }
    *out = spreads;
    return cohort_succeed(error);
}

/* ---- writing ---- */

/* Write an item at a place, if it is given. */
static void write_row(cohort_output *output, const struct size_class *of, int item, int place)
{
    const double value = of->value[item][place];
    if (isnan(value))
        return;
    cohort_output_print(output, "%.0f,%.0f,%s,%s,", of->from, of->to, items[item].of,
                        items[item].what);
    if (items[item].last > 0)
        cohort_output_print(output, "%d", place * WIDTH);
    cohort_output_print(output, ",%.4g\n", value);
}

/* By rate or band, then by place. */
static void write_class(cohort_output *output, const struct size_class *of)
{
    for (int first = 0, end; first < ITEMS; first = end) {
        for (end = first; end < ITEMS && strcmp(items[end].of, items[first].of) == 0; end++)
            continue;
        for (int place = 0; place < PLACES; place++)
            for (int i = first; i < end; i++)
                write_row(output, of, i, place);
    }
}

void cohort_spreads_write(const cohort_spreads *spreads, cohort_output *output)
{
    for (int c = 0; c < COLUMNS; c++)
        cohort_output_print(output, "%s%s", c > 0 ? "," : "", column_names[c]);
    cohort_output_print(output, "\n");
    for (int k = 0; k < spreads->count; k++)
        write_class(output, &spreads->of[k]);
}

/* ---- asking ---- */

static int find_class(const cohort_spreads *spreads, const cohort_inputs *inputs,
                      const struct size_class **found, cohort_error *error)
{
    const cohort_grid *grid = cohort_inputs_grid(inputs);
    const struct convention *convention = inputs->convention;
    const double *base = cohort_inputs_view(inputs, COHORT_BASE);
    const double persons = cohort_sum(base, cohort_grid_cells(grid));
    if (!convention->by_arrival || convention->births != BIRTHS_BY_RATIO || grid->width != WIDTH ||
        grid->ages > AGES)
        return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                           "spreads are for inputs like ipss, steps of %d years and up to %d age "
                           "groups, not for %s, steps of %d years and %d age groups",
                           WIDTH, AGES, cohort_convention_name(convention->constant), grid->width,
                           grid->ages);
    for (int k = 0; k < spreads->count; k++)
        if (persons >= spreads->of[k].from && persons < spreads->of[k].to + 1.0) {
            *found = &spreads->of[k];
            return COHORT_OK;
        }
    return cohort_fail(error, COHORT_ERROR_ARGUMENT,
                       "spreads have not been estimated for areas of %.0f persons", persons);
}

static cohort_uncertainty rate_of(const struct size_class *of, int rate)
{
    return (cohort_uncertainty){of->value[rate][0], of->value[rate + 1][0], of->value[rate + 2][0],
                                of->value[rate + 3][0]};
}

int cohort_spreads_apply(const cohort_spreads *spreads, const cohort_inputs *inputs,
                         cohort_ensemble_options *options, cohort_error *error)
{
    const struct size_class *of;
    const int code = find_class(spreads, inputs, &of, error);
    if (code)
        return code;
    options->fertility = rate_of(of, FERTILITY);
    options->mortality = rate_of(of, MORTALITY);
    options->migration = rate_of(of, MIGRATION);
    options->migration_profile = of->profile;
    return cohort_succeed(error);
}

int cohort_spreads_persons(const cohort_spreads *spreads, const cohort_inputs *inputs, double *from,
                           double *to, cohort_error *error)
{
    const struct size_class *of;
    const int code = find_class(spreads, inputs, &of, error);
    if (code)
        return code;
    *from = of->from;
    *to = of->to;
    return cohort_succeed(error);
}

/* The item of a figure's coverage; -1 where there is none. */
static int item_of(const cohort_figure *figure, double level)
{
    const cohort_measure *measure = &figure->measure;
    for (int b = 0; b < BANDS; b++)
        for (int l = 0; l < LEVELS; l++)
            if (same_band(measure->band, bands[b]) && fabs(level - levels[l]) < 1e-9 &&
                figure->times == 0.0 && !measure->is_percent && !measure->rates)
                return COVERAGE + LEVELS * b + l;
    return -1;
}

int cohort_spreads_coverage(const cohort_spreads *spreads, const cohort_inputs *inputs,
                            const cohort_figure *figure, double level, double *percent,
                            cohort_error *error)
{
    const struct size_class *of;
    const double years = figure->measure.year - cohort_inputs_grid(inputs)->start;
    const int item = item_of(figure, level);
    const int place = years > 0.0 && years < WIDTH * PLACES ? (int)years / WIDTH : 0;
    const int code = find_class(spreads, inputs, &of, error);
    if (code)
        return code;
    if (item < 0 || place * WIDTH != years || isnan(of->value[item][place]))
        return cohort_fail(error, COHORT_ERROR_MISSING,
                           "coverage of this figure at %g %%, %g years on, has not been measured",
                           100.0 * level, years);
    *percent = of->value[item][place];
    return cohort_succeed(error);
}
